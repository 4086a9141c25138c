import { isWord } from '../fields.ts';
import {
  type InstanceReader,
  nameAndPassword,
  network,
  openSize,
  RDS_TAGS,
  readInstance,
  type StrategyRule,
} from './listed-instance.ts';
import type { FieldValue, OpenField, RestoreSource, RestoreWay } from './restore-way.ts';

export interface Engine {
  readonly name: string;
  readonly replicationModes: string;
  readonly takesPort: (port: number) => boolean;
  /** The last part of its page in OTC's manual. */
  readonly manual: string;
}

const isIn = (port: number, least: number, most: number) => port >= least && port <= most;

const MYSQL: Engine = {
  name: 'MySQL',
  replicationModes: 'async or semisync',
  takesPort: (port) => isIn(port, 1024, 65_535) && ![12_017, 33_071].includes(port),
  manual: 'mysql/backups_and_restorations/restoring_from_backup_files_to_db_instances',
};

/** By the ends of ids, so that an instance that is gone from the list still has its engine. */
const ENGINES: Readonly<Record<string, Engine>> = {
  '01': MYSQL,
  '03': {
    name: 'PostgreSQL',
    replicationModes: 'async or sync',
    takesPort: (port) => isIn(port, 2100, 9500),
    manual: 'postgresql/backups_and_restorations/restoring_from_backup_files_to_rds_for_postgresql',
  },
  '04': {
    name: 'SQLServer',
    replicationModes: 'sync',
    takesPort: (port) => port === 1433 || (isIn(port, 2100, 9500) && ![5355, 5985].includes(port)),
    manual: 'sql_server/backups_and_restorations/restoring_from_backup_files_to_rds_for_sql_server',
  },
};

/** By the end of an instance's id, or a node's. */
export const engineOfId = (id: string): Engine | undefined =>
  ENGINES[/(?:in|no)(\d\d)$/.exec(id)?.[1] ?? ''];

/** By its name in the list, or by the id. */
function engineOf(read: InstanceReader, id: string): Engine | undefined {
  const name = read.text('datastore', 'type');
  return name === undefined
    ? engineOfId(id)
    : Object.values(ENGINES).find((engine) => engine.name === name);
}

const STRATEGY: StrategyRule = {
  hour: 'quarter',
  days: { least: 1, most: 732 },
  unless: 'Automated backups are as the cloud makes them by default.',
};

const page = 'https://support.huaweicloud.com/intl/en-us/api-rds/rds_09_0008.html';

/** https://docs.otc.t-systems.com/…/restoring_data_to_a_new_db_instance.html, CreateRestoreInstance. */
export const restore: RestoreWay = {
  console:
    'Service List → Relational Database Service → Backups → Restore in the backup’s row → Create New Instance → OK',
  findManual: (cloud, instanceId) =>
    cloud === 'otc'
      ? `https://docs.otc.t-systems.com/relational-database-service/umn/working_with_rds_for_${(engineOfId(instanceId) ?? MYSQL).manual}.html`
      : undefined,
  pages: {
    otc: 'https://docs.otc.t-systems.com/relational-database-service/api-ref/api_v3_recommended/backup_and_restoration/restoring_data_to_a_new_db_instance.html',
    huaweicloud: page,
    'huaweicloud-eu': page,
  },
  states: { making: 'BUILD', ready: ['ACTIVE', 'BACKING UP'], failed: ['FAILED', 'CREATE FAIL'] },
  // Huawei's Terraform provider asks for its instances a second time in this way.
  unlisted: { clouds: ['huaweicloud', 'huaweicloud-eu'], query: { group_type: 'flexus' } },
  describe(source) {
    const { cloud, instance, instanceId, backup, projectId } = source;
    const read = readInstance(instance);
    const kind = read.text('type');
    if (kind !== undefined && kind !== 'Single' && kind !== 'Ha') {
      return `An instance of type ${kind} is none that the page’s request is known to make.`;
    }
    const engine = engineOf(read, instanceId);
    const isOtc = cloud === 'otc';
    const days = isOtc ? STRATEGY.days : { ...STRATEGY.days, least: 0 };
    const strategy = read.strategy({ ...STRATEGY, days });
    const tags = read.tags(RDS_TAGS);
    const port = read.text('port');
    const isPortTaken = port === undefined || engine?.takesPort(Number(port)) !== false;
    const fields = {
      ...nameAndPassword(
        read,
        source,
        '8 to 32 characters, three of: capital and small letters, digits, special characters ~!@#%^*-_+?,',
      ),
      flavor_ref: read.needText(['flavor_ref'], 'a spec code that is on sale in the zone'),
      volume: describeVolume(read, source),
      availability_zone: describeZones(read, kind),
      ha: kind === 'Ha' ? describePair(read, engine) : undefined,
      ...network(read),
      ...(isOtc ? otcFields(read, source) : huaweiFields(read, source)),
      port: isPortTaken ? port : undefined,
      backup_strategy: strategy.value && { ...strategy.value },
      tags: isOtc ? undefined : tags.value,
    };
    const notes = [
      'The list shows no parameter template: the new instance gets the default one (unverified).',
      ...engineNotes(source, engine),
      ...(isOtc ? ['Tags and the time zone are no fields of the request.'] : tags.notes),
      isPortTaken ? '' : `The page takes no port ${port}: the new instance gets the default one.`,
      read.isThere
        ? ''
        : 'Left out, the disk is not encrypted (disk_encryption_id), and there is one node (ha).',
      source.isUnlisted
        ? 'The instance is of RDS Flexus: is_flexus is what Huawei’s Terraform provider sends, and on no page that was read.'
        : '',
      isOtc || read.isThere
        ? ''
        : 'Of an instance of RDS Flexus, which the list leaves out, add "is_flexus": true (unverified).',
      ...strategy.notes,
      'SSL, read replicas, public addresses and the maintenance window are set afterwards.',
    ];
    return {
      path: ['v3', projectId, 'instances'],
      fields,
      point: {
        field: 'restore_point',
        value: { instance_id: instanceId, type: 'backup', backup_id: backup.id },
      },
      notes: notes.filter(Boolean),
    };
  },
};

