import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { printCommands } from '../../../../src/action/report/restore-commands.ts';
import { buildSummary } from '../../../../src/action/report/summary.ts';
import type { PrintedRequest, RestoreGuide } from '../../../../src/index.ts';
import type { TargetResult, TaskState } from '../../../../src/task/report/report.ts';
import { oddText } from '../../../fuzz/odd-values.ts';
import { aBackup } from '../../../support/memory-cloud.ts';

const LIMIT_BYTES = 1024 * 1024;
const PAGE = 'https://docs.example/restore.html';
const MANUAL = 'https://docs.example/manual.html';
const STEPS = 'https://github.com/OWNER/cloud-db-backup/blob/main/docs/restore.md';

const request: PrintedRequest = {
  method: 'POST',
  url: 'https://rds.example/v3/p/instances',
  body: { name: '<NAME>', volume: { size: '<VOLUME_SIZE>' }, restore_point: { backup_id: 'b-0' } },
};

const guide: RestoreGuide = {
  request,
  whyNoRequest: undefined,
  openFields: [
    {
      ...{ mark: '<NAME>', field: 'name', reason: 'It is another one.', allowed: '4 letters' },
      ...{ type: 'text', suggestion: 'shop-restored-800000' },
    },
    {
      ...{ mark: '<VOLUME_SIZE>', field: 'volume.size', reason: 'Not shown.', allowed: 'GB' },
      ...{ type: 'number', suggestion: undefined },
    },
  ],
  notes: ['The parameter template is the default one.', 'Tags are set afterwards.'],
  console: 'Service List → RDS → Backups',
  manual: MANUAL,
  page: PAGE,
  states: { making: 'BUILD', ready: ['ACTIVE', 'BACKING UP'], failed: ['FAILED'] },
};
const without: RestoreGuide = {
  ...{ ...guide, request: undefined, openFields: [], notes: [] },
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
  const state: TaskState = { results, location, deletedIds: undefined, checks: undefined };
  return buildSummary(state, undefined);
}
const restoreOf = (text: string) => text.slice(text.indexOf('#### Restore'));
const countOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;

