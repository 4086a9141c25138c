import type { Cloud } from './options.ts';
import type { Range, RestoreRules } from './restore.ts';
import type { SimulatedInstance } from './state.ts';
import { isJsonObject, type JsonObject } from './wire.ts';

const three = { special: '~!@#$%^*-_=+?,()&', kinds: 3 } as const;
const all = { special: '~!@#%^*-_=+?', kinds: 4 } as const;
const strategy = ['backup_strategy.start_time', 'backup_strategy.keep_days'];
const place = ['vpc_id', 'subnet_id', 'security_group_id'];
const list = (text: string) => text.split(' ');
/** One zone, or several with commas between. */
const zones = /^[a-z0-9-]+(,[a-z0-9-]+)*$/;
const quarter = /^\d\d:(00|15|30|45)-\d\d:\1$/;
const fullHour = /^\d\d:00-\d\d:00$/;
const tags = ['tags[].key', 'tags[].value'];
const days = (least: number, most = 732): Range => ({ least, most });

/** A field by its path; lists are not gone into. */
const at = (body: JsonObject, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((inner, name) => (isJsonObject(inner) ? inner[name] : undefined), body);

/** The disk of a new instance is at least as large as the original's. */
const isSmaller = (body: JsonObject, original: SimulatedInstance | undefined): boolean =>
  Number(at(body, 'volume.size')) < (original?.details.volumeSizeGb ?? 0);

const rdsPorts: Readonly<Record<string, (port: number) => boolean>> = {
  MySQL: (port) => port >= 1024 && port <= 65_535 && port !== 12_017 && port !== 33_071,
  PostgreSQL: (port) => port >= 2100 && port <= 9500,
  SQLServer: (port) =>
    port === 1433 || (port >= 2100 && port <= 9500 && port !== 5355 && port !== 5985),
};

function checkRds(body: JsonObject, original: SimulatedInstance | undefined): string | undefined {
  const port = body['port'];
  const count = String(body['availability_zone']).split(',').length;
  if (count !== (body['ha'] === undefined ? 1 : 2)) return 'availability_zone: one for each node';
  if (isSmaller(body, original)) return 'volume.size is less than the original’s';
  const takesPort = rdsPorts[original?.engine ?? ''];
  return port === undefined || takesPort?.(Number(port)) !== false ? undefined : `port ${port}`;
}

const rdsShared = {
  mandatory: list(
    'name flavor_ref volume.type volume.size availability_zone vpc_id subnet_id restore_point.instance_id restore_point.backup_id',
  ),
  point: { field: 'restore_point', instance: 'instance_id' },
  password: { ...three, special: '~!@#$%^*-_+?,' },
  forms: { availability_zone: zones, 'backup_strategy.start_time': quarter },
  numbers: ['volume.size', 'backup_strategy.keep_days'],
  check: checkRds,
} as const;
const rdsRanges = { 'volume.size': { least: 40, most: 4000, step: 10 } };
const rdsWords = {
  'ha.mode': ['Ha', 'ha', 'HA'],
  'ha.replication_mode': list('async semisync sync'),
};
const rdsOptional = list(
  'password security_group_id restore_point.type ha.mode ha.replication_mode port configuration_id disk_encryption_id data_vip collation unchangeable_param.lower_case_table_names',
);

/** rds: restoring_data_to_a_new_db_instance.rst, and CreateRestoreInstance; is_flexus and unchangeable_param by Terraform's providers. */
export const rdsRestore: Readonly<Record<Cloud, RestoreRules>> = {
  otc: {
    ...rdsShared,
    mandatory: [...rdsShared.mandatory, 'password'],
    optional: [...rdsOptional, ...strategy],
    words: { ...rdsWords, 'volume.type': ['CLOUDSSD', 'ESSD'] },
    ranges: { ...rdsRanges, 'backup_strategy.keep_days': days(1) },
  },
  huaweicloud: {
    ...rdsShared,
    optional: [
      ...rdsOptional,
      ...strategy,
      ...tags,
      ...list('region datastore.type datastore.version time_zone enterprise_project_id'),
      ...list('serverless_info.min_cap serverless_info.max_cap is_flexus'),
    ],
    flags: ['is_flexus'],
    words: {
      ...rdsWords,
      'volume.type': list('COMMON HIGH ULTRAHIGH ULTRAHIGHPRO CLOUDSSD LOCALSSD ESSD'),
    },
    ranges: { ...rdsRanges, 'backup_strategy.keep_days': days(0) },
  },
};

const gaussShared = {
  mandatory: list(
    'name password availability_zone flavor_ref volume.type volume.size vpc_id subnet_id security_group_id restore_point.instance_id restore_point.backup_id',
  ),
  point: { field: 'restore_point', instance: 'instance_id' },
  password: { special: '~!@#%^*-_=+?,', kinds: 3 },
  numbers: ['volume.size', 'backup_strategy.keep_days'],
  // The default port is refused where it is written out.
  forms: {
    availability_zone: /^[a-z0-9-]+(,[a-z0-9-]+){2}$/,
    port: /^(?!8000$)\d+$/,
    'backup_strategy.start_time': fullHour,
  },
  ranges: {
    port: { least: 1024, most: 39_998 },
    'volume.size': { least: 40, most: 1_000_000, step: 40 },
    'backup_strategy.keep_days': days(0),
  },
  check: (body: JsonObject, original: SimulatedInstance | undefined) =>
    isSmaller(body, original) ? 'volume.size is less than the original’s' : undefined,
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
    optional: [
      ...list('configuration_id port time_zone disk_encryption_id enterprise_project_id'),
      ...strategy,
    ],
    words: { 'volume.type': ['ULTRAHIGH', 'ESSD'] },
  },
};

