import { nameAndPassword, network, readInstance, zonesOf } from './listed-instance.ts';
import type { RestoreWay } from './restore-way.ts';

/** Three zones, or one three times; of two nobody can tell which one counts twice. */
const spread = ([first, ...others]: readonly string[]) =>
  first === undefined || others.length === 1 || others.length > 2
    ? undefined
    : [first, others[0] ?? first, others[1] ?? first].join(',');

/** https://docs.otc.t-systems.com/…/restoring_data_to_a_new_db_instance.html, CreateRestoreInstance. */
export const restore: RestoreWay = {
  console:
    'Service List → GaussDB → Backups → Restore in the backup’s row → OK → the new instance’s settings → Next',
  pages: {
    otc: 'https://docs.otc.t-systems.com/gaussdb-opengauss/api-ref/apis_recommended/backup_management/restoring_data_to_a_new_db_instance.html',
    huaweicloud: 'https://support.huaweicloud.com/intl/en-us/api-gaussdb/gaussdb_api_074.html',
    'huaweicloud-eu': 'https://support.huaweicloud.com/intl/en-us/api-gaussdb/gaussdb_api_074.html',
  },
  describe({ cloud, instance, instanceId, backupId, projectId }) {
    const read = readInstance(instance);
    const isHuawei = cloud !== 'otc';
    const types = isHuawei ? ['ULTRAHIGH', 'ESSD'] : ['ULTRAHIGH'];
    const zones = zonesOf(read.list('nodes'));
    const port = read.text('port');
    const key = read.text('disk_encryption_id');
    const allowed = 'three zones with commas between: three different ones, or one three times';
    const body = {
      ...nameAndPassword(
        read,
        '8 to 32 characters, three of: capital and small letters, digits, special characters ~!@#%^*-_=+?,',
      ),
      availability_zone:
        zones.length === 2
          ? { hole: `The instance’s nodes are in two zones, ${zones.join(' and ')}.`, allowed }
          : read.need(spread(zones), { allowed }),
      flavor_ref: read.needText(['flavor_ref'], 'a spec code, no smaller than the original’s'),
      volume: {
        type: read.need(read.text('volume', 'type'), {
          allowed: types.join(', '),
          takes: (type) => types.includes(type),
        }),
        size: read.needWhole(
          ['volume', 'size'],
          'GB as a number without quotes: a multiple of 40 for each shard, no less than the original had',
        ),
      },
      ...network(read),
      // The page refuses the default where it is written out.
      port: port === '8000' ? undefined : port,
      time_zone: read.text('time_zone'),
      disk_encryption_id: isHuawei ? key : undefined,
      enterprise_project_id: isHuawei ? read.project() : undefined,
      restore_point: {
        instance_id: instanceId,
        backup_id: backupId,
        type: isHuawei ? undefined : 'backup',
      },
    };
    const notes = [
      'The list shows no parameter template: the new instance gets the default one.',
      'Automated backups are kept for the default time, 7 days.',
      'The layout of nodes is the original’s. The original must not be Abnormal or Storage full.',
      key !== undefined && !isHuawei
        ? 'The original’s disk is encrypted; the page has no field for that (unverified what follows).'
        : '',
      !read.isThere && isHuawei ? 'Left out, the disk is not encrypted (disk_encryption_id).' : '',
      'Public addresses, the maintenance window and tags are set afterwards.',
    ];
    return { path: ['v3', projectId, 'instances'], body, notes: notes.filter(Boolean) };
  },
};
