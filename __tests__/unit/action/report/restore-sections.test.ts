import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StepState, TargetResult } from '../../../../src/action/report/report.ts';
import { printCurl } from '../../../../src/action/report/restore.ts';
import { buildSummary } from '../../../../src/action/report/summary.ts';
import type { PrintedRequest, RestoreGuide } from '../../../../src/index.ts';
import { oddText } from '../../../fuzz/odd-values.ts';
import { aBackup } from '../../../support/memory-cloud.ts';

const LIMIT_BYTES = 1024 * 1024;
const PAGE = 'https://docs.example/restore.html';

const request: PrintedRequest = {
  method: 'POST',
  url: 'https://rds.example/v3/p/instances',
  body: { name: '<NAME>', volume: { size: '<VOLUME_SIZE>' }, restore_point: { backup_id: 'b-0' } },
};

const guide: RestoreGuide = {
  request,
  whyNoRequest: undefined,
  holes: [
    { mark: '<NAME>', field: 'name', reason: 'It is another one.', allowed: '4 to 64 letters' },
    { mark: '<VOLUME_SIZE>', field: 'volume.size', reason: 'Not shown.', allowed: 'GB' },
  ],
  notes: ['The parameter template is the default one.', 'Tags are set afterwards.'],
  console: 'Service List → RDS → Backups',
  page: PAGE,
};
const without: RestoreGuide = {
  ...{ ...guide, request: undefined, holes: [], notes: [] },
  whyNoRequest: 'No page has one.',
};

const done = (at: number, restore: RestoreGuide, service: 'rds' | 'dds' = 'rds'): TargetResult => ({
  order: { service, instanceId: `i-${at}`, name: 'nightly' },
  instanceName: `shop-${at}`,
  backup: aBackup({ service, id: `b-${at}`, instanceId: `i-${at}`, status: 'COMPLETED' }),
  restore,
  error: undefined,
});

function build(results: readonly TargetResult[]): string {
  const location = { projectId: 'p', region: 'eu-de' };
  const state: StepState = { results, location, deletedIds: undefined, checks: undefined };
  return buildSummary(state, undefined);
}
const restoreOf = (text: string) => text.slice(text.indexOf('#### Restore'));
const countOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;

test('one backup: the console, the page, what it costs, and the request folded with its holes', () => {
  const text = build([done(0, guide)]);
  expect(text).not.toContain('To restore: pick');
  expect(restoreOf(text).split('\n')).toEqual([
    '#### Restore',
    '',
    expect.stringMatching(
      /costs money.*the old one is not touched.*unverified on a live cloud.* In the console, as OTC’s manual has it:$/,
    ),
    '',
    `- RDS: Service List → RDS → Backups. <a href="${PAGE}">The page about it</a>`,
    '',
    '<details><summary>The request for the backup of RDS instance <code>i-0</code> (shop-0)</summary>',
    '',
    expect.stringMatching(/^Replace each mark; where a number belongs, its quotes too\. .*TOKEN/),
    '',
    '| Mark | Why | Allowed |',
    '|---|---|---|',
    '| <code>&lt;NAME&gt;</code> | It is another one. | 4 to 64 letters |',
    '| <code>&lt;VOLUME&#95;SIZE&gt;</code> | Not shown. | GB |',
    '',
    '```sh',
    'curl --fail-with-body -X POST \\',
    "  'https://rds.example/v3/p/instances' \\",
    `  -H "X-Auth-Token: $TOKEN" -H 'Content-Type: application/json' \\`,
    "  --data '{",
    '  "name": "<NAME>",',
    '  "volume": {',
    '    "size": "<VOLUME_SIZE>"',
    '  },',
    '  "restore_point": {',
    '    "backup_id": "b-0"',
    '  }',
    "}'",
    '```',
    '',
    'What will differ, and more to know:',
    '',
    '- The parameter template is the default one.',
    '- Tags are set afterwards.',
    '',
    '</details>',
    '',
  ]);
});

test('without a request the console’s way stands alone, and why', () => {
  const text = restoreOf(build([done(0, without)]));
  expect(text).toContain('- RDS: Service List');
  expect(text).toContain(
    'No request that restores backup b-0 of RDS instance i-0 &#40;shop-0&#41;&#58; No page has one.',
  );
  expect(text).not.toMatch(/curl|<details>/);
});

