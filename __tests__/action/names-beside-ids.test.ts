import { expect, test } from '@jest/globals';
import {
  instanceIdAt,
  operationsOf,
  readEntries,
  runStep,
  runTargets,
} from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const HOUR_MS = 3_600_000;
const nameOf = (names: readonly { readonly id: string; readonly name: string }[], id: string) =>
  names.find((one) => one.id === id)?.name ?? '';

test('where the instance is found by its name, its name stands beside its id', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const id = instanceIdAt(simulator, 'rds', 0);
    const inputs = { instance_name: 'shop', wait: 'false' };
    const step = await runStep(simulator, 'rds', { inputs });
    expect(step.exitCode).toBe(0);
    expect(step.lines.join('\n')).toContain(`Backing up RDS instance ${id} (shop) in eu-de as `);
    expect(step.summary).toContain(`| Instance | <code>${id}</code> (shop) |`);
    expect(readEntries(step)).toMatchObject([{ instance_id: id, instance_name: 'shop' }]);
    expect(operationsOf(step).filter((operation) => operation === 'instances')).toHaveLength(1);
  });
});

test('where no list of instances is read, none is read for the name', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const step = await runStep(simulator, 'rds', { inputs: { wait: 'false' } });
    expect(readEntries(step)).toMatchObject([{ instance_name: null }]);
    expect(operationsOf(step)).not.toContain('instances');
    expect(step.summary).toContain(
      `| Instance | <code>${instanceIdAt(simulator, 'rds', 0)}</code> |`,
    );
  });
});

test('the list that is read for the restore tells the name', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const step = await runStep(simulator, 'rds');
    expect(operationsOf(step).filter((operation) => operation === 'instances')).toHaveLength(1);
    expect(readEntries(step)).toMatchObject([{ instance_name: 'shop' }]);
    expect(step.summary).toContain('</code> (shop) |');
  });
});

test('of several, the one that was busy has its name, from the look at its state', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const [busy, free] = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    if (busy === undefined || free === undefined) throw new Error('two instances are needed');
    const name = nameOf(simulator.instances, busy);
    simulator.setInstance(busy, { busyUntil: Date.now() + HOUR_MS });
    const stop = simulator.onResponse(({ operation }) => {
      if (operation === 'instances') simulator.setInstance(busy, { busyUntil: 0 });
    });
    const step = await runTargets(simulator, [`taurusdb:${busy}`, `taurusdb:${free}`]);
    stop();
    expect(step.exitCode).toBe(0);
    expect(readEntries(step)).toMatchObject([{ instance_name: name }, { instance_name: null }]);
    expect(step.lines.join('\n')).toMatch(`taurusdb ${busy} (${name}): Backup `);
    expect(step.lines.join('\n')).toContain(`taurusdb ${free}: Backup `);
    expect(step.summary).toContain(`<code>${busy}</code><br>(${name}) |`);
  });
}, 30_000);

test('the error about an instance that stays busy has its name, alone and of several', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const [busy, other] = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    if (busy === undefined || other === undefined) throw new Error('two instances are needed');
    const name = nameOf(simulator.instances, busy);
    simulator.setInstance(busy, { busyUntil: Date.now() + HOUR_MS });
    const limit = { busy_timeout: '2s' };
    const alone = await runStep(simulator, 'taurusdb', { inputs: { instance_id: busy, ...limit } });
    const several = await runTargets(simulator, [`taurusdb:${busy}`, `taurusdb:${other}`], {
      inputs: limit,
    });
    for (const { exitCode, annotations } of [alone, several]) {
      const [error] = annotations.filter(({ level }) => level === 'error');
      expect(exitCode).toBe(1);
      expect(error?.text).toContain(`Instance ${busy} (${name}) was still busy`);
    }
    expect(several.annotations.map(({ text }) => text).join('\n')).toContain(
      `taurusdb ${busy} (${name}): Instance `,
    );
  });
}, 30_000);

test('a dry run of several says once what they share, and has a group for each', async () => {
  await withSimulator({}, async (simulator) => {
    const ids = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    const targets = ids.map((id) => `taurusdb:${id}`);
    const step = await runTargets(simulator, targets, { inputs: { dry_run: 'true' } });
    expect(step.exitCode).toBe(0);
    const log = step.lines.join('\n');
    for (const title of ['Login', 'Project']) {
      expect(log.split(`  [passed] ${title}: `)).toHaveLength(2);
    }
    expect(log).toContain('For all 2 databases:\n  [passed] Login: The cloud accepts it.');
    const groups = step.otherCommands.filter((command) => command !== 'endgroup ');
    expect(groups).toHaveLength(2);
    for (const [at, id] of ids.entries()) {
      const named = `taurusdb ${id} (${nameOf(simulator.instances, id)})`;
      expect(groups[at]).toContain(`group Dry run of a backup of ${named} as `);
      expect(groups[at]).toMatch(/: 5 passed, 2 not checked$/);
    }
    expect(step.otherCommands.filter((command) => command === 'endgroup ')).toHaveLength(2);
  });
});

test('a login that is refused to all is told once in the error of a dry run of several', async () => {
  await withSimulator({}, async (simulator) => {
    const targets = [0, 1].map((at) => `taurusdb:${instanceIdAt(simulator, 'taurusdb', at)}`);
    const { projectId: project_id } = simulator.account;
    const inputs = { dry_run: 'true', secret_key: 'not-the-key', project_id };
    const step = await runTargets(simulator, targets, { inputs });
    const [error] = step.annotations.filter(({ level }) => level === 'error');
    expect(error?.text.split('\n')).toHaveLength(2);
    expect(error?.text).toContain('\nFor all databases: Login: ');
  });
});
