import { FULL_HOUR, nameAndPassword, network, readInstance } from './listed-instance.ts';
import type { RestoreWay } from './restore-way.ts';

/** Huawei Cloud's CreateGaussMySqlInstance; OTC's API reference has no restore at all. */
export const restore: RestoreWay = {
  console:
    'Service List → TaurusDB → Backups → Restore in the backup’s row → OK → Create New Instance',
  pages: {
    otc: 'https://docs.otc.t-systems.com/taurusdb/umn/working_with_taurusdb/backups_and_restorations/restoring_data_from_a_backup.html',
    huaweicloud:
      'https://support.huaweicloud.com/intl/en-us/api-taurusdb/CreateGaussMySqlInstance.html',
  },
  describe({ cloud, region, instance, instanceId, backupId, projectId }) {
    if (cloud === 'otc') return 'OTC’s API pages have no call that restores a backup.';
    const read = readInstance(instance);
    const isSingle = read.text('type') === 'StandSingle';
    const notShown = { hole: 'The list of instances does not show it.' };
    const strategy = read.strategy(FULL_HOUR);
    const body = {
      ...nameAndPassword(
        read,
        '8 to 32 characters, three of: capital and small letters, digits, special characters ~!@#%^*-_=+?,()&',
      ),
      region: read.need(read.text('region') ?? region, { allowed: 'the region’s id' }),
      datastore: {
        type: 'gaussdb-mysql',
        version: read.need(read.text('datastore', 'version'), {
          allowed: 'the version in three parts, such as 8.0.22',
          takes: (version) => /^\d+\.\d+\.\d+$/.test(version),
        }),
      },
      mode: read.need(read.text('type'), {
        allowed: 'Cluster, StandSingle',
        takes: (mode) => ['Cluster', 'StandSingle'].includes(mode),
      }),
      flavor_ref: read.needText(['flavor_ref'], 'a spec code that is on sale in the zone'),
      ...network(read),
      availability_zone_mode: {
        ...notShown,
        allowed: 'multi, or single, which then forbids master_availability_zone: remove it',
      },
      master_availability_zone: {
        ...notShown,
        allowed: 'the zone of the primary node, where the zone mode is multi',
      },
      slave_count: isSingle
        ? 0
        : { ...notShown, allowed: 'the number of read replicas without quotes, 0 to 9' },
      backup_strategy: strategy ?? {
        start_time: {
          hole:
            strategy === undefined && read.isThere
              ? 'None that the page takes is shown.'
              : read.notShown,
          allowed: 'one full hour in UTC, such as 19:00-20:00',
        },
      },
      charge_info: { charge_mode: 'postPaid' },
      time_zone: read.text('time_zone'),
      enterprise_project_id: read.project(),
      tags: read.tags(),
      restore_point: { source_instance_id: instanceId, backup_id: backupId, type: 'backup' },
    };
    const notes = [
      'The list shows no parameter template: the new instance gets the default one.',
      'The list does not show lower_case_table_names: whether an original with 0 restores with the default, 1, is unverified.',
      'The storage grows by itself: the request has no size.',
      'Encryption (TDE), SSL, proxies, public addresses and the maintenance window are set afterwards (unverified).',
    ];
    return { path: ['v3', projectId, 'instances'], body, notes };
  },
};
