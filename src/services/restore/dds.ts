import {
  FULL_HOUR,
  groupsOf,
  type InstanceReader,
  nameAndPassword,
  network,
  QUARTER_HOUR,
  readInstance,
  zonesOf,
} from './listed-instance.ts';
import type { RestoreValue, RestoreWay } from './restore-way.ts';

/** The kinds of groups that an instance of each mode has. */
const kindsByMode: Readonly<Record<string, readonly string[]>> = {
  Sharding: ['mongos', 'shard', 'config'],
  ReplicaSet: ['replica'],
  Single: ['single'],
};

/** One kind of groups, as the request wants it: sizes are texts, and shards have no number. */
function describeKind(kind: string, read: InstanceReader, isHuawei: boolean): RestoreValue {
  const groups = groupsOf(read)
    .map((group) => readInstance(group))
    .filter((group) => group.text('type') === kind);
  const nodes = groups.flatMap((group) => group.list('nodes'));
  const sizes = groups.map((group) => group.whole('volume', 'size') ?? 0);
  const size = kind === 'config' ? 20 : Math.max(0, ...sizes);
  const count = kind === 'mongos' ? nodes.length : 1;
  return {
    type: kind,
    num: kind === 'shard' ? undefined : isHuawei ? String(count) : count,
    size:
      kind === 'mongos'
        ? undefined
        : size > 0
          ? String(size)
          : { hole: read.notShown, allowed: 'GB in quotes, a multiple of 10, no less than before' },
    spec_code: read.need(readInstance(nodes[0]).text('spec_code'), {
      allowed: `a spec code for ${kind}`,
    }),
  };
}

/** https://docs.otc.t-systems.com/…/restoring_data_to_a_new_db_instance.html, RestoreNewInstance. */
export const restore: RestoreWay = {
  console:
    'Service List → Document Database Service → Backup Management → the tab of the instance’s kind → Restore in the backup’s row → Create New Instance → OK',
  pages: {
    otc: 'https://docs.otc.t-systems.com/document-database-service/api-ref/apis_v3.0_recommended/backup_and_restoration/restoring_data_to_a_new_db_instance.html',
    huaweicloud: 'https://support.huaweicloud.com/intl/en-us/api-dds/dds_api_0038.html',
    'huaweicloud-eu': 'https://support.huaweicloud.com/intl/en-us/api-dds/dds_api_0038.html',
  },
  describe({ cloud, instance, backupId, projectId }) {
    const read = readInstance(instance);
    const isHuawei = cloud !== 'otc';
    const mode = read.text('mode');
    const kinds = mode === undefined ? undefined : kindsByMode[mode];
    if (mode !== undefined && kinds === undefined) {
      return `An instance of mode ${mode} is none that the page’s request is known to make.`;
    }
    const zones = zonesOf(groupsOf(read).flatMap((group) => readInstance(group).list('nodes')));
    const strategy = read.strategy(isHuawei ? QUARTER_HOUR : FULL_HOUR);
    const ssl = read.text('ssl');
    const port = read.text('port');
    const body = {
      ...nameAndPassword(
        read,
        '8 to 32 characters: capital and small letters, digits and special characters ~!@#%^*-_=+?, all four',
      ),
      availability_zone: read.need(zones.length > 0 ? zones.join(',') : undefined, {
        allowed: 'a zone, such as eu-de-01; of an instance in several all, with commas between',
      }),
      ...network(read),
      flavor: kinds?.map((kind) => describeKind(kind, read, isHuawei)) ?? {
        hole: read.notShown,
        allowed:
          'a list without quotes around it, with an entry of type, num, size (a text) and spec_code for each kind of node: replica or single, num 1; of a cluster mongos without size, shard without num, config with num 1 and size 20',
      },
      disk_encryption_id: read.text('disk_encryption_id'),
      backup_strategy: strategy && { ...strategy, keep_days: String(strategy.keep_days) },
      enterprise_project_id: read.project(),
      ssl_option: ssl === '0' || ssl === '1' ? ssl : undefined,
      restore_point: { backup_id: backupId },
    };
    const notes = [
      'The list shows no parameter templates: the new instance gets the default ones (unverified).',
      port === '8635' ? '' : 'The port is no field of a restore: it is 8635 (unverified).',
      strategy === undefined ? 'Automated backups are on, and kept for 7 days.' : '',
      body.ssl_option === undefined ? 'SSL is on where ssl_option is left out.' : '',
      read.isThere ? '' : 'Left out, the disk is not encrypted (disk_encryption_id).',
      'Tags, public addresses and the maintenance window are set afterwards.',
    ];
    return { path: ['v3', projectId, 'instances'], body, notes: notes.filter(Boolean) };
  },
};
