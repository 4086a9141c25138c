import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { RecordedRequest } from '../../simulator/index.ts';
import { readOutputFile } from '../support/play-step.ts';
import {
  instanceIdAt,
  isFor,
  operationsOf,
  readEntries,
  type Step,
  type StepCloud,
  withStepCloud,
} from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

const hash8 = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);

const idsOf = ({ simulator }: StepCloud, service: string, count: number) =>
  Array.from({ length: count }, (_, at) => instanceIdAt(simulator, service, at));

const backupIdsOf = (step: Step) => readEntries(step).map((entry) => entry['backup_id']);

test('targets of several services are backed up together, and green means that each is completed', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const services = ['rds', 'taurusdb', 'dds', 'geminidb'];
    const targets = services.map((s) => `${s}:${instanceIdAt(cloud.simulator, s)}`);
    const step = await cloud.runTargets(targets);
    expect(step.exitCode).toBe(0);
    expect(cloud.simulator.backups.map(({ state, service }) => [service, state])).toEqual(
      services.map((service) => [service, 'COMPLETED']),
    );
    // One login and one project for all of them.
    expect(step.requests.filter(isFor('projects'))).toHaveLength(1);
    expectTranscript('several-databases/four-services', cloud, step);
  });
});

test.each(['false', 'true'])(
  'an instance by its id and by its node’s is refused before any create call (dry_run: %s)',
  async (dry_run) => {
    await withStepCloud({ backupMs: 0 }, async (cloud) => {
      const node = 'rds-v1:44b277eb-39be-4921-be31-3d61b43651d7';
      const targets = [node, `rds-v1:${instanceIdAt(cloud.simulator, 'rds-v1')}`];
      const step = await cloud.runTargets(targets, { inputs: { keep_last: '1', dry_run } });
      expect(step.exitCode).toBe(1);
      expect(cloud.simulator.everyBackupId).toEqual([]);
      expectTranscript(`several-databases/one-instance-twice-dry-${dry_run}`, cloud, step);
    });
  },
);

test('the single outputs are those of the first', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const [first, second] = idsOf(cloud, 'taurusdb', 2);
    const inputs = { instance_id: `${second}\n${first}` };
    const step = await cloud.run('taurusdb', { inputs });
    expect(step.outputs['instance_id']).toBe(second);
    expectTranscript('several-databases/two-of-a-service', cloud, step);
  });
});

test('a given name gets the hash of each instance’s id; one that has to be cut, of the whole name too', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const ids = idsOf(cloud, 'rds', 2);
    const fits = 'x'.repeat(55);
    for (const name of [fits, `${fits}-and-more`]) {
      const step = await cloud.run('rds', { inputs: { instance_id: ids.join(), name } });
      const expected = ids.map((id) => `${fits}-${hash8(name === fits ? id : `${name}\n${id}`)}`);
      expect(readEntries(step).map((entry) => entry['name'])).toEqual(expected);
      expect(cloud.simulator.backups.slice(-2).map((backup) => backup.name)).toEqual(expected);
      expect(step.outputs['name']).toBe(expected[0]);
    }
  });
});

test('a single target keeps the name that it was given, and is told as one', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const target = `taurusdb:${instanceIdAt(cloud.simulator, 'taurusdb')}`;
    const step = await cloud.runTargets([target], { inputs: { name: 'before-release' } });
    expect(step.outputs).toMatchObject({ name: 'before-release', status: 'COMPLETED' });
    expectTranscript('several-databases/a-single-target', cloud, step);
  });
});

test('each id is written as soon as the cloud has accepted that backup', async () => {
  await withStepCloud({ backupMs: 60_000 }, async (cloud) => {
    const ids = idsOf(cloud, 'rds', 2);
    const written: string[] = [];
    const polled = new Set<string | undefined>();
    cloud.simulator.onRequest(({ operation, query }: RecordedRequest) => {
      if (operation !== 'list' || polled.add(query['instance_id']).size < 2) return;
      if (written.length === 0) written.push(readOutputFile());
    });
    const step = await cloud.run('rds', { inputs: { instance_id: ids.join() } });
    const made = cloud.simulator.backups.map(({ id }) => id);
    expect(written.join()).toContain(`\n${made[0]}\n`);
    expect(written.join()).toContain('\nBUILDING\n');
    expect(written.join()).not.toContain('\nCOMPLETED\n');
    // The list of all waits five seconds for its turn after the first.
    expect(backupIdsOf(step)).toEqual(made);
  });
});

test.each([
  ['1', 1],
  ['', 2],
])('with concurrency: %j of three creates %i are under way at once', async (concurrency, most) => {
  await withStepCloud({ backupMs: 60_000 }, async (cloud) => {
    const inputs = { instance_id: idsOf(cloud, 'rds', 3).join(), concurrency };
    const step = await cloud.run('rds', { inputs });
    expect(step.exitCode).toBe(0);
    expect(cloud.mostAtOnce('POST')).toBe(most);
    // The backups run side by side.
    const { backups } = cloud.simulator;
    const firstEnd = Math.min(...backups.map(({ endsAt }) => endsAt));
    expect(backups.filter(({ beganAt }) => beganAt < firstEnd)).toHaveLength(3);
  });
});

test('reuse_existing finds each database’s own backup under its shared name', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const instance_id = idsOf(cloud, 'taurusdb', 2).join();
    const inputs = { instance_id, name: 'nightly', reuse_existing: 'true' };
    const first = await cloud.run('taurusdb', { inputs });
    const again = await cloud.run('taurusdb', { inputs });
    expect(operationsOf(again)).not.toContain('create');
    expect(backupIdsOf(again)).toEqual(backupIdsOf(first));
    expectTranscript('several-databases/reused', cloud, first, again);
  });
});

test('a refused key is tried once in each form, however many databases wait for it', async () => {
  await withStepCloud({}, async (cloud) => {
    const project_id = cloud.simulator.account.projectId;
    const instance_id = idsOf(cloud, 'taurusdb', 3).join();
    const inputs = { instance_id, secret_key: 'not-the-key', project_id };
    const step = await cloud.run('taurusdb', { inputs });
    expect(cloud.simulator.refusedLogins).toBe(2);
    expectTranscript('several-databases/refused-key', cloud, step);
  });
});

test('no secret is in log, outputs or summary, with debug logging too', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const { accessKey, secretKey, username, password, domainName } = cloud.simulator.account;
    const services = ['rds', 'taurusdb', 'dds'];
    const targets = services.map((s) => `${s}:${instanceIdAt(cloud.simulator, s)}`);
    const byPassword = { access_key: '', secret_key: '', username, password };
    const steps = [
      await cloud.runTargets(targets, { debug: true }),
      await cloud.runTargets(targets, {
        debug: true,
        inputs: { ...byPassword, domain_name: domainName },
      }),
    ];
    for (const step of steps) {
      expect(step.exitCode).toBe(0);
      const tokens = step.requests.flatMap(({ headers }) => headers['x-auth-token'] ?? []);
      const signatures = step.requests.flatMap(
        ({ headers }) => headers['authorization']?.split('Signature=')[1] ?? [],
      );
      expect(tokens.length + signatures.length).toBeGreaterThan(3);
      // The lines that tell the runner what to hide are the one place where they may stand.
      const lines = step.written.split('\n').filter((line) => !line.startsWith('::add-mask::'));
      const told = [...lines, step.summary, step.outputText].join('\n');
      for (const secret of [accessKey, secretKey, password, ...tokens, ...signatures]) {
        expect(told).not.toContain(secret);
      }
    }
  });
});