test('several: a request for each, the console’s way and the page once for each service', () => {
  const results = [
    done(0, guide),
    done(1, guide),
    done(2, without, 'dds'),
    done(3, without, 'dds'),
  ];
  const text = restoreOf(build(results));
  expect(countOf(text, /^- (?:RDS|DDS): /gm)).toBe(2);
  expect(countOf(text, /^<details>/gm)).toBe(2);
  expect(
    countOf(text, /^No request that restores 2 backups of DDS&#58; No page has one\.$/gm),
  ).toBe(1);
});

test('a backup that is not completed has no such section', () => {
  const { backup, ...rest } = done(0, without);
  const building = { ...rest, backup: backup && { ...backup, status: 'BUILDING' as const } };
  expect(build([building])).not.toContain('Restore');
});

test('of a summary that would be too long, requests go first, from the last one on', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => done(at, guide));
  const text = build(many(1_500));
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT_BYTES);
  expect(countOf(text, /^\| ✅/gmu)).toBe(1_500);
  const shown = countOf(text, /^<details>/gm);
  expect(shown).toBeGreaterThan(300);
  expect(shown).toBeLessThan(1_500);
  expect(text).toContain(`the backup of RDS instance <code>i-${shown - 1}</code>`);
  expect(text).toContain(`… ${1_500 - shown} more are left out`);
  const longer = build(many(9_000));
  expect(countOf(longer, /^\| ✅/gmu)).toBeLessThan(9_000);
  expect(countOf(longer, /^<details>/gm)).toBe(0);
  expect(longer).toContain('#### Restore');
});

test('no request stays where a reason of a failure had to go', () => {
  const failed = (at: number): TargetResult => ({
    ...{ ...done(at, guide), backup: undefined, restore: undefined },
    error: new Error('x'.repeat(600_000)),
  });
  const text = build([failed(0), failed(1), done(2, guide)]);
  expect(text).toContain('… 1 more is left out');
  expect(countOf(text, /^\| [✅❌]/gmu)).toBe(3);
  expect(countOf(text, /^<details>/gm)).toBe(0);
});

/** The words that a shell makes of it. */
function readByShell(command: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const env = { TOKEN: 'the-token', PATH: process.env['PATH'] };
  return execFileSync('sh', ['-c', script], { encoding: 'utf8', env }).split('\0').slice(0, -1);
}

test('a shell reads the request as it is, whatever stands in it', () => {
  const evil = `'; rm -rf ~ #$(id)\`id\`"\\\n\`\`\`\n</details>$TOKEN`;
  const odd = { ...request, url: `https://h/'$(id)`, body: { name: evil, [evil]: [1, evil] } };
  for (const one of [request, odd]) {
    const words = readByShell(printCurl(one));
    expect(words.slice(0, 4)).toEqual(['--fail-with-body', '-X', 'POST', one.url]);
    expect(words).toContain('X-Auth-Token: the-token');
    expect(JSON.parse(words.at(-1) ?? '')).toEqual(one.body);
  }
});

const oddGuide: fc.Arbitrary<RestoreGuide> = fc
  .record({
    body: fc.dictionary(oddText, oddText),
    hole: fc.record({ mark: oddText, field: oddText, reason: oddText, allowed: oddText }),
    note: oddText,
    console: oddText,
  })
  .map(({ body, hole, note, console }) => ({
    ...{ ...guide, request: { ...request, body }, holes: [hole], notes: [note] },
    console,
  }));

test('no foreign text leaves its place, and the request stays in its fence', () => {
  fc.assert(
    fc.property(oddGuide, (odd) => {
      const text = restoreOf(build([done(0, odd)]));
      const [before = '', fenced = '', after = '', ...more] = text.split(/^```(?:sh)?$/m);
      expect(more).toEqual([]);
      expect(fenced).toBe(`\n${printCurl(odd.request ?? request)}\n`);
      const own = /<\/?(?:code|strong|span|summary|details)>|<br>|<a href="[^"]*">|<\/a>/g;
      expect(`${before}${after}`.replace(own, '')).not.toMatch(/[<>]/);
      expect(before.split(/\r\n|\r|\n/).filter((line) => /^\|/.test(line))).toHaveLength(3);
      expect(after.split(/\r\n|\r|\n/).filter((line) => /^- /.test(line))).toHaveLength(1);
    }),
    { numRuns: 200 },
  );
});
