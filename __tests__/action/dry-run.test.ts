import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import {
  findInstanceId,
  instanceIdAt,
  NOWHERE,
  runStep,
  runTargets,
  type Step,
  type StepSetup,
} from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const ALWAYS = { times: Number.POSITIVE_INFINITY };
const HOUR_MS = 3_600_000;

/** Runs a dry run, which never creates or deletes anything and never tells of a backup. */
async function dryRun(simulator: Simulator, service: string, setup: StepSetup = {}): Promise<Step> {
  const before = simulator.everyBackupId.length;
  const inputs: Readonly<Record<string, string>> = { dry_run: 'true', ...setup.inputs };
  const { targets } = inputs;
  const step =
    targets === undefined
      ? await runStep(simulator, service, { ...setup, inputs })
      : await runTargets(simulator, targets.split('\n'), { ...setup, inputs });
  // Logging in is a POST too; nothing else is.
  const changing = step.requests.filter(({ method, operation }) =>
    method === 'POST' ? operation !== 'login' : method !== 'GET',
  );
  expect(changing).toEqual([]);
  expect(simulator.everyBackupId).toHaveLength(before);
  for (const name of ['backup_id', 'job_id', 'status']) expect(step.outputs[name] ?? '').toBe('');
  expect(step.lines.join('\n')).toContain(
    'No backup was made (dry_run). Whether the login may create one can’t be checked.',
  );
  return step;
}

/** The verdicts of the log, by check. */
function verdictsOf(step: Step): Readonly<Record<string, string>> {
  const found = step.lines.flatMap((line) => {
    const [, verdict, title] = /^ {2}\[([a-z ]+)\] ([^:]+): ./.exec(line) ?? [];
    return title === undefined || verdict === undefined ? [] : [[title, verdict] as const];
  });
  return Object.fromEntries(found);
}

const textOf = (step: Step, title: string) =>
  step.lines.find((line) => line.includes(`] ${title}: `))?.split(`] ${title}: `)[1] ?? '';

