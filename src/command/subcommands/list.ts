import type { Backup } from '../../model.ts';
import { resolveTargets } from '../../task/orders.ts';
import type { Task } from '../../task/task.ts';
import { inputOptions, ownOptions } from '../options.ts';
import { printTable } from '../table.ts';
import type { Subcommand } from './subcommand.ts';

const { json, debug, help } = ownOptions;

/** What says which backups are made, and not which are there. */
const OF_CREATES: readonly string[] = [
  'name',
  'description',
  'databases',
  'no-wait',
  'busy-timeout',
  'reuse-existing',
  'keep-last',
  'keep-days',
  'concurrency',
  'fail-fast',
];

const toRow = ({ status, service, instanceId, id, name, type, beginTime, sizeMb }: Backup) => [
  status,
  `${service} ${instanceId}`,
  id,
  name,
  type ?? '',
  beginTime ?? '',
  sizeMb === undefined ? '' : `${sizeMb} MB`,
];

const toEntry = (backup: Backup) => ({
  service: backup.service,
  backup_id: backup.id,
  status: backup.status,
  name: backup.name,
  type: backup.type ?? null,
  instance_id: backup.instanceId,
  begin_time: backup.beginTime ?? null,
  end_time: backup.endTime ?? null,
  size_mb: backup.sizeMb ?? null,
});

/** The backups of the instances that are meant, newest first, manual and automatic ones. */
async function listAll(task: Task): Promise<readonly Backup[]> {
  const { context, client, remainingMs } = task;
  const targets = await resolveTargets(task);
  const lists = await Promise.all(
    targets.map((target) =>
      client.listBackups(target, { signal: context.signal, timeoutMs: remainingMs() }),
    ),
  );
  return lists.flat();
}

/** Made anew for each command: it keeps what it has found. */
export function createList(): Subcommand {
  let found: readonly Backup[] | undefined;
  return {
    name: 'list',
    summary: 'Lists the backups of instances, manual and automatic ones.',
    options: [
      ...inputOptions.filter(({ name }) => !OF_CREATES.includes(name)),
      ownOptions['id-token-env'],
      json,
      debug,
      help,
    ],
    makesBackups: false,
    async run(task) {
      found = await listAll(task);
    },
    print() {
      if (found === undefined) return undefined;
      const head = ['STATUS', 'DATABASE', 'BACKUP', 'NAME', 'TYPE', 'BEGAN', 'SIZE'];
      return { table: printTable([head, ...found.map(toRow)]), json: found.map(toEntry) };
    },
  };
}
