import { nameAndPassword, network, PLAIN_TAGS, readInstance } from './listed-instance.ts';
import type { RestoreWay } from './restore-way.ts';

const PAGE =
  'https://support.huaweicloud.com/intl/en-us/api-taurusdb/CreateGaussMySqlInstance.html';

/** Huawei Cloud's CreateGaussMySqlInstance; OTC's API reference has no restore at all. */
export const restore: RestoreWay = {
  console:
    'Service List → TaurusDB → Backups → Restore in the backup’s row → OK → Create New Instance',
  findManual: (cloud) =>
    cloud === 'otc'
      ? 'https://docs.otc.t-systems.com/taurusdb/umn/working_with_taurusdb/backups_and_restorations/restoring_data_from_a_backup.html'
      : 'https://support.huaweicloud.com/intl/en-us/usermanual-taurusdb/taurusdb_03_0071.html',
  pages: { huaweicloud: PAGE, 'huaweicloud-eu': PAGE },
  states: { making: 'BUILD', ready: ['ACTIVE', 'BACKING UP'], failed: ['FAILED'] },
  describe(source) {
    const { cloud, region, instance, instanceId, backup, projectId } = source;
    if (cloud === 'otc') return 'OTC’s API pages have no call that restores a backup.';
    const read = readInstance(instance);
    const isSingle = read.text('type') === 'StandSingle';
    const shownElsewhere = (member: string) =>
      `The list of instances does not show it: GET /v3/${projectId}/instances/${instanceId} does, as ${member}.`;
    const strategy = read.strategy({
      hour: 'full',
      days: { least: 1, most: 732 },
      unless: 'Automated backups are kept for the default time.',
    });
    const tags = read.tags(PLAIN_TAGS);
    const fields = {
      ...nameAndPassword(
        read,
        source,
        '8 to 32 characters, three of: capital and small letters, digits, special characters ~!@#%^*-_=+?,()&',
      ),
      region: read.need(read.text('region') ?? region, { allowed: 'the region’s id' }),
      datastore: {
        type: 'gaussdb-mysql',
        version: read.need(read.text('datastore', 'version') ?? backup.engine?.version, {
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
        open: shownElsewhere('az_mode'),
        allowed: 'multi, or single, which then forbids master_availability_zone: remove it',
      },
      master_availability_zone: {
        open: shownElsewhere('master_az_code'),
        allowed: 'the zone of the primary node, where the zone mode is multi',
      },
      slave_count: isSingle
        ? 0
        : {
            open: shownElsewhere('node_count, which counts the primary node too'),
            allowed: 'the number of read replicas, 0 to 9',
            type: 'number' as const,
          },
      backup_strategy: strategy.value
        ? { ...strategy.value, keep_days: String(strategy.value.keep_days) }
        : {
            start_time: {
              open: read.isThere ? 'None that the page takes is shown.' : read.notShown,
              allowed: 'one full hour in UTC, such as 19:00-20:00',
              suggestion: '19:00-20:00',
            },
          },
      charge_info: { charge_mode: 'postPaid' },
      time_zone: read.text('time_zone'),
      enterprise_project_id: read.project(),
      dedicated_resource_id: read.text('dedicated_resource_id'),
      tags: tags.value,
    };
    const notes = [
      'The list shows no parameter template: the new instance gets the default one.',
      'The list does not show lower_case_table_names: of an original with 0, add "lower_case_table_names": 0. Whether it restores with the default, 1, is unverified.',
      'The storage grows by itself: the request has no size.',
      ...strategy.notes,
      ...tags.notes,
      'Encryption (TDE), SSL, proxies, public addresses and the maintenance window are set afterwards (unverified).',
    ];
    return {
      path: ['v3', projectId, 'instances'],
      fields,
      point: {
        field: 'restore_point',
        value: { source_instance_id: instanceId, backup_id: backup.id, type: 'backup' },
      },
      notes,
    };
  },
};
