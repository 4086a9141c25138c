import { expect, test } from '@jest/globals';
import { BackupClient } from '../../../src/index.ts';
import {
  broken,
  HOST,
  INSTANCE,
  MemoryDispatcher,
  type MemoryRequest,
  PROJECT,
  recordLog,
  TOKEN,
} from '../../support/memory-cloud.ts';
import { sharedClock } from '../../support/virtual-clock.ts';

const rule = { keepLast: 1, isOurs: (name: string) => name.startsWith('gh-') };
const own = { service: 'taurusdb', instanceId: INSTANCE, id: 'b-0' } as const;

const backups = [0, 1, 2].map((day) => ({
  ...{ id: `b-${day}`, name: `gh-${day}`, type: 'manual', status: 'COMPLETED' },
  instance_id: INSTANCE,
  begin_time: `2026-11-${20 - day}T08:00:00+0000`,
  end_time: `2026-11-${20 - day}T08:01:00+0000`,
}));

const later = { 'retry-after': '60' };

test.each([
  ['throttled', () => ({ status: 429, headers: later }), /^TaurusDB refused .* \(HTTP 429\)\.$/],
  ['of a fault', () => ({ status: 503, headers: later }), /^TaurusDB .* \(HTTP 503\)\.$/],
  [
    'unreached',
    () => {
      throw broken('ECONNREFUSED');
    },
    /^No answer from cloud\.test .* ECONNREFUSED\.$/,
  ],
])(
  'a delete whose time ends in the pause of one that was %s is told of in words, with what went wrong',
  async (_, answer, trouble) => {
    const clock = sharedClock();
    const respond = ({ method }: MemoryRequest) =>
      method === 'DELETE' ? answer() : { body: { backups } };
    const log = recordLog();
    const client = new BackupClient({
      ...{ endpoints: { taurusdb: HOST }, projectId: PROJECT, credentials: TOKEN },
      ...{ dispatcher: new MemoryDispatcher(respond), clock, random: () => 0.5, log },
    });
    const signal = clock.signalAfter(20_000);
    const report = await clock.play(client.pruneBackups(own, rule, { signal }));
    const { deleted, kept } = report;
    const begin = 'The time was over before its delete could be tried again. ';
    expect(deleted).toEqual([]);
    expect(kept).toMatchObject([{ backup: { id: 'b-2' }, error: { name: 'BackupError' } }]);
    const message = kept.map(({ error }) => (error as Error).message).join();
    expect(message.startsWith(begin)).toBe(true);
    expect(message.slice(begin.length)).toMatch(trouble);
    expect(log.lines).toContain(`warning: Old backup b-2 could not be deleted. ${message}`);
    expect(log.lines.join('\n')).not.toMatch(/interrupted|abort/i);
  },
);
