import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parse, parseAllDocuments } from 'yaml';
import type { Simulator } from '../../simulator/index.ts';
import { EXIT_CODES } from '../../src/command/exit-code.ts';
import { readVariables } from '../support/command-cloud.ts';
import { listBlocks, readText, root } from '../support/repository.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { instanceIdAt } from '../support/step-cloud.ts';

type Texts = Readonly<Record<string, string>>;

const texts = v.array(v.string());
const jobSchema = v.object({ script: texts, after_script: texts });
const specSchema = v.object({
  spec: v.object({
    inputs: v.record(v.string(), v.object({ default: v.optional(v.string(), '') })),
  }),
});
const template = readText('templates/gitlab.yml');
const page = readText('docs/command.md');
const pipeline = listBlocks(page, 'yaml').find((block) => block.startsWith('include:')) ?? '';

/** The template's job, as GitLab makes it of these inputs. */
function readJob(given: Texts) {
  const [head = '', body = ''] = template.split('\n---\n');
  const { inputs } = v.parse(specSchema, parse(head)).spec;
  const filled = body.replace(
    /\$\[\[ inputs\.(\w+) \]\]/g,
    (_, name: string) => given[name] ?? inputs[name]?.default ?? '',
  );
  const job: unknown = parse(filled)[given['job'] ?? 'backup'];
  return { job: v.parse(jobSchema, job), whole: v.parse(v.looseObject({}), job) };
}

interface Ran {
  readonly code: number | null;
  readonly log: string;
}

/** Runs lines as a runner's shell does, in a process group of their own. */
async function runLines(lines: readonly string[], cwd: string, env: Texts): Promise<Ran> {
  const shell = spawn('sh', ['-e', '-c', lines.join('\n')], {
    cwd,
    env: { PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, ...env },
  });
  let log = '';
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (data) => (log += data));
  const code = await new Promise<number | null>((resolve) => shell.on('close', resolve));
  return { code, log };
}

const migrate = v.parse(jobSchema, parse(pipeline).migrate);

/** The pipeline of the page: the backup's job, and then the migration's with its variables. */
async function runPipeline(simulator: Simulator, options: string) {
  const { account, endpoints, iamEndpoint } = simulator;
  const folder = mkdtempSync(join(tmpdir(), 'gitlab-'));
  try {
    const command = `node ${join(root, 'src/command/cli.ts')}`;
    const id = instanceIdAt(simulator, 'rds');
    const where = `--service rds --instance-id ${id} --region eu-de --endpoint ${endpoints['rds']} --iam-endpoint ${iamEndpoint}`;
    const { job } = readJob({ command, options: `${where} ${options}` });
    const env = {
      ...{ CI_SERVER_URL: 'https://gitlab.example.com', CI_PROJECT_PATH: 'shop/api' },
      ...{ CI_JOB_NAME: "it's a backup", CI_PIPELINE_ID: '41' },
      ...{ OS_ACCESS_KEY: account.accessKey, OS_SECRET_KEY: account.secretKey },
    };
    const backup = await runLines(job.script, folder, env);
    const state = { CI_JOB_STATUS: backup.code === 0 ? 'success' : 'failed' };
    const after = await runLines(job.after_script, folder, { ...env, ...state });
    const file = join(folder, 'backup.env');
    const variables = readVariables(existsSync(file) ? readFileSync(file, 'utf8') : '');
    writeFileSync(join(folder, 'migrate.sh'), '#!/bin/sh\necho migrated\n', { mode: 0o755 });
    const migration = await runLines(migrate.script, folder, variables);
    const rollback = await runLines(migrate.after_script, folder, {
      ...variables,
      CI_JOB_STATUS: 'failed',
    });
    return { backup, after, variables, migration, rollback };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('the template is a header and one job, which nothing interrupts and no other runs beside', () => {
  const documents = parseAllDocuments(template).map((document) => document.errors);
  expect(documents).toEqual([[], []]);
  expect(readJob({ options: '' }).whole).toMatchObject({
    interruptible: false,
    resource_group: 'cloud-db-backup',
    id_tokens: { CLOUD_ID_TOKEN: { aud: 'cloud-db-backup' } },
    artifacts: { when: 'always', reports: { dotenv: 'backup.env' } },
  });
});

test('the page includes it by its version and its own hash', () => {
  const hash = createHash('sha256').update(template).digest('base64');
  expect(pipeline).toContain(`integrity: sha256-${hash}\n`);
  const { version } = JSON.parse(readText('package.json'));
  expect(pipeline).toContain(`/v${version}/templates/gitlab.yml\n`);
  expect(template).toContain(`cloud-db-backup@${version}\n`);
});

test('no page and no template lets a backup fail and goes on', () => {
  expect(`${template}${listBlocks(page, 'yaml').join('')}`).not.toMatch(/allow_failure|\|\| true/);
});

test('green: the migration runs with a completed backup, and a job that is tried again takes the same', async () => {
  await withSimulator({ backupMs: 500 }, async (simulator) => {
    const first = await runPipeline(simulator, '');
    expect(first.backup.code).toBe(EXIT_CODES.done);
    expect(first.variables['BACKUP_STATUS']).toBe('COMPLETED');
    expect(first.after.log).toBe('');
    expect(first.migration).toEqual({ code: 0, log: 'migrated\n' });
    expect(first.rollback.log).toContain(`restore backup ${first.variables['BACKUP_ID']} of`);
    const again = await runPipeline(simulator, '');
    expect(again.variables['BACKUP_ID']).toBe(first.variables['BACKUP_ID']);
    expect(simulator.backups).toHaveLength(1);
  });
});

test('red: the job fails, says what goes on, and nothing migrates', async () => {
  await withSimulator({ backupMs: 3_600_000 }, async (simulator) => {
    const { backup, after, migration } = await runPipeline(simulator, '--wait-timeout 8s');
    expect(backup.code).toBe(EXIT_CODES.unfinished);
    expect(after.log).toContain('BACKUP_STATUS=BUILDING');
    expect(after.log).toContain('One that is BUILDING goes on');
    expect(migration.code).not.toBe(0);
    expect(migration.log).toBe('');
  });
});
