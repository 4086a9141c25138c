import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';
import { RUN_ENVIRONMENT } from '../../scripts/runner/step-environment.ts';
import { listBlocks, readText, root } from '../support/repository.ts';
import { type StepCloud, withStepCloud } from '../support/step-cloud.ts';
import { playJob } from './play-job.ts';

const runnerSchema = v.strictObject({
  title: v.string(),
  version: v.string(),
  sources: v.pipe(
    v.array(
      v.strictObject({
        repository: v.pipe(v.string(), v.regex(/^[\w-]+\/[\w-]+$/)),
        commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
        file: v.string(),
        tells: v.string(),
      }),
    ),
    v.minLength(1),
  ),
  note: v.string(),
  env: v.record(v.string(), v.string()),
});

const folder = join(root, '__tests__/fixtures/runners');
const runners = readdirSync(folder).map((file) =>
  v.parse(runnerSchema, JSON.parse(readFileSync(join(folder, file), 'utf8'))),
);
const page = readText('docs/other-runners.md');

const ofReadme = listBlocks(readText('README.md'), 'yaml');
const [first = '', migrate = ''] = ofReadme.filter((text) => text.startsWith('name: '));
const isStep = (text: string) => text.startsWith('- uses: OWNER/');
/** The first workflow, with the step that takes the place of its own there. */
const onHuawei = first.replace(/ +- uses: OWNER[\s\S]*/, () => {
  const step = ofReadme.find(isStep) ?? '';
  return step.replace(/^(?=.)/gm, '      ');
});
const [several = ''] = listBlocks(readText('docs/workflows.md'), 'yaml');

const workflows = [
  { title: 'a first backup on OTC', text: first, cloud: 'otc', backups: 1 },
  { title: 'a first backup on Huawei Cloud', text: onHuawei, cloud: 'huaweicloud', backups: 1 },
  { title: 'back up, then migrate', text: migrate, cloud: 'otc', backups: 1 },
  { title: 'several databases, then migrate', text: several, cloud: 'otc', backups: 2 },
] as const;

type Runner = (typeof runners)[number];
type Workflow = (typeof workflows)[number];

/** The commands of a workflow's owner; each leaves a file behind. */
function writeCommands(): string {
  const commands = mkdtempSync(join(tmpdir(), 'commands-'));
  for (const name of ['stop-writes', 'migrate']) {
    const path = join(commands, `${name}.sh`);
    writeFileSync(path, `#!/bin/sh\ntouch ${name}.done\n`);
    chmodSync(path, 0o755);
  }
  return commands;
}

/** Plays the only job of a workflow, as this runner runs it, in a simulated cloud. */
async function play({ text }: Workflow, runner: Runner, { simulator, play }: StepCloud) {
  const commands = writeCommands();
  try {
    const { account, endpoints, iamEndpoint } = simulator;
    const endpoint = Object.entries(endpoints).map(([service, url]) => `${service}=${url}`);
    const [job = ''] = Object.keys(parse(text).jobs);
    const { played } = await playJob(text, job, {
      given: {
        ...{ USERNAME: account.username, PASSWORD: account.password },
        ...{ DOMAIN_NAME: account.domainName, PROJECT_ID: account.projectId },
        ...{ ACCESS_KEY: account.accessKey, SECRET_KEY: account.secretKey },
      },
      inputs: { endpoint: endpoint.join('\n'), iam_endpoint: iamEndpoint },
      run: (inputs) => play(inputs, { runner: runner.env }),
      folder: commands,
    });
    const isMigrated = existsSync(join(commands, 'migrate.done'));
    return { played, isMigrated };
  } finally {
    rmSync(commands, { recursive: true });
  }
}

async function checkPlay(workflow: Workflow, runner: Runner, cloud: StepCloud): Promise<void> {
  const { title, text, backups: count } = workflow;
  const { played, isMigrated } = await play(workflow, runner, cloud);
  const { backups } = cloud.simulator;
  const log = [title, ...played.map((step) => step.log)].join('\n');
  expect([log, played.map(({ outcome }) => outcome)]).toEqual([log, played.map(() => 'success')]);
  expect(log).not.toMatch(/^(?:Error|Warning): /m);
  expect([log, log.match(/The restore point exists\./g)?.length]).toEqual([log, count]);
  expect([title, backups.length]).toEqual([title, count]);
  expect([title, backups.map(({ state }) => state)]).toEqual([
    title,
    backups.map(() => 'COMPLETED'),
  ]);
  const marker = runner.title === 'GitHub Enterprise Server' ? '' : 'n';
  const form = new RegExp(`^gh-web-shop-${marker}[0-9a-f]{8}-\\d+-1-[0-9a-f]{8}-[0-9a-f]{4}$`);
  for (const { name } of backups) expect(name).toMatch(form);
  expect([title, isMigrated]).toEqual([title, text.includes('./migrate.sh')]);
}

const inShell = process.platform === 'win32' ? test.skip : test;

inShell.each(runners.flatMap((runner) => workflows.map((workflow) => ({ runner, workflow }))))(
  'on $runner.title this workflow runs to its end: $workflow.title',
  async ({ runner, workflow }) => {
    const { cloud } = workflow;
    await withStepCloud({ cloud, backupMs: 0 }, (simulated) =>
      checkPlay(workflow, runner, simulated),
    );
  },
);

test('the four are those of the page, each with its source', () => {
  expect(runners.map(({ title }) => title)).toEqual([
    'act',
    'Forgejo',
    'GitHub Enterprise Server',
    'Gitea',
  ]);
  for (const { title } of runners) expect(page).toContain(`\n## ${title}\n`);
});

test('what each tells stands in the page’s table', () => {
  const cellsOf = (row: string) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', ''));
  const [, part = ''] = page.split('\n## What each tells\n');
  const [head = '', , ...rows] = part.split('\n').filter((line) => line.startsWith('| '));
  const [, ...titles] = cellsOf(head);
  expect(titles.toSorted()).toEqual(runners.map(({ title }) => title).toSorted());
  expect(rows.length).toBeGreaterThan(8);
  for (const [name = '', ...cells] of rows.map(cellsOf)) {
    const told = titles.map((title) => {
      const value = runners.find((runner) => runner.title === title)?.env[name];
      return value === undefined ? 'no' : value === '' ? 'empty' : 'yes';
    });
    expect([name, cells]).toEqual([name, told]);
  }
});

test('GitHub’s own variables that the others leave out are on the page', () => {
  const missing = Object.keys(RUN_ENVIRONMENT).filter((name) =>
    runners.some(({ env }) => env[name] === undefined),
  );
  for (const name of missing) expect([name, page.includes(`\`${name}\``)]).toEqual([name, true]);
});
