import { expect, test } from '@jest/globals';
import { startSimulator } from '../../simulator/index.ts';
import { serviceIds } from '../../src/services/index.ts';
import { countingAgent } from '../support/counting-agent.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { sharedClock } from '../support/virtual-clock.ts';

test('the list of backups is written a few times, however many databases there are', async () => {
  const { dispatcher, isBusy, destroy } = countingAgent();
  const clock = sharedClock(isBusy);
  const simulator = await startSimulator({ now: () => clock.epochMs(), backupMs: 60_000 });
  try {
    const { endpoints, instances } = simulator;
    const targets = instances.map(({ service, id }) => `${service}:${id}`);
    const inputs = {
      instance_id: '',
      targets: targets.join('\n'),
      endpoint: serviceIds.map((service) => `${service}=${endpoints[service]}`).join('\n'),
    };
    const step = await clock.play(
      runInProcess(simulator, clock, { service: '', inputs, dispatcher }),
    );
    const entries: readonly { readonly status: string; readonly error: string | null }[] =
      JSON.parse(step.outputs['backups'] ?? '');
    // A replica and an engine that is not offered are refused; all others are completed.
    const done = entries.filter(({ error }) => error === null);
    expect(done.map(({ status }) => status)).toEqual(Array(targets.length - 2).fill('COMPLETED'));
    expect(targets.length).toBeGreaterThan(10);
    expect(step.outputText.split('\nbackups<<').length - 1).toBeLessThanOrEqual(6);
    expect(step.outputText.split('\nname<<').length - 1).toBeLessThanOrEqual(2);
  } finally {
    await destroy();
    await simulator.stop();
  }
});
