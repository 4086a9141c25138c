import { isWord } from '../fields.ts';
import {
  type InstanceReader,
  nameAndPassword,
  network,
  QUARTER_HOUR,
  readInstance,
} from './listed-instance.ts';
import type { RestoreSource, RestoreWay } from './restore-way.ts';

/** By the ends of ids: what is gone from the list still has its engine. */
const engineEndings: Readonly<Record<string, string>> = {
  in01: 'MySQL',
  in03: 'PostgreSQL',
  in04: 'SQLServer',
};

const replicationModes: Readonly<Record<string, string>> = {
  MySQL: 'async or semisync',
  PostgreSQL: 'async or sync',
  SQLServer: 'sync',
};

function volumeTypes({ cloud, region }: RestoreSource): readonly string[] {
  if (region === 'eu-ch2') return ['ULTRAHIGH'];
  if (cloud === 'otc') return ['CLOUDSSD', 'ESSD'];
  return 'COMMON,HIGH,ULTRAHIGH,ULTRAHIGHPRO,CLOUDSSD,LOCALSSD,ESSD'.split(',');
}

/** The zones of a node or two, the primary one's first. */
function zonesInOrder(instance: unknown): readonly string[] {
  const nodes = readInstance(instance)
    .list('nodes')
    .map((node) => readInstance(node));
  return ['master', 'slave'].flatMap((role) =>
    nodes
      .filter((node) => isWord(node.at('role'), role))
      .flatMap((node) => node.text('availability_zone') ?? []),
  );
}

/** https://docs.otc.t-systems.com/…/restoring_data_to_a_new_db_instance.html, CreateRestoreInstance. */
export const restore: RestoreWay = {
  console:
    'Service List → Relational Database Service → Backups → Restore in the backup’s row → Create New Instance',
  pages: {
    otc: 'https://docs.otc.t-systems.com/relational-database-service/api-ref/api_v3_recommended/backup_and_restoration/restoring_data_to_a_new_db_instance.html',
    huaweicloud: 'https://support.huaweicloud.com/intl/en-us/api-rds/rds_09_0008.html',
    'huaweicloud-eu': 'https://support.huaweicloud.com/intl/en-us/api-rds/rds_09_0008.html',
  },
  describe(source) {
    const { instance, instanceId, backupId, projectId } = source;
    const read = readInstance(instance);
    const kind = read.text('type');
    if (kind !== undefined && kind !== 'Single' && kind !== 'Ha') {
      return `An instance of type ${kind} is none that the page’s request is known to make.`;
    }
    const engine = read.text('datastore', 'type') ?? engineEndings[instanceId.slice(-4)];
    const zones = zonesInOrder(instance);
    const body = {
      ...nameAndPassword(
        read,
        '8 to 32 characters, three of: capital and small letters, digits, special characters ~!@#%^*-_+?,',
      ),
      flavor_ref: read.needText(['flavor_ref'], 'a spec code that is on sale in the zone'),
      volume: describeVolume(source),
      availability_zone: read.need(
        zones.length === (kind === 'Ha' ? 2 : 1) ? zones.join(',') : undefined,
        { allowed: 'a zone, such as eu-de-01; of primary and standby both, with a comma between' },
      ),
      ha: kind === 'Ha' ? describePair(read, engine) : undefined,
      ...network(read),
      ...(source.cloud === 'otc' ? otcFields(source, engine) : huaweiFields(source, engine)),
      port: read.text('port'),
      backup_strategy: read.strategy(QUARTER_HOUR),
      restore_point: { instance_id: instanceId, type: 'backup', backup_id: backupId },
    };
    return {
      path: ['v3', projectId, 'instances'],
      body,
      notes: [
        'The list shows no parameter template: the new instance gets the default one (unverified).',
        ...engineNotes(engine),
        ...(source.cloud === 'otc' ? ['Tags and the time zone are no fields of the request.'] : []),
        ...(read.isThere
          ? []
          : [
              'Left out, the disk is not encrypted (disk_encryption_id), and there is one node (ha).',
            ]),
        ...(body.backup_strategy === undefined
          ? ['Automated backups are as the cloud makes them by default.']
          : []),
        'SSL, read replicas, public addresses and the maintenance window are set afterwards.',
      ],
    };
  },
};

function describeVolume(source: RestoreSource) {
  const read = readInstance(source.instance);
  const types = volumeTypes(source);
  return {
    type: read.need(read.text('volume', 'type'), {
      allowed: types.join(', '),
      takes: (type) => types.includes(type),
    }),
    size: read.needWhole(
      ['volume', 'size'],
      'GB as a number without quotes: 40 to 4000, a multiple of 10, no less than the original had',
    ),
  };
}

/** A primary and a standby node. */
const describePair = (read: InstanceReader, engine = '') => ({
  mode: 'Ha',
  replication_mode: read.needText(
    ['ha', 'replication_mode'],
    replicationModes[engine] ?? 'async, semisync or sync, by the engine',
  ),
});

/** The Swiss page has none of them. */
function otcFields({ instance, region }: RestoreSource, engine: string | undefined) {
  const read = readInstance(instance);
  if (region === 'eu-ch2') return {};
  return {
    disk_encryption_id: read.text('disk_encryption_id'),
    collation: engine === 'SQLServer' ? read.text('collation') : undefined,
  };
}

function huaweiFields({ instance, region }: RestoreSource, engine: string | undefined) {
  const read = readInstance(instance);
  const version = read.text('datastore', 'version');
  return {
    region: read.need(read.text('region') ?? region, { allowed: 'the region’s id' }),
    datastore: engine && version ? { type: engine, version } : undefined,
    disk_encryption_id: read.text('disk_encryption_id'),
    time_zone: read.text('time_zone'),
    enterprise_project_id: read.project(),
    tags: read.tags(),
  };
}

function engineNotes(engine: string | undefined): readonly string[] {
  if (engine === 'MySQL') {
    return [
      'The list does not show lower_case_table_names: an original with 0 may not restore with the default, 1 (unverified).',
    ];
  }
  return engine === 'SQLServer'
    ? ['Where no collation is printed, the server’s default applies (unverified).']
    : [];
}
