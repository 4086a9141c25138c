import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';
import { listBlocks, readText } from '../support/repository.ts';

const [workflow = ''] = listBlocks(readText('docs/recipes.md'), 'yaml');

const schema = v.record(
  v.string(),
  v.object({
    needs: v.optional(v.string()),
    permissions: v.optional(v.record(v.string(), v.string())),
    outputs: v.optional(v.record(v.string(), v.string()), {}),
    steps: v.array(
      v.object({
        uses: v.optional(v.string()),
        run: v.optional(v.string(), ''),
        env: v.optional(v.record(v.string(), v.string()), {}),
      }),
    ),
  }),
);
const { backup, ...recipes } = v.parse(schema, parse(workflow).jobs);

const GIVEN: Readonly<Record<string, string>> = {
  'github.token': 'ghs_token',
  'github.repository': 'octo-org/web-shop',
  'github.sha': 'd34db33f',
  'github.event.release.tag_name': 'v1.2.3',
  'needs.backup.outputs.backup_id': 'b-1br03',
  'needs.backup.outputs.name': 'gh-web-shop-1',
  'secrets.SLACK_WEBHOOK_URL': 'https://hooks.test/T0/B0/secret',
};

const fill = (text: string) =>
  text.replace(/\$\{\{ ([\w.]+) \}\}/g, (_, path: string) => {
    const value = GIVEN[path];
    if (value === undefined) throw new Error(`${path} is not known here`);
    return value;
  });

interface Call {
  readonly tool: string;
  readonly args: readonly string[];
  readonly stdin: string;
}

/** Stands for `gh` and `curl`: writes down what it is called with, and answers as `gh` would. */
const STAND_IN = `#!/bin/sh
tool="\${0##*/}"
{ printf '\\036%s' "$tool"; printf '\\037%s' "$@"; } >> "$CALLS"
case " $* " in *' - '*) printf '\\035' >> "$CALLS"; cat >> "$CALLS" ;; esac
case "$*" in
  'release view'*) echo 'What is new: \`quotes\`, $HOME and "more"' ;;
  api*--jq*) echo 42 ;;
esac
[ "$FAILS" != "$tool" ]
`;

/** Each begins with a record separator, each argument with a unit separator, and its input with another. */
const readCalls = (text: string): readonly Call[] =>
  text
    .split('\u001e')
    .slice(1)
    .map((call) => {
      const [command = '', stdin = ''] = call.split('\u001d');
      const [tool = '', ...args] = command.split('\u001f');
      return { tool, args, stdin };
    });

/** Runs the one step of a recipe, as the runner's bash does. */
function play(recipe: string, fails = '') {
  const [step] = recipes[recipe]?.steps ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'recipe-'));
  try {
    for (const tool of ['gh', 'curl']) {
      writeFileSync(join(folder, tool), STAND_IN);
      chmodSync(join(folder, tool), 0o755);
    }
    const own = Object.entries(step?.env ?? {}).map(([name, text]) => [name, fill(text)] as const);
    const { status } = spawnSync('bash', ['-eo', 'pipefail', '-c', step?.run ?? 'false'], {
      env: {
        ...Object.fromEntries(own),
        PATH: `${folder}:${process.env['PATH']}`,
        GITHUB_REPOSITORY: GIVEN['github.repository'],
        CALLS: join(folder, 'calls'),
        FAILS: fails,
      },
    });
    return { status, calls: readCalls(readFileSync(join(folder, 'calls'), 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('each is a job of its own with one step, and with no more rights than that step needs', () => {
  const rights = Object.entries(recipes).map(([name, job]) => [name, job.permissions]);
  expect(Object.fromEntries(rights)).toEqual({
    release: { contents: 'write' },
    deployment: { deployments: 'write' },
    status: { statuses: 'write' },
    slack: {},
  });
  for (const { needs, steps } of Object.values(recipes)) {
    expect(needs).toBe('backup');
    expect(steps).toHaveLength(1);
    expect(steps[0]?.uses).toBeUndefined();
  }
  const withToken = Object.entries(recipes).filter(([, { steps }]) => steps[0]?.env['GH_TOKEN']);
  expect(withToken.map(([name]) => name)).toEqual(['release', 'deployment', 'status']);
});

test('the job that backs up has no rights, and the action has no input for a token of GitHub', () => {
  expect(backup?.permissions).toBeUndefined();
  expect(parse(workflow).permissions).toEqual({});
  expect(JSON.stringify(backup)).not.toContain('github.token');
  expect(Object.keys(parse(readText('action.yml')).inputs).join()).not.toMatch(/github|gh_token/);
  expect(Object.keys(backup?.outputs ?? {})).toEqual(['backup_id', 'name']);
});

test('a release keeps its notes and gets the restore point at their end', () => {
  const { status, calls } = play('release');
  expect(status).toBe(0);
  expect(calls.map(({ args }) => args.join(' '))).toEqual([
    'release view v1.2.3 --json body --jq .body',
    'release edit v1.2.3 --notes-file -',
  ]);
  expect(calls[1]?.stdin).toBe(
    'What is new: `quotes`, $HOME and "more"\n\nRestore point: b-1br03 (gh-web-shop-1)\n',
  );
});

test('a deployment has the ids as its payload, waits for no check, and ends no other', () => {
  const { status, calls } = play('deployment');
  expect(status).toBe(0);
  const [made, told] = calls.map(({ args }) => args);
  expect(made?.[1]).toBe('repos/octo-org/web-shop/deployments');
  expect(made).toEqual(
    expect.arrayContaining([
      ...['ref=d34db33f', 'environment=restore-points', 'payload[backup_id]=b-1br03'],
      ...['payload[name]=gh-web-shop-1', 'auto_merge=false', 'required_contexts[]'],
    ]),
  );
  expect(told?.[1]).toBe('repos/octo-org/web-shop/deployments/42/statuses');
  expect(told).toEqual(expect.arrayContaining(['state=success', 'auto_inactive=false']));
});

test('a commit gets a status', () => {
  const { status, calls } = play('status');
  expect(status).toBe(0);
  expect(calls).toHaveLength(1);
  const [, address, ...rest] = calls[0]?.args ?? [];
  expect(address).toBe('repos/octo-org/web-shop/statuses/d34db33f');
  expect(rest).toEqual(
    expect.arrayContaining([
      'state=success',
      'context=restore-point',
      'description=Backup b-1br03 is completed',
    ]),
  );
});

test('a message to Slack is right JSON, and the webhook’s address stands in no command line', () => {
  const { status, calls } = play('slack');
  expect(status).toBe(0);
  const { args = [], stdin } = calls[0] ?? {};
  expect(JSON.parse(args[args.indexOf('--data') + 1] ?? '')).toEqual({
    text: 'Restore point of octo-org/web-shop: b-1br03 (gh-web-shop-1)',
  });
  expect(stdin).toBe('url = "https://hooks.test/T0/B0/secret"\n');
  expect(args.join(' ')).not.toContain('hooks.test');
});

test.each([
  ['release', 'gh'],
  ['deployment', 'gh'],
  ['status', 'gh'],
  ['slack', 'curl'],
])('%s is red when %s fails', (recipe, tool) => {
  expect(play(recipe, tool).status).not.toBe(0);
});
