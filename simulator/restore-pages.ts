import type { Cloud } from './options.ts';
import type { RestoreRules } from './restore.ts';

const three = { special: '~!@#$%^*-_=+?,()&', kinds: 3 } as const;
const all = { special: '~!@#%^*-_=+?', kinds: 4 } as const;
const strategy = ['backup_strategy.start_time', 'backup_strategy.keep_days'];
const place = ['vpc_id', 'subnet_id', 'security_group_id'];
const list = (text: string) => text.split(' ');
/** One zone, or several with commas between. */
const zones = /^[a-z0-9-]+(,[a-z0-9-]+)*$/;
const quarter = /^\d\d:(00|15|30|45)-\d\d:\1$/;

const rdsShared = {
  mandatory: list(
    'name flavor_ref volume.type volume.size availability_zone vpc_id subnet_id restore_point.instance_id restore_point.backup_id',
  ),
  point: { field: 'restore_point', instance: 'instance_id' },
  password: { ...three, special: '~!@#$%^*-_+?,' },
  forms: { availability_zone: zones, 'backup_strategy.start_time': quarter },
};
const rdsOptional = list(
  'password security_group_id restore_point.type ha.mode ha.replication_mode port configuration_id disk_encryption_id data_vip collation',
);

/** rds: restoring_data_to_a_new_db_instance.rst, and CreateRestoreInstance. */
export const rdsRestore: Readonly<Record<Cloud, RestoreRules>> = {
  otc: {
    ...rdsShared,
    mandatory: [...rdsShared.mandatory, 'password'],
    optional: [...rdsOptional, ...strategy],
    words: { 'volume.type': ['CLOUDSSD', 'ESSD'] },
  },
  huaweicloud: {
    ...rdsShared,
    optional: [
      ...rdsOptional,
      ...strategy,
      ...list(
        'region datastore.type datastore.version time_zone enterprise_project_id tags[].key tags[].value',
      ),
    ],
    words: {
      'volume.type': list('COMMON HIGH ULTRAHIGH ULTRAHIGHPRO CLOUDSSD LOCALSSD ESSD'),
    },
  },
};

const gaussShared = {
  mandatory: list(
    'name password availability_zone flavor_ref volume.type volume.size vpc_id subnet_id security_group_id restore_point.instance_id restore_point.backup_id',
  ),
  point: { field: 'restore_point', instance: 'instance_id' },
  password: { special: '~!@#%^*-_=+?,', kinds: 3 },
  // The default port is refused where it is written out.
  forms: { availability_zone: /^[a-z0-9-]+(,[a-z0-9-]+){2}$/, port: /^(?!8000$)\d+$/ },
} as const;

/** gaussdb: restoring_data_to_a_new_db_instance.rst, and CreateRestoreInstance. */
export const gaussRestore: Readonly<Record<Cloud, RestoreRules>> = {
  otc: {
    ...gaussShared,
    optional: list('restore_point.type configuration_id port time_zone'),
    words: { 'volume.type': ['ULTRAHIGH'] },
  },
  huaweicloud: {
    ...gaussShared,
    optional: list('configuration_id port time_zone disk_encryption_id enterprise_project_id'),
    words: { 'volume.type': ['ULTRAHIGH', 'ESSD'] },
  },
};

const dds = {
  mandatory: [
    ...list('name availability_zone flavor[].type flavor[].spec_code restore_point.backup_id'),
    ...place,
  ],
  optional: [
    ...list(
      'password flavor[].num flavor[].size disk_encryption_id enterprise_project_id ssl_option',
    ),
    ...strategy,
  ],
  point: { field: 'restore_point' },
  password: all,
  words: { 'flavor[].type': list('mongos shard config replica single'), ssl_option: ['0', '1'] },
  forms: {
    availability_zone: zones,
    'flavor[].size': /^\d+0$/,
    'backup_strategy.keep_days': /^\d+$/,
  },
  isFlat: true,
} as const;

/** dds: restoring_data_to_a_new_db_instance.rst, and RestoreNewInstance. */
export const ddsRestore: Readonly<Record<Cloud, RestoreRules>> = {
  otc: { ...dds, forms: { ...dds.forms, 'backup_strategy.start_time': /^\d\d:00-\d\d:00$/ } },
  huaweicloud: {
    ...dds,
    forms: { ...dds.forms, 'flavor[].num': /^\d+$/, 'backup_strategy.start_time': quarter },
  },
};

const gemini = {
  mandatory: [
    ...list('name password datastore.type datastore.version datastore.storage_engine region'),
    ...list('availability_zone mode flavor[].num flavor[].size flavor[].storage'),
    ...list('flavor[].spec_code restore_info.backup_id'),
    ...place,
  ],
  point: { field: 'restore_info' },
  password: all,
  forms: { availability_zone: /^[a-z0-9-]+(,[a-z0-9-]+,[a-z0-9-]+)?$/ },
  isFlat: true,
} as const;
const geminiWords = { 'datastore.storage_engine': ['rocksDB'], 'flavor[].storage': ['ULTRAHIGH'] };

/** geminidb: creating_an_instance.rst, and CreateInstance. */
export const geminiRestore: Readonly<Record<Cloud, RestoreRules>> = {
  otc: {
    ...gemini,
    optional: [...list('configuration_id enterprise_project_id ssl_option'), ...strategy],
    words: { ...geminiWords, 'datastore.type': ['cassandra'], mode: ['Cluster'] },
  },
  huaweicloud: {
    ...gemini,
    optional: [
      ...list('configuration_id enterprise_project_id ssl_option product_type port'),
      ...strategy,
    ],
    words: geminiWords,
  },
};

/** taurusdb: CreateGaussMySqlInstance; OTC has none. */
export const taurusRestore: Readonly<Partial<Record<Cloud, RestoreRules>>> = {
  huaweicloud: {
    mandatory: [
      ...list('name password region datastore.type datastore.version mode flavor_ref'),
      ...list('availability_zone_mode slave_count backup_strategy.start_time'),
      ...list('charge_info.charge_mode restore_point.source_instance_id restore_point.backup_id'),
      ...place,
    ],
    optional: [
      ...list('master_availability_zone restore_point.type backup_strategy.keep_days time_zone'),
      ...list('enterprise_project_id tags[].key tags[].value'),
    ],
    point: { field: 'restore_point', instance: 'source_instance_id' },
    password: three,
    words: { mode: ['Cluster', 'StandSingle'], availability_zone_mode: ['single', 'multi'] },
    forms: { 'datastore.version': /^\d+\.\d+\.\d+$/, 'charge_info.charge_mode': /^postPaid$/ },
    status: 201,
  },
};
