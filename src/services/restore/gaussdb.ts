import {
  type InstanceReader,
  nameAndPassword,
  network,
  openSize,
  readInstance,
  zonesOf,
} from './listed-instance.ts';
import type { Copied, OpenField, RestoreWay } from './restore-way.ts';

/** Three zones, or one three times; of two it is not known which one counts twice. */
const spread = ([first, ...others]: readonly string[]) =>
  first === undefined || others.length === 1 || others.length > 2
    ? undefined
    : [first, others[0] ?? first, others[1] ?? first].join(',');

const PAGE = 'https://support.huaweicloud.com/intl/en-us/api-gaussdb/gaussdb_api_074.html';

/** https://docs.otc.t-systems.com/…/restoring_data_to_a_new_db_instance.html, CreateRestoreInstance. */
export const restore: RestoreWay = {
  console:
    'Service List → GaussDB → Backups → Restore in the backup’s row → OK → the new instance’s settings → Next',
  findManual: (cloud) =>
    cloud === 'otc'
      ? 'https://docs.otc.t-systems.com/gaussdb-opengauss/umn/working_with_gaussdb/data_restoration/restoring_a_backup_file_to_a_db_instance.html'
      : 'https://support.huaweicloud.com/eu/usermanual-gaussdb/gaussdb_01_228.html',
  pages: {
    otc: 'https://docs.otc.t-systems.com/gaussdb-opengauss/api-ref/apis_recommended/backup_management/restoring_data_to_a_new_db_instance.html',
    huaweicloud: PAGE,
    'huaweicloud-eu': PAGE,
  },
  states: { making: 'BUILD', ready: ['ACTIVE', 'BACKING UP'], failed: ['FAILED'] },
  describe(source) {
    const { cloud, instance, instanceId, backup, projectId } = source;
    const read = readInstance(instance);
    const isHuawei = cloud !== 'otc';
    const types = isHuawei ? ['ULTRAHIGH', 'ESSD'] : ['ULTRAHIGH'];
    const port = copyPort(read);
    const strategy = read.strategy({
      hour: 'full',
      days: { least: 0, most: 732 },
      unless: 'Automated backups are kept for the default time, 7 days.',
    });
    const fields = {
      ...nameAndPassword(
        read,
        source,
        '8 to 32 characters, three of: capital and small letters, digits, special characters ~!@#%^*-_=+?,',
      ),
      availability_zone: describeZones(zonesOf(read.list('nodes')), read.notShown),
      flavor_ref: read.needText(['flavor_ref'], 'a spec code, no smaller than the original’s'),
      volume: {
        type: read.need(read.text('volume', 'type'), {
          allowed: types.join(', '),
          takes: (type) => types.includes(type),
          suggestion: 'ULTRAHIGH',
        }),
        size: read.whole('volume', 'size') ?? {
          ...openSize(read, 'GB: a multiple of 40 for each shard, no less than the original had'),
          type: 'number' as const,
        },
      },
      ...network(read),
      port: port.value,
      time_zone: read.text('time_zone'),
      disk_encryption_id: isHuawei ? read.text('disk_encryption_id') : undefined,
      enterprise_project_id: isHuawei ? read.project() : undefined,
      backup_strategy: isHuawei && strategy.value ? { ...strategy.value } : undefined,
    };
    const notes = [
      'The list shows no parameter template: the new instance gets the default one.',
      ...(isHuawei ? strategy.notes : ['Automated backups are kept for the default time, 7 days.']),
      'The layout of nodes is the original’s. The original must not be Abnormal or Storage full.',
      ...port.notes,
      ...encryptionNotes(read, isHuawei),
      'Public addresses, the maintenance window and tags are set afterwards.',
    ];
    return {
      path: ['v3', projectId, 'instances'],
      fields,
      point: {
        field: 'restore_point',
        value: {
          instance_id: instanceId,
          backup_id: backup.id,
          ...(isHuawei ? {} : { type: 'backup' }),
        },
      },
      notes,
    };
  },
};

/** The page refuses the default where it is written out. */
function copyPort(read: InstanceReader): Copied<string | undefined> {
  const port = read.text('port');
  if (port === undefined || port === '8000') return { value: undefined, notes: [] };
  return Number(port) >= 1024 && Number(port) <= 39_998
    ? { value: port, notes: [] }
    : {
        value: undefined,
        notes: [`The page takes no port ${port}: the new instance gets 8000.`],
      };
}

function encryptionNotes(read: InstanceReader, isHuawei: boolean): readonly string[] {
  if (isHuawei) {
    return read.isThere ? [] : ['Left out, the disk is not encrypted (disk_encryption_id).'];
  }
  return read.text('disk_encryption_id') === undefined
    ? []
    : [
        'The original’s disk is encrypted; the page has no field for that (unverified what follows).',
      ];
}

function describeZones(zones: readonly string[], notShown: string): string | OpenField {
  const allowed = 'three zones with commas between: three different ones, or one three times';
  return (
    spread(zones) ?? {
      open:
        zones.length === 2
          ? `The instance’s nodes are in two zones, ${zones.join(' and ')}.`
          : notShown,
      allowed,
    }
  );
}
