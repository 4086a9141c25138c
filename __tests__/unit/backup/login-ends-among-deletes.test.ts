import { expect, test } from '@jest/globals';
import { BackupClient } from '../../../src/index.ts';
import {
  HOST,
  INSTANCE,
  MemoryDispatcher,
  PROJECT,
  recordLog,
} from '../../support/memory-cloud.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const backups = [4, 3, 2, 1, 0].map((day) => ({
  ...{ id: `b-${day}`, name: `gh-${day}`, type: 'manual', status: 'COMPLETED' },
  instance_id: INSTANCE,
  begin_time: `2026-11-${20 - day}T08:00:00+0000`,
  end_time: `2026-11-${20 - day}T08:01:00+0000`,
}));

test('a login that ends among the deletes, and can’t be renewed, ends them: no further one is tried', async () => {
  const log = recordLog();
  const deletes: string[] = [];
  let logins = 0;
  const client = new BackupClient({
    ...{ endpoints: { taurusdb: HOST }, iamEndpoint: HOST, projectId: PROJECT },
    async credentials() {
      logins += 1;
      if (logins > 1) throw new Error('the vault is sealed');
      return { kind: 'token', token: 'the-first-token' };
    },
    dispatcher: new MemoryDispatcher(({ method, url }) => {
      if (method !== 'DELETE') return { body: { backups, total_count: backups.length } };
      deletes.push(url.pathname.split('/').at(-1) ?? '');
      return deletes.length === 1 ? { body: {} } : { status: 401, body: { error_msg: 'expired' } };
    }),
    clock: virtualClock(),
    log,
  });
  const own = { service: 'taurusdb', instanceId: INSTANCE, id: 'b-0' } as const;
  const rule = { keepLast: 1, isOurs: (name: string) => name.startsWith('gh-') };
  const { deleted, kept } = await client.pruneBackups(own, rule);
  expect(deleted.map(({ id }) => id)).toEqual(['b-4']);
  expect(kept.map(({ backup }) => backup.id)).toEqual(['b-3', 'b-2', 'b-1']);
  expect(kept[0]?.error).toHaveProperty('name', 'LoginError');
  expect(new Set(deletes)).toEqual(new Set(['b-4', 'b-3']));
  const warnings = log.lines.filter((line) => /^warning: Old backup/.test(line));
  expect(warnings).toEqual([expect.stringContaining('could not be deleted, and 2 more are not')]);
});