const flavorsOf = (body: JsonObject): readonly JsonObject[] => {
  const { flavor } = body;
  return Array.isArray(flavor) ? flavor.filter(isJsonObject) : [];
};

/** The rules of entries by their kind; `shardNum`: whether a shard has a number. */
function checkFlavors(body: JsonObject, shardNum: boolean): string | undefined {
  const flavors = flavorsOf(body);
  const kinds = flavors.map(({ type }) => type).join();
  if (!['mongos,shard,config', 'replica', 'single'].includes(kinds)) return `flavors ${kinds}`;
  const wrong = flavors.find(({ type, num, size }) => {
    const isNumbered = num !== undefined;
    if (type === 'shard') return isNumbered !== shardNum || size === undefined;
    if (!isNumbered) return true;
    if (type === 'mongos') return size !== undefined || Number(num) < 2;
    return type === 'config' && (Number(num) !== 1 || Number(size) !== 20);
  });
  return wrong && `flavor ${JSON.stringify(wrong)}`;
}

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
  forms: { availability_zone: zones, 'backup_strategy.keep_days': /^\d+$/ },
  ranges: {
    'flavor[].size': { least: 10, most: 2000, step: 10 },
    'backup_strategy.keep_days': days(0),
  },
  isFlat: true,
} as const;

/** dds: restoring_data_to_a_new_db_instance.rst; on Huawei Cloud the page dds_api_0038, and RestoreNewInstance. */
export const ddsRestore: Readonly<Record<Cloud, RestoreRules>> = {
  otc: {
    ...dds,
    forms: { ...dds.forms, 'backup_strategy.start_time': fullHour },
    // The page's table has the number as one, and the size as a text; OTC's SDK sends both as numbers.
    numbers: ['flavor[].num'],
    either: ['flavor[].size'],
    check: (body) => checkFlavors(body, false),
  },
  huaweicloud: {
    ...dds,
    mandatory: [
      ...dds.mandatory,
      ...list('datastore.type datastore.version datastore.storage_engine region mode'),
    ],
    optional: [...dds.optional, ...tags, 'port', 'dss_pool_id'],
    words: { ...dds.words, mode: list('Sharding ReplicaSet Single') },
    forms: { ...dds.forms, 'backup_strategy.start_time': quarter },
    either: ['flavor[].num', 'flavor[].size'],
    check: (body) =>
      checkFlavors(body, true) ?? (isDdsPort(body['port']) ? undefined : `port ${body['port']}`),
  },
};

