import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSummary } from '../../src/action/report/summary.ts';
import type { Backup } from '../../src/model.ts';
import type { ErrorText } from '../../src/task/report/errors.ts';
import type { Location, TaskState } from '../../src/task/report/report.ts';
import { maybe, oddBackup, oddError, oddLocation, oddReport } from './odd-reports.ts';
import { RUNS } from './odd-values.ts';

interface Facts {
  readonly backup: Backup | undefined;
  readonly location: Location;
  readonly error: ErrorText | undefined;
}

const facts: fc.Arbitrary<Facts> = fc.record({
  backup: maybe(oddBackup),
  location: oddLocation,
  error: maybe(oddError),
});

const nowhere = { projectId: undefined, region: undefined };

function build({ backup: made, location, error }: Facts): string {
  const order = { service: 'rds', instanceId: 'i-1', name: 'nightly' } as const;
  const results = made ? [{ order, backup: made, error: undefined }] : [];
  return buildSummary({ results, location, deletedIds: undefined, checks: undefined }, error);
}

/** A line ends with CR too, for Markdown. */
const linesOf = (text: string) => text.split(/\r\n|\r|\n/);
const OWN_TAGS = /<\/?(?:code|strong|span)>|<br>/g;
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
      const status = expect.stringMatching(/^\| Status \| <strong>[^|]*<\/strong> \|$/);
      const shape = given.backup === undefined ? [] : [status, '|---|---|'];
      expect(rows.slice(0, 2)).toEqual(shape);
      expect(rows.slice(2).filter((line) => !ROW.test(line))).toEqual([]);
      // Heading, blank, table and its blank, one line of text, and the end.
      expect(lines).toHaveLength(2 + (rows.length > 0 ? rows.length + 1 : 0) + 2);
    }),
    {
      ...RUNS,
      examples: [
        [{ backup: undefined, location: nowhere, error: { message: 'a\r---', hint: undefined } }],
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
      for (const tag of ['code', 'strong', 'span']) {
        expect(text.split(`<${tag}>`)).toHaveLength(text.split(`</${tag}>`).length);
      }
    }),
    RUNS,
  );
});

/** A summary, and how many rows its tables must have. */
const reports: readonly (readonly [
  string,
  fc.Arbitrary<TaskState>,
  (report: TaskState) => number,
])[] = [
  ['several databases', oddReport({ results: 2 }), ({ results }) => results.length],
  [
    'the checks of a dry run',
    oddReport({ checks: true }),
    ({ checks = [] }) => checks.reduce((sum, report) => sum + report.checks.length, 0),
  ],
];

test.each(reports)('whatever is told of %s, it stays one row each', (_, report, countRows) => {
  fc.assert(
    fc.property(report, maybe(oddError), (given, error) => {
      const lines = linesOf(buildSummary(given, error));
      expect(lines[0]).toMatch(/^### [❌✅⏳] [\w ,:]+$/u);
      const rows = lines.filter((line) => line.includes('|'));
      const heads = rows.filter((line) => /^\|-/.test(line)).length;
      expect(rows).toHaveLength(countRows(given) + 2 * heads);
      const columns = new Set(
        rows.map((line) => line.replaceAll(/ \|(?= \|)/g, ' |').split('|').length),
      );
      expect(columns.size).toBeLessThanOrEqual(1);
      // Each problem is an entry of a list; else there are our own words context one text of the cloud's.
      const isEntry = (line: string) => /^- [A-Z]\w+(?: v1)? <code>.*?<\/code>: /s.test(line);
      const told = given.checks === undefined ? given.results.filter((one) => one.error) : [];
      expect(lines.filter(isEntry)).toHaveLength(told.length);
      const others = lines.filter((line) => !isEntry(line));
      expect(others.filter((line) => /^(?:\s*[-+*>=]|\s*\d+[.)] |\s{4})/.test(line))).toEqual([]);
    }),
    RUNS,
  );
});

test.each(reports)('no foreign text becomes markup where %s are told', (_, report) => {
  fc.assert(
    fc.property(report, maybe(oddError), (given, error) => {
      const text = buildSummary(given, error);
      expect(text.replace(OWN_TAGS, '')).not.toMatch(/[<>]/);
      // Without our own tags, headings and bars nothing is left that Markdown reads.
      const plain = text
        .replace(OWN_TAGS, '')
        .replace(/^#{3,4} /gm, '')
        .replace(/^- ([^:\n]*): /gm, '$1 ')
        .replace(/&(?:amp|lt|gt|#\d+);/g, '')
        .replace(/^\|[-|]+\|$/gm, '')
        .replace(/^Retention: (?:deleted \d+ older: )?|^### .*$/gm, '')
        .replaceAll('|', '');
      expect(plain.split('\n').slice(1).join('\n')).not.toMatch(/[\\`*_[\]{}()#!~@:$^]|www\./i);
      for (const tag of ['code', 'strong', 'span']) {
        expect(text.split(`<${tag}>`)).toHaveLength(text.split(`</${tag}>`).length);
      }
    }),
    RUNS,
  );
});
