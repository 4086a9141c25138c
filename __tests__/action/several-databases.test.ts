import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  instanceIdAt,
  operationsOf,
  readEntries,
  runStep,
  runTargets,
} from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const hash8 = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);
const SINGLE_OUTPUTS = [
  'backup_id',
  'job_id',
  'status',
  'name',
  'created',
  'instance_id',
  'project_id',
  'region',
  'begin_time',
  'end_time',
  'size_mb',
];

test('targets of several services are backed up together, and green means that each is completed', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const services = ['rds', 'taurusdb', 'dds', 'geminidb'];
    const ids = services.map((service) => instanceIdAt(simulator, service, 0));
    const step = await runTargets(
      simulator,
      services.map((service, at) => `${service}:${ids[at]}`),
    );

    expect(step.exitCode).toBe(0);
    expect(step.annotations).toEqual([]);
    expect(simulator.backups.map(({ state }) => state)).toEqual(services.map(() => 'COMPLETED'));
    const entries = readEntries(step);
    expect(entries.map(({ service }) => service)).toEqual(services);
    expect(entries.map(({ instance_id }) => instance_id)).toEqual(ids);
    for (const entry of entries) {
      expect(Object.keys(entry).toSorted()).toEqual(
        [...SINGLE_OUTPUTS, 'service', 'instance_name', 'restore', 'error'].toSorted(),
      );
      const made = simulator.backups.find(({ id }) => id === entry['backup_id']);
      expect(made?.instanceId).toBe(entry['instance_id']);
      expect(entry).toMatchObject({ status: 'COMPLETED', created: true, error: null });
    }
    // One login and one project for all of them.
    expect(operationsOf(step).filter((operation) => operation === 'projects')).toHaveLength(1);
  });
});

test.each([
  [
    'false',
    'rds-v1 c3d1f0e2a4b5463798a1b2c3d4e5f607in01 and rds-v1 44b277eb-39be-4921-be31-3d61b43651d7 (number 1) are one instance',
  ],
  [
    'true',
    'rds-v1 c3d1f0e2a4b5463798a1b2c3d4e5f607in01 and rds-v1 44b277eb-39be-4921-be31-3d61b43651d7 are one instance',
  ],
])(
  'an instance by its id and by its node’s is refused before any create call (dry_run: %s)',
  async (dryRun, problem) => {
    await withSimulator({ backupMs: 0 }, async (simulator) => {
      const targets = [
        'rds-v1:44b277eb-39be-4921-be31-3d61b43651d7',
        `rds-v1:${instanceIdAt(simulator, 'rds-v1', 0)}`,
      ];
      const step = await runTargets(simulator, targets, {
        inputs: { keep_last: '1', dry_run: dryRun },
      });
      expect(step.exitCode).toBe(1);
      expect(step.annotations.at(-1)?.text).toContain(`${problem}: leave one out`);
      expect(operationsOf(step)).not.toContain('create');
      expect(operationsOf(step)).not.toContain('delete');
      expect(simulator.backups).toEqual([]);
    });
  },
);

test('the single outputs are those of the first, and nothing is deleted unasked', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const [first, second] = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { instance_id: `${second}\n${first}` },
    });
    expect(step.exitCode).toBe(0);
    const [entry] = readEntries(step);
    const { backups: _, ...single } = step.outputs;
    expect(Object.keys(single).toSorted()).toEqual(SINGLE_OUTPUTS.toSorted());
    expect(single['instance_id']).toBe(second);
    for (const [name, value] of Object.entries(single)) {
      expect([name, value]).toEqual([name, String(entry?.[name] ?? '')]);
    }
  });
});

test('a given name gets the hash of each instance’s id; one that has to be cut, of the whole name too', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const ids = [0, 1].map((at) => instanceIdAt(simulator, 'rds', at));
    const fits = 'x'.repeat(55);
    for (const name of [fits, `${fits}-and-more`]) {
      const step = await runStep(simulator, 'rds', { inputs: { instance_id: ids.join(), name } });
      expect(step.exitCode).toBe(0);
      const expected = ids.map((id) => `${fits}-${hash8(name === fits ? id : `${name}\n${id}`)}`);
      expect(expected.map(({ length }) => length)).toEqual([64, 64]);
      expect(readEntries(step).map((entry) => entry['name'])).toEqual(expected);
      const made = simulator.backups.map((backup) => backup.name);
      expect(made).toEqual(expect.arrayContaining(expected));
      expect(step.outputs['name']).toBe(expected[0]);
    }
  });
});

test('a single target keeps the name that it was given', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const target = `rds:${instanceIdAt(simulator, 'rds', 0)}`;
    const step = await runTargets(simulator, [target], { inputs: { name: 'before-release' } });
    expect(step.outputs).toMatchObject({ name: 'before-release', status: 'COMPLETED' });
    expect(step.summary).toContain('✅ Database backup completed');
  });
});

test('default names tell the databases apart', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const ids = [0, 1, 2].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    await runStep(simulator, 'taurusdb', { inputs: { instance_id: ids.join() } });
    const names = simulator.backups.map(({ name }) => name);
    expect(new Set(names.map((name) => name.split('-').at(-2))).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^gh-web-shop-[0-9a-f]{8}-17600000001-1-/);
  });
});