/** A red dry run: these checks failed and no others, and the error tells each. */
function expectFailed(step: Step, titles: readonly string[]): void {
  const failed = Object.entries(verdictsOf(step)).filter(([, verdict]) => verdict === 'failed');
  expect(failed.map(([title]) => title)).toEqual(titles);
  expect(step.exitCode).toBe(1);
  const errors = step.annotations.filter(({ level }) => level === 'error');
  expect(errors).toHaveLength(1);
  const [heading, ...lines] = errors[0]?.text.split('\n') ?? [];
  const count = titles.length === 1 ? 'One check' : `${titles.length} checks`;
  expect(heading).toBe(`${count} of the dry run failed; no backup was made.`);
  expect(lines).toHaveLength(titles.length);
  for (const [at, title] of titles.entries()) expect(lines[at]).toContain(`: ${title}: `);
  expect(step.summary).toMatch(/^### ❌ Dry run: \d+ checks? failed\n/);
  expect(step.summary.split('\n').filter((line) => /^\| ❌ failed \|/.test(line))).toHaveLength(
    titles.length,
  );
}

test.concurrent.each(['dds', 'gaussdb', 'geminidb', 'rds', 'rds-v1', 'taurusdb'])(
  'a dry run of %s is green when nothing is wrong, with a verdict a line in log and summary',
  async (service) => {
    await withSimulator({}, async (simulator) => {
      const step = await dryRun(simulator, service);
      expect(step.exitCode).toBe(0);
      const verdicts = verdictsOf(step);
      expect(verdicts).toMatchObject({
        Login: 'passed',
        Project: 'passed',
        Instance: 'passed',
        State: 'passed',
        'Right to list backups': 'passed',
        'Name of the backup': 'passed',
        'Right to create backups': 'not checked',
        'Quota of backups': 'not checked',
      });
      expect(Object.values(verdicts)).not.toContain('failed');
      expect(step.summary).toMatch(/^### ✅ Dry run: no check failed\n/);
      for (const [title, verdict] of Object.entries(verdicts)) {
        expect(step.summary).toMatch(
          new RegExp(`^\\| \\S+ ${verdict} \\| ${title} \\| .+ \\|$`, 'm'),
        );
      }
      expect(step.summary).toContain('No backup was made.');
    });
  },
);

test.concurrent('a wrong key fails the login, and what needs it is not checked', async () => {
  await withSimulator({}, async (simulator) => {
    const step = await dryRun(simulator, 'rds', { inputs: { secret_key: 'not-the-key' } });
    expectFailed(step, ['Login']);
    expect(verdictsOf(step)).toMatchObject({ Project: 'not checked', Instance: 'not checked' });
    expect(simulator.refusedLogins).toBe(2);
  });
});

test.concurrent('a wrong key is tried once in each form, however many databases are checked', async () => {
  await withSimulator({}, async (simulator) => {
    const targets = [0, 1, 2].map((at) => `taurusdb:${instanceIdAt(simulator, 'taurusdb', at)}`);
    const { projectId: project_id } = simulator.account;
    const inputs = { targets: targets.join('\n'), secret_key: 'not-the-key', project_id };
    const step = await dryRun(simulator, 'taurusdb', { inputs });
    expect(step.exitCode).toBe(1);
    expect(simulator.refusedLogins).toBe(2);
  });
});

test.concurrent('an unknown instance fails', async () => {
  await withSimulator({}, async (simulator) => {
    const step = await dryRun(simulator, 'taurusdb', { inputs: { instance_id: NOWHERE } });
    expectFailed(step, ['Instance']);
    expect(textOf(step, 'Instance')).toContain(`TaurusDB lists no instance ${NOWHERE}`);
  });
});

test.concurrent('an unknown project fails', async () => {
  await withSimulator({}, async (simulator) => {
    const step = await dryRun(simulator, 'rds', { inputs: { project_name: 'eu-de_gone' } });
    expectFailed(step, ['Project']);
    expect(textOf(step, 'Project')).toContain('eu-de_gone');
  });
});

test.concurrent('an instance that is busy with a backup is a warning: the step would wait', async () => {
  await withSimulator({}, async (simulator) => {
    const instanceId = findInstanceId(simulator, 'taurusdb');
    simulator.seedBackup({ instanceId, beganAt: Date.now(), endsAt: Date.now() + HOUR_MS });
    const step = await dryRun(simulator, 'taurusdb');
    expect(step.exitCode).toBe(0);
    expect(verdictsOf(step)['State']).toBe('warning');
    expect(textOf(step, 'State')).toContain('would wait until the instance is free');
    expect(step.summary).toMatch(/^\| ⚠️ warning \| State \|/m);
  });
});

test.concurrent('a frozen instance fails: waiting would not help', async () => {
  await withSimulator({}, async (simulator) => {
    simulator.setInstance(findInstanceId(simulator, 'rds'), { status: 'FROZEN' });
    const step = await dryRun(simulator, 'rds');
    expectFailed(step, ['State']);
  });
});

test.concurrent('an engine that this cloud does not back up fails', async () => {
  await withSimulator({}, async (simulator) => {
    const instance = simulator.instances.find(({ engine }) => engine === 'mongodb');
    expect(instance?.service).toBe('geminidb');
    const inputs = { instance_id: instance?.id ?? '' };
    const step = await dryRun(simulator, 'geminidb', { inputs });
    expectFailed(step, ['Engine']);
    expect(textOf(step, 'Engine')).toContain('mongodb: GeminiDB backs up cassandra only');
  });
});

test.concurrent('single databases of an engine that backs up whole instances only fail', async () => {
  await withSimulator({}, async (simulator) => {
    const step = await dryRun(simulator, 'rds', { inputs: { databases: 'orders' } });
    expectFailed(step, ['Engine']);
  });
});

test.concurrent('a read replica fails', async () => {
  await withSimulator({}, async (simulator) => {
    const replica = simulator.instances.find(({ name }) => name === 'shop-replica');
    const step = await dryRun(simulator, 'rds', { inputs: { instance_id: replica?.id ?? '' } });
    expectFailed(step, ['Read replica']);
    expect(textOf(step, 'Read replica')).toContain('give the id of its primary instance');
  });
});

test.concurrent('a name that another instance’s backup has fails where a project takes a name once', async () => {
  await withSimulator({}, async (simulator) => {
    const instanceId = instanceIdAt(simulator, 'geminidb', 1);
    const { id } = simulator.seedBackup({ instanceId, type: 'manual', name: 'nightly' });
    const step = await dryRun(simulator, 'geminidb', { inputs: { name: 'nightly' } });
    expectFailed(step, ['Name of the backup']);
    expect(textOf(step, 'Name of the backup')).toContain(`nightly is the name of backup ${id}`);
  });
});

test.concurrent('a name that is taken is a warning where no page says whether that matters', async () => {
  await withSimulator({}, async (simulator) => {
    const instanceId = findInstanceId(simulator, 'taurusdb');
    const { id } = simulator.seedBackup({ instanceId, type: 'manual', name: 'nightly' });
    const step = await dryRun(simulator, 'taurusdb', { inputs: { name: 'nightly' } });
    expect(step.exitCode).toBe(0);
    expect(verdictsOf(step)['Name of the backup']).toBe('warning');
    expect(textOf(step, 'Name of the backup')).toContain(`nightly is the name of backup ${id}`);
  });
});

test.concurrent('with reuse_existing a backup of that name is what would be taken', async () => {
  await withSimulator({}, async (simulator) => {
    const instanceId = findInstanceId(simulator, 'taurusdb');
    const { id } = simulator.seedBackup({ instanceId, type: 'manual', name: 'nightly' });
    const inputs = { name: 'nightly', reuse_existing: 'true' };
    const step = await dryRun(simulator, 'taurusdb', { inputs });
    expect(step.exitCode).toBe(0);
    expect(textOf(step, 'Name of the backup')).toContain(`backup ${id}, which would be taken`);
  });
});

test.concurrent('a list of backups that is forbidden fails', async () => {
  await withSimulator({}, async (simulator) => {
    simulator.inject({ service: 'taurusdb', operation: 'list', name: 'forbidden', ...ALWAYS });
    const step = await dryRun(simulator, 'taurusdb', { inputs: { keep_last: '1' } });
    expectFailed(step, ['Right to list backups']);
    expect(verdictsOf(step)).toMatchObject({
      Login: 'passed',
      'Name of the backup': 'not checked',
    });
  });
});

test.concurrent('a list of instances that is forbidden fails', async () => {
  await withSimulator({}, async (simulator) => {
    simulator.inject({ service: 'taurusdb', operation: 'instances', name: 'forbidden', ...ALWAYS });
    expectFailed(await dryRun(simulator, 'taurusdb'), ['Instance']);
  });
});

test.concurrent('a service that can’t be reached fails each check that needs it', async () => {
  await withSimulator({}, async (simulator) => {
    simulator.inject({ service: 'taurusdb', name: 'reset-before', ...ALWAYS });
    const { projectId: project_id } = simulator.account;
    const step = await dryRun(simulator, 'taurusdb', { inputs: { project_id } });
    expectFailed(step, ['Instance', 'Right to list backups']);
    expect(verdictsOf(step)['Login']).toBe('not checked');
  });
});

test.concurrent('three problems are told in one run', async () => {
  await withSimulator({}, async (simulator) => {
    const { id = '' } = simulator.instances.find(({ engine }) => engine === 'mongodb') ?? {};
    simulator.setInstance(id, { status: 'frozen' });
    simulator.seedBackup({ instanceId: id, type: 'manual', name: 'nightly' });
    const inputs = { instance_id: id, name: 'nightly' };
    const step = await dryRun(simulator, 'geminidb', { inputs });
    expectFailed(step, ['State', 'Engine', 'Name of the backup']);
  });
});

test.concurrent('with several databases each has its checks, and one bad one makes the step red', async () => {
  await withSimulator({}, async (simulator) => {
    const targets = [`taurusdb:${findInstanceId(simulator, 'taurusdb')}`, `rds:${NOWHERE}`];
    const step = await dryRun(simulator, 'rds', { inputs: { targets: targets.join('\n') } });
    expectFailed(step, ['Instance']);
    expect(step.lines.filter((line) => line.startsWith('Dry run of a backup of '))).toHaveLength(2);
    for (const title of ['Login', 'Project']) {
      expect(step.lines.filter((line) => line.includes(`] ${title}: `))).toHaveLength(1);
    }
    expect(step.summary.match(/^#### \w+/gm)).toEqual(['#### All', '#### TaurusDB', '#### RDS']);
  });
});

test.concurrent('several databases of a service share one reading of its list, and so does retention', async () => {
  await withSimulator({}, async (simulator) => {
    const ids = [0, 1, 2].map((at) => instanceIdAt(simulator, 'dds', at));
    for (let at = 0; at < 120; at++) {
      simulator.seedBackup({ instanceId: ids[at % 3] ?? '', type: 'manual', name: `old-${at}` });
    }
    const targets = ids.map((id) => `dds:${id}`).join('\n');
    const step = await dryRun(simulator, 'dds', { inputs: { targets, keep_last: '1' } });
    expect(step.exitCode).toBe(0);
    expect(verdictsOf(step)).toMatchObject({ Retention: 'passed' });
    expect(step.requests.filter(({ operation }) => operation === 'list')).toHaveLength(2);
  });
});

test.concurrent('a name of several instances fails, and lists them', async () => {
  await withSimulator({}, async (simulator) => {
    const [first = '', second = ''] = [0, 2].map((at) => instanceIdAt(simulator, 'rds', at));
    simulator.setInstance(second, { name: 'shop' });
    const inputs = { instance_id: '', instance_name: 'shop' };
    const step = await dryRun(simulator, 'rds', { inputs });
    expectFailed(step, ['Instance']);
    for (const id of [first, second]) expect(textOf(step, 'Instance')).toContain(id);
  });
});

test.concurrent('a name of one instance is found, and that instance is checked', async () => {
  await withSimulator({}, async (simulator) => {
    const inputs = { instance_id: '', instance_name: 'shop' };
    const step = await dryRun(simulator, 'rds', { inputs });
    expect(step.exitCode).toBe(0);
    expect(textOf(step, 'Instance')).toBe(`${findInstanceId(simulator, 'rds')} is named shop.`);
  });
});

test.concurrent('a guard that does not fit fails', async () => {
  await withSimulator({}, async (simulator) => {
    const step = await dryRun(simulator, 'rds', { inputs: { instance_name: 'staging' } });
    expectFailed(step, ['Instance']);
    expect(textOf(step, 'Instance')).toContain('is named shop, not staging');
  });
});

test.concurrent('when wait_timeout is over, what was found of the other databases is told all the same', async () => {
  await withSimulator({}, async (simulator) => {
    simulator.inject({ service: 'dds', operation: 'instances', name: 'timeout-before', ...ALWAYS });
    const targets = ['rds', 'dds'].map((s) => `${s}:${findInstanceId(simulator, s)}`).join('\n');
    const step = await dryRun(simulator, 'rds', { inputs: { targets, wait_timeout: '15s' } });
    expectFailed(step, ['Time']);
    expect(verdictsOf(step)).toMatchObject({ Instance: 'passed', State: 'passed' });
  });
});
