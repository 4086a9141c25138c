import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ErrorText } from '../../src/action/describe-error.ts';
import type { Place } from '../../src/action/step-report.ts';
import { buildSummary } from '../../src/action/summary-text.ts';
import type { Backup, BackupStatus } from '../../src/backup/backup.ts';
import { serviceIds } from '../../src/services/index.ts';
import { oddText, RUNS } from './odd-values.ts';

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const time = maybe(fc.constantFrom('2020-07-06T17:17:05Z', '2020-07-06T17:19:10Z'));

const backup = fc.record({
  service: fc.constantFrom(...serviceIds),
  id: oddText,
  jobId: maybe(oddText),
  name: oddText,
  instanceId: oddText,
  status: oddText.map((word) => word as BackupStatus),
  statusWord: maybe(oddText),
  partial: fc.boolean(),
  beginTime: time,
  endTime: time,
  sizeMb: maybe(fc.double({ min: 0, max: 1e9, noNaN: true })),
  description: maybe(oddText),
  type: maybe(oddText),
  created: fc.boolean(),
  wasListed: fc.boolean(),
});

interface Facts {
  readonly backup: Backup | undefined;
  readonly place: Place;
  readonly error: ErrorText | undefined;
}

const facts: fc.Arbitrary<Facts> = fc.record({
  backup: maybe(backup),
  place: fc.record({ projectId: maybe(oddText), region: maybe(oddText) }),
  error: maybe(fc.record({ message: oddText, hint: maybe(oddText) })),
});

const nowhere = { projectId: undefined, region: undefined };

function build({ backup: made, place, error }: Facts): string {
  const order = { service: 'rds', instanceId: 'i-1', name: 'nightly' } as const;
  const results = made ? [{ order, backup: made, error: undefined }] : [];
  return buildSummary({ results, place, deletedIds: undefined, checks: undefined }, error);
}

/** A line ends with CR too, for Markdown. */
const linesOf = (text: string) => text.split(/\r\n|\r|\n/);
const OWN_TAGS = /<\/?(?:code|strong)>|<br>/g;
const ROW = /^\| [A-Z][a-z]+(?: id)? \| [^|]* \|$/;

const keepsItsShape = () => {
  fc.assert(
    fc.property(facts, (given) => {
      fc.pre(given.backup !== undefined || given.error !== undefined);
      const lines = linesOf(build(given));
      const [heading = '', blank, ...rest] = lines;
      expect(heading).toMatch(/^### [❌✅⏳] [\w ,]+$/u);
      expect(blank).toBe('');
      const rows = rest.filter((line) => line.includes('|'));
      const shape = given.backup === undefined ? [] : ['| | |', '|---|---|'];
      expect(rows.slice(0, 2)).toEqual(shape);
      expect(rows.slice(2).filter((line) => !ROW.test(line))).toEqual([]);
      // Heading, blank, table and its blank, one line of text, and the end.
      expect(lines).toHaveLength(2 + (rows.length > 0 ? rows.length + 1 : 0) + 2);
    }),
    {
      ...RUNS,
      examples: [
        [{ backup: undefined, place: nowhere, error: { message: 'a\r---', hint: undefined } }],
      ],
    },
  );
};

test('whatever is told, the summary is a heading, a table and one line', keepsItsShape);

test('no foreign text becomes markup', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const text = build(given);
      expect(text.replace(OWN_TAGS, '')).not.toMatch(/[<>]/);
      for (const tag of ['code', 'strong']) {
        expect(text.split(`<${tag}>`)).toHaveLength(text.split(`</${tag}>`).length);
      }
    }),
    RUNS,
  );
});