interface VolumeTypes extends Pick<OpenField, 'allowed' | 'suggestion'> {
  readonly types: readonly string[];
}

export function volumeTypes({
  cloud,
  region,
}: Pick<RestoreSource, 'cloud' | 'region'>): VolumeTypes {
  if (region === 'eu-ch2') return { types: ['ULTRAHIGH'], allowed: 'ULTRAHIGH' };
  const suggestion = 'CLOUDSSD';
  if (cloud === 'otc') {
    const allowed = 'CLOUDSSD, or ESSD, the extreme SSD';
    return { types: ['CLOUDSSD', 'ESSD'], allowed, suggestion };
  }
  const types = 'COMMON,HIGH,ULTRAHIGH,ULTRAHIGHPRO,CLOUDSSD,LOCALSSD,ESSD'.split(',');
  return { types, allowed: types.join(', '), suggestion };
}

function describeVolume(read: InstanceReader, source: RestoreSource): FieldValue {
  const { types, ...open } = volumeTypes(source);
  const least = source.backup.leastVolumeGb ?? 0;
  const size = read.whole('volume', 'size');
  return {
    type: read.need(read.text('volume', 'type'), {
      ...open,
      takes: (type) => types.includes(type),
    }),
    size:
      size === undefined
        ? {
            ...openSize(
              read,
              `GB: 40 to 4000, a multiple of 10, ${least > 0 ? `${least} at least` : 'no less than the original had'}`,
            ),
            type: 'number',
            ...(least > 0 && { suggestion: String(least) }),
          }
        : Math.max(size, least),
  };
}

/** The zones of a node or two, the primary one's first. */
function describeZones(read: InstanceReader, kind: string | undefined): string | OpenField {
  const nodes = read.list('nodes').map((node) => readInstance(node));
  const zones = ['master', 'slave'].flatMap((role) =>
    nodes
      .filter((node) => isWord(node.at('role'), role))
      .flatMap((node) => node.text('availability_zone') ?? []),
  );
  return read.need(zones.length === (kind === 'Ha' ? 2 : 1) ? zones.join(',') : undefined, {
    allowed: 'a zone, such as eu-de-01; of primary and standby both, with a comma between',
  });
}

/** A primary and a standby node. */
const describePair = (read: InstanceReader, engine: Engine | undefined) => ({
  mode: 'Ha',
  replication_mode: read.needText(
    ['ha', 'replication_mode'],
    engine?.replicationModes ?? 'async, semisync or sync, by the engine',
  ),
});

/** The Swiss page has none of them. */
function otcFields(read: InstanceReader, { region, instanceId }: RestoreSource) {
  if (region === 'eu-ch2') return {};
  return {
    disk_encryption_id: read.text('disk_encryption_id'),
    collation:
      engineOf(read, instanceId)?.name === 'SQLServer' ? read.text('collation') : undefined,
  };
}

function huaweiFields(read: InstanceReader, source: RestoreSource) {
  const { region, backup, instanceId, isUnlisted } = source;
  const [least, most] = [
    read.text('serverless_info', 'min_compute_unit'),
    read.text('serverless_info', 'max_compute_unit'),
  ];
  return {
    region: read.need(read.text('region') ?? region, { allowed: 'the region’s id' }),
    datastore: {
      type: read.need(
        read.text('datastore', 'type') ?? backup.engine?.type ?? engineOfId(instanceId)?.name,
        { allowed: 'MySQL, PostgreSQL or SQLServer' },
      ),
      version: read.need(read.text('datastore', 'version') ?? backup.engine?.version, {
        allowed: 'the original’s version',
      }),
    },
    disk_encryption_id: read.text('disk_encryption_id'),
    time_zone: read.text('time_zone'),
    enterprise_project_id: read.project(),
    serverless_info: least && most ? { min_cap: least, max_cap: most } : undefined,
    is_flexus: isUnlisted ? true : undefined,
  };
}

function engineNotes(source: RestoreSource, engine: Engine | undefined): readonly string[] {
  const { instanceId, projectId, cloud } = source;
  if (engine?.name === 'MySQL') {
    return [
      `The list does not show lower_case_table_names. Of an original with 0, add "unchangeable_param": {"lower_case_table_names": "0"}, as both vendors’ Terraform providers do: with the default, 1, it may not restore (unverified). GET /v3/${projectId}/instances/${instanceId}/configurations shows the parameters of an instance.`,
      ...(cloud === 'otc'
        ? []
        : [
            'For a single or a primary/standby instance of MySQL, the page of the create call has a header X-Client-Token: by its UUID the same call makes one instance only. In a restore that is unverified.',
          ]),
    ];
  }
  return engine?.name === 'SQLServer'
    ? ['Where no collation is printed, the server’s default applies (unverified).']
    : [];
}