const isDdsPort = (port: unknown): boolean => {
  const number = Number(port ?? 8635);
  return (number >= 2100 && number <= 9500) || (number >= 27_017 && number <= 27_019);
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
  either: ['flavor[].num', 'flavor[].size'],
  numbers: ['backup_strategy.keep_days'],
  ranges: {
    'flavor[].num': { least: 1, most: 200 },
    'flavor[].size': { least: 1, most: 100_000 },
    'backup_strategy.keep_days': days(0, 35),
  },
  isFlat: true,
} as const;
const geminiZones = /^[a-z0-9-]+(,[a-z0-9-]+,[a-z0-9-]+)?$/;
const geminiForms = { availability_zone: geminiZones, 'backup_strategy.start_time': quarter };
const geminiWords = { 'datastore.storage_engine': ['rocksDB'], 'flavor[].storage': ['ULTRAHIGH'] };

/** A new instance has at least as many nodes, and as much storage. */
function checkNodes(body: JsonObject, original: SimulatedInstance | undefined): string | undefined {
  const [flavor] = flavorsOf(body);
  if (original === undefined || flavor === undefined) return undefined;
  if (Number(flavor['num']) < original.nodes.length) return 'flavor.num is less than before';
  const isLess = Number(flavor['size']) < original.details.volumeSizeGb;
  return isLess ? 'flavor.size is less than before' : undefined;
}

/** geminidb: creating_an_instance.rst, and CreateInstance. */
export const geminiRestore: Readonly<Record<Cloud, RestoreRules>> = {
  otc: {
    ...gemini,
    optional: [...list('configuration_id enterprise_project_id ssl_option'), ...strategy],
    words: { ...geminiWords, 'datastore.type': ['cassandra'], mode: ['Cluster'] },
    forms: geminiForms,
    check: checkNodes,
  },
  huaweicloud: {
    ...gemini,
    // An encryption key must not be sent: the original's is used again.
    optional: [
      ...list('configuration_id enterprise_project_id ssl_option product_type port'),
      ...list('dedicated_resource_id availability_zone_detail.primary_availability_zone'),
      ...list('availability_zone_detail.secondary_availability_zone'),
      ...strategy,
    ],
    words: { ...geminiWords, 'datastore.version': list('3.11 4.0 1.8 1.7 5.0').concat('') },
    forms: { ...geminiForms, availability_zone: zones },
    check: (body, original) => {
      const isPair = String(body['availability_zone']).split(',').length === 2;
      const isNamed = body['availability_zone_detail'] !== undefined;
      return isPair === isNamed ? checkNodes(body, original) : 'availability_zone';
    },
  },
};

/** taurusdb: CreateGaussMySqlInstance; OTC has none. */
export const taurusRestore: Readonly<Partial<Record<Cloud, RestoreRules>>> = {
  huaweicloud: {
    mandatory: [
      ...list('name password region datastore.type datastore.version mode flavor_ref'),
      ...list('availability_zone_mode slave_count'),
      ...list('restore_point.source_instance_id restore_point.backup_id'),
      ...place,
    ],
    // The definition has a policy and a charge as mandatory, and Terraform's provider sends neither.
    optional: [
      ...list('master_availability_zone restore_point.type time_zone enterprise_project_id'),
      ...list('dedicated_resource_id lower_case_table_names charge_info.charge_mode'),
      ...strategy,
      ...tags,
    ],
    point: { field: 'restore_point', instance: 'source_instance_id' },
    password: three,
    words: { mode: ['Cluster', 'StandSingle'], availability_zone_mode: ['single', 'multi'] },
    forms: {
      'datastore.version': /^\d+\.\d+\.\d+$/,
      'charge_info.charge_mode': /^postPaid$/,
      'backup_strategy.start_time': fullHour,
    },
    numbers: ['slave_count', 'lower_case_table_names'],
    // Texts in the SDK and in what Terraform's provider creates, a number in what it changes.
    either: ['backup_strategy.keep_days'],
    ranges: {
      slave_count: { least: 0, most: 9 },
      lower_case_table_names: { least: 0, most: 1 },
      'backup_strategy.keep_days': days(1),
    },
    check: (body) => {
      const isMulti = body['availability_zone_mode'] === 'multi';
      const isNamed = body['master_availability_zone'] !== undefined;
      return isMulti === isNamed ? undefined : 'master_availability_zone: for multi alone';
    },
    status: 201,
  },
};
