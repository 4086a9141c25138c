import * as v from 'valibot';
import { type SimulatedBackup, startSimulator } from '../../simulator/index.ts';
import { countRequests, findInstanceId, listInputs, type Part } from './part.ts';
import { showStep } from './show-step.ts';

const SERVICES = ['rds', 'taurusdb', 'dds'] as const;
const BUSY_MS = 4_000;

const entriesSchema = v.array(v.object({ service: v.string(), status: v.string() }));

/** A restore point of three databases of three services, one of which is busy at first. */
export const restorePoint: Part = {
  title: 'A restore point over three services, with one instance already busy',
  async show(print) {
    const simulator = await startSimulator({ backupMs: 2_500 });
    try {
      const targets = SERVICES.map((service) => ({
        service,
        instanceId: findInstanceId(simulator, service),
      }));
      const [busy, ...free] = targets.map(({ instanceId }) => instanceId);
      simulator.setInstance(busy ?? '', { busyUntil: Date.now() + BUSY_MS });
      const { exitCode, outputs } = await showStep(print, 'rds, taurusdb and dds in one step', {
        ...listInputs(simulator),
        targets: targets.map(({ service, instanceId }) => `${service}:${instanceId}`).join('\n'),
        name: 'before-release',
      });
      const entries = v.parse(entriesSchema, JSON.parse(outputs['backups'] ?? '[]'));
      const findMade = (id: string | undefined): readonly SimulatedBackup[] =>
        simulator.backups.filter(({ instanceId }) => instanceId === id);
      const [late, early] = [findMade(busy), free.flatMap(findMade)];
      const beganLateMs = Math.min(...late.map(({ beganAt }) => beganAt));
      const all = [...late, ...early];
      return [
        ['the step is green', exitCode === 0],
        ['each database has exactly one backup', all.length === 3 && late.length === 1],
        ['all three are completed', all.every(({ state }) => state === 'COMPLETED')],
        [
          'the busy one held up nobody',
          early.length === 2 && early.every(({ beganAt }) => beganAt < beganLateMs),
        ],
        [
          '`backups` lists them in the order given',
          entries.map(({ service, status }) => `${service} ${status}`).join() ===
            SERVICES.map((service) => `${service} COMPLETED`).join(),
        ],
        ['the project was looked up once', countRequests(simulator, 'projects') === 1],
      ];
    } finally {
      await simulator.stop();
    }
  },
};