test('log and summary have a line for each database', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const targets = ['rds', 'taurusdb'].map((s) => `${s}:${instanceIdAt(simulator, s, 0)}`);
    const step = await runTargets(simulator, targets);
    const log = step.lines.join('\n');
    for (const { service, id, instanceId, name } of simulator.backups) {
      expect(log).toMatch(new RegExp(`Backing up \\w+ instance ${instanceId} in eu-de as ${name}`));
      expect(log).toContain(`${service} ${instanceId}: Accepted: backup ${id}`);
      expect(log).toContain(`${service} ${instanceId}: Backup ${id} is completed`);
      const row = step.summary.split('\n').find((line) => line.includes(id)) ?? '';
      expect(row).toMatch(/^\| ✅ <strong>COMPLETED<\/strong> \|/);
      for (const text of [instanceId, name]) expect(row).toContain(`<code>${text}</code>`);
    }
    expect(step.summary).toMatch(/^### ✅ All 2 database backups completed\n/);
  });
});

test('each id is told as soon as the cloud has accepted that backup, and the first one’s outputs are written', async () => {
  await withSimulator({ backupMs: 3_600_000 }, async (simulator) => {
    const ids = [0, 1].map((at) => instanceIdAt(simulator, 'rds', at));
    const looks = new Set<string | undefined>();
    // Killed when each is looked at, it writes nothing in the end: what there is was written before.
    const step = await runStep(simulator, 'rds', {
      inputs: { instance_id: ids.join() },
      signalAt: {
        moment: 'request',
        signal: 'SIGKILL',
        when: ({ operation, query }) =>
          operation === 'list' && looks.add(query['instance_id']).size === 2,
      },
    });
    expect(step.exitCode).not.toBe(0);
    const made = simulator.backups.map(({ id }) => id);
    expect(made).toHaveLength(2);
    for (const id of made) expect(step.written).toContain(`Accepted: backup ${id}`);
    // The list of all waits five seconds for its turn after the first.
    const listed = readEntries(step).flatMap((entry) => entry['backup_id'] ?? []);
    expect(listed.length).toBeGreaterThan(0);
    expect(made).toEqual(expect.arrayContaining(listed));
    expect(made).toContain(step.outputs['backup_id']);
    expect(step.outputs['status']).toBe('BUILDING');
  });
});

test('with concurrency: 1 the creates go one at a time, and the backups run side by side', async () => {
  await withSimulator({ backupMs: 3_600_000 }, async (simulator) => {
    const ids = [0, 1, 2].map((at) => instanceIdAt(simulator, 'rds', at));
    const looks = new Set<string | undefined>();
    let open = 0;
    let most = 0;
    simulator.onRequest(({ operation }) => {
      if (operation === 'create') most = Math.max(most, ++open);
    });
    simulator.onResponse(({ operation }) => {
      if (operation === 'create') open -= 1;
    });
    simulator.inject({ name: 'drip', operation: 'create', times: 3, intervalMs: 1 });
    await runStep(simulator, 'rds', {
      inputs: { instance_id: ids.join(), concurrency: '1' },
      signalAt: {
        moment: 'request',
        signal: 'SIGKILL',
        when: ({ operation, query }) =>
          operation === 'list' && looks.add(query['instance_id']).size === 3,
      },
    });
    expect(most).toBe(1);
    expect(simulator.backups.map(({ state }) => state)).toEqual(ids.map(() => 'BUILDING'));
  });
});

test('reuse_existing finds each database’s own backup under its shared name', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const ids = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    const inputs = { instance_id: ids.join(), name: 'nightly', reuse_existing: 'true' };
    const first = await runStep(simulator, 'taurusdb', { inputs });
    const again = await runStep(simulator, 'taurusdb', { inputs });
    expect(again.exitCode).toBe(0);
    expect(operationsOf(again)).not.toContain('create');
    const idsOf = (step: typeof first) => readEntries(step).map((entry) => entry['backup_id']);
    expect(idsOf(again)).toEqual(idsOf(first));
    expect(readEntries(again).map(({ created }) => created)).toEqual([false, false]);
  });
});

test('a refused key is tried once in each form, however many databases wait for it', async () => {
  await withSimulator({}, async (simulator) => {
    const ids = [0, 1, 2].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    const { projectId } = simulator.account;
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { instance_id: ids.join(), secret_key: 'not-the-key', project_id: projectId },
    });
    expect(step.exitCode).toBe(1);
    expect(simulator.refusedLogins).toBe(2);
    expect(readEntries(step).map(({ status }) => status)).toEqual(ids.map(() => 'FAILED'));
  });
});

test('no secret is in log, outputs or summary, with debug logging too', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const { accessKey, secretKey, username, password, domainName } = simulator.account;
    const targets = ['rds', 'taurusdb', 'dds'].map((s) => `${s}:${instanceIdAt(simulator, s, 0)}`);
    const byKeys = await runTargets(simulator, targets, { debug: true });
    const byPassword = await runTargets(simulator, targets, {
      debug: true,
      inputs: {
        ...{ access_key: '', secret_key: '' },
        ...{ username, password, domain_name: domainName },
      },
    });
    for (const step of [byKeys, byPassword]) {
      expect(step.exitCode).toBe(0);
      const tokens = step.requests.flatMap(({ headers }) => headers['x-auth-token'] ?? []);
      const signatures = step.requests.flatMap(
        ({ headers }) => headers['authorization']?.split('Signature=')[1] ?? [],
      );
      expect(tokens.length + signatures.length).toBeGreaterThan(3);
      // The lines that tell the runner what to hide are the one place where they may stand.
      const written = step.written
        .split('\n')
        .filter((line) => !line.startsWith('::add-mask::'))
        .join('\n');
      const told = [written, step.summary, ...step.files].join('\n');
      for (const secret of [accessKey, secretKey, password, ...tokens, ...signatures]) {
        expect(told).not.toContain(secret);
      }
    }
  });
});