test('one backup: steps to the running application, the console’s way, and the request folded', () => {
  const text = build([done(0, guide)]);
  expect(text).not.toContain('To restore: pick');
  expect(restoreOf(text).split('\n')).toEqual([
    '#### Restore',
    '',
    `A restore makes a new instance; the old one is not touched. The new one costs money from its first minute, makes backups of its own, and stays until it is deleted. What stands here is from the clouds’ pages, and <strong>unverified on a live cloud</strong>. <a href="${STEPS}">Restore, step by step</a>.`,
    '',
    '1. Pick the backup, by its id in the table above, and start the restore <strong>once</strong>, in the console or by the request below: each start makes an instance.',
    '2. Wait until the new instance is ready, <strong>Available</strong> in the console. Its states by the API: RDS <code>BUILD</code>, then <code>ACTIVE</code> or <code>BACKING UP</code>; <code>FAILED</code> is an end without it. OTC’s manuals name 40 MB a second: 43 minutes for 100 GB.',
    '3. Look at its data. Then point your application to its address, with its new password.',
    '4. Delete the instance that you no longer need. With the old one go its automated backups; the manual ones stay.',
    '',
    'In the console, as OTC’s manual has it:',
    '',
    `- RDS: Service List → RDS → Backups. <a href="${MANUAL}">The console’s manual</a>. <a href="${PAGE}">The API’s page</a>`,
    '',
    '<details><summary>The request for the backup of RDS instance <code>i-0</code> (shop-0)</summary>',
    '',
    'Write its body to a file, and replace each mark there: so no password stands in the shell’s history.',
    '',
    '```sh',
    "(umask 077; cat > 'restore-b-0.json') <<'BODY'",
    '{',
    '  "name": "<NAME>",',
    '  "volume": {',
    '    "size": "<VOLUME_SIZE>"',
    '  },',
    '  "restore_point": {',
    '    "backup_id": "b-0"',
    '  }',
    '}',
    'BODY',
    '```',
    '',
    '| Mark | Why | Allowed |',
    '|---|---|---|',
    '| <code>&lt;NAME&gt;</code> | It is another one. | 4 letters, such as <code>shop-restored-800000</code> |',
    '| <code>&lt;VOLUME&#95;SIZE&gt;</code> | Not shown. | a number, without quotes: GB |',
    '',
    `Send it once. <code>TOKEN</code> is of a login that may create instances: <a href="${STEPS}#a-token">how to get one</a>.`,
    '',
    '```sh',
    'curl --fail-with-body -X POST \\',
    "  'https://rds.example/v3/p/instances' \\",
    `  -H "X-Auth-Token: $TOKEN" -H 'Content-Type: application/json' \\`,
    "  --data '@restore-b-0.json' && \\",
    "  rm 'restore-b-0.json'",
    '```',
    '',
    'Find the new instance by its name, with its state and address. If no answer came, look here before you send again.',
    '',
    '```sh',
    'curl --fail-with-body -G \\',
    "  'https://rds.example/v3/p/instances' \\",
    `  -H "X-Auth-Token: $TOKEN" -H 'Content-Type: application/json' \\`,
    "  --data-urlencode 'name=<NAME>'",
    '```',
    '',
    'When you no longer need it, delete it by its own id.',
    '',
    '```sh',
    'curl --fail-with-body -X DELETE \\',
    "  'https://rds.example/v3/p/instances/<NEW_INSTANCE_ID>' \\",
    `  -H "X-Auth-Token: $TOKEN" -H 'Content-Type: application/json'`,
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

/** What a shell makes of the commands: the words of each call of curl, and the file that is left. */
function readByShell(commands: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'restore-'));
  const fake = `curl() { printf '%s\\0' "$@"; printf '\\n\\0'; }; rm() { mv "$1" left; }`;
  const env = { TOKEN: 'the-token', PATH: process.env['PATH'] };
  try {
    const script = [fake, ...commands].join('\n');
    const words = execFileSync('sh', ['-c', script], { encoding: 'utf8', env, cwd: folder });
    const left = join(folder, 'left');
    return {
      calls: words.split('\n\0').map((call) => call.split('\0').slice(0, -1)),
      body: JSON.parse(readFileSync(left, 'utf8')),
      isPrivate: (statSync(left).mode & 0o077) === 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a shell reads the commands as they are, whatever stands in the request', () => {
  const evil = `'; rm -rf ~ #$(id)\`id\`"\\\n\`\`\`\n</details>\nBODY\n$TOKEN`;
  const odd = { ...request, url: `https://h/'$(id)`, body: { name: evil, [evil]: [1, evil] } };
  for (const one of [request, odd]) {
    const { write, send, find, remove } = printCommands(one, 'b-1');
    const { calls, body, isPrivate } = readByShell([write, send, find, remove]);
    expect([body, isPrivate]).toEqual([one.body, true]);
    const headers = ['-H', 'X-Auth-Token: the-token', '-H', 'Content-Type: application/json'];
    const begin = ['--fail-with-body'];
    expect(calls).toEqual([
      [...begin, '-X', 'POST', one.url, ...headers, '--data', '@restore-b-1.json'],
      [...begin, '-G', one.url, ...headers, '--data-urlencode', 'name=<NAME>'],
      [...begin, '-X', 'DELETE', `${one.url}/<NEW_INSTANCE_ID>`, ...headers],
      [],
    ]);
  }
});

const oddGuide: fc.Arbitrary<RestoreGuide> = fc
  .record({
    body: fc.dictionary(oddText, oddText),
    open: fc.record({
      mark: oddText,
      field: oddText,
      reason: oddText,
      allowed: oddText,
      type: fc.constantFrom('text' as const, 'number' as const, 'list' as const),
      suggestion: fc.option(oddText, { nil: undefined }),
    }),
    note: oddText,
    console: oddText,
  })
  .map(({ body, open, note, console }) => ({
    ...{ ...guide, request: { ...request, body }, openFields: [open], notes: [note] },
    console,
  }));

test('no foreign text leaves its place, and the request stays in its fence', () => {
  fc.assert(
    fc.property(oddGuide, (odd) => {
      const text = restoreOf(build([done(0, odd)]));
      const parts = text.split(/^```(?:sh)?$/m);
      const commands = Object.values(printCommands(odd.request ?? request, 'b-0'));
      const fenced = parts.filter((_, at) => at % 2 === 1);
      expect(fenced).toEqual(commands.map((command) => `\n${command}\n`));
      const own = /<\/?(?:code|strong|span|summary|details)>|<br>|<a href="[^"]*">|<\/a>/g;
      const free = parts.filter((_, at) => at % 2 === 0).join('');
      expect(free.replace(own, '')).not.toMatch(/[<>]/);
      const lines = free.split(/\r\n|\r|\n/);
      expect(lines.filter((line) => /^\|/.test(line))).toHaveLength(3);
      expect(lines.filter((line) => /^- /.test(line))).toHaveLength(2);
    }),
    { numRuns: 200 },
  );
});
