import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BackupClient, type RestoreGuide, serviceIds } from '../../../src/index.ts';
import { aBackup, HOST, MemoryDispatcher, PROJECT, TOKEN } from '../../support/memory-cloud.ts';
import { randomInstance } from '../../support/random-instances.ts';
import { readText } from '../../support/repository.ts';

type Service = 'dds' | 'gaussdb' | 'geminidb' | 'rds' | 'taurusdb';
type Cloud = 'otc' | 'huaweicloud';

interface Field {
  readonly required: boolean;
  /** As the SDK writes it: `str`, `list[Tag]`, or the name of another class. */
  readonly type: string;
}

/** A class of the SDK with those that its fields are of. */
type Model = Readonly<Record<string, Readonly<Record<string, Field>>>>;

/** The request models of Huawei Cloud's SDK for Python. */
const { models }: { readonly models: Readonly<Record<Service, Readonly<Record<string, Model>>>> } =
  JSON.parse(readText('__tests__/fixtures/restore-models.json'));

const ROOTS: Readonly<Record<Service, string>> = {
  dds: 'RestoreNewInstanceRequestBody',
  gaussdb: 'OpengaussRestoreInstanceRequest',
  geminidb: 'CreateInstanceRequestBody',
  rds: 'CreateRestoreInstanceRequestBody',
  taurusdb: 'MysqlInstanceRequest',
};

type Fault = 'unknown' | 'missing' | 'other type';

const OTC = 'https://docs.otc.t-systems.com';
const DDS_HUAWEI = 'https://support.huaweicloud.com/intl/en-us/api-dds/dds_api_0038.html';
const DDS_CREATE =
  'https://github.com/huaweicloud/huaweicloud-sdk-python-v3/blob/343a486b/huaweicloud-sdk-dds/huaweicloudsdkdds/v3/model/create_instance_request_body.py';
const DDS_OTC = `${OTC}/document-database-service/api-ref/apis_v3.0_recommended/backup_and_restoration/restoring_data_to_a_new_db_instance.html`;

/** Where a page, or a client in production, demands what the model does not have. */
const DIFFERENCES: readonly (readonly [Service, Cloud, Fault, field: string, source: string])[] = [
  ['dds', 'huaweicloud', 'unknown', 'datastore', DDS_HUAWEI],
  ['dds', 'huaweicloud', 'unknown', 'region', DDS_HUAWEI],
  ['dds', 'huaweicloud', 'unknown', 'mode', DDS_HUAWEI],
  ['dds', 'huaweicloud', 'unknown', 'port', DDS_CREATE],
  ['dds', 'huaweicloud', 'unknown', 'tags', DDS_CREATE],
  ['dds', 'otc', 'missing', 'flavor.num', DDS_OTC],
  ['dds', 'otc', 'other type', 'flavor.num', DDS_OTC],
  [
    'gaussdb',
    'otc',
    'unknown',
    'restore_point.type',
    `${OTC}/gaussdb-opengauss/api-ref/apis_recommended/backup_management/restoring_data_to_a_new_db_instance.html`,
  ],
  [
    'rds',
    'huaweicloud',
    'unknown',
    'is_flexus',
    'https://github.com/huaweicloud/terraform-provider-huaweicloud/blob/a0345b8d/huaweicloud/services/rds/resource_huaweicloud_rds_instance.go',
  ],
];

const CASES: readonly (readonly [Service, Cloud])[] = [
  ['rds', 'otc'],
  ['rds', 'huaweicloud'],
  ['dds', 'otc'],
  ['dds', 'huaweicloud'],
  ['gaussdb', 'otc'],
  ['gaussdb', 'huaweicloud'],
  ['geminidb', 'otc'],
  ['geminidb', 'huaweicloud'],
  ['taurusdb', 'huaweicloud'],
];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPlain = (value: unknown, type: string): boolean =>
  (type === 'str' && typeof value === 'string') ||
  (type === 'int' && Number.isInteger(value)) ||
  (type === 'bool' && typeof value === 'boolean');

/** What keeps the SDK from making its object of this body: a fault and a field each. */
function walk(
  value: unknown,
  { model, name, path, marks }: Walk,
): readonly (readonly [Fault, string])[] {
  const fields = model[name];
  if (fields === undefined || !isObject(value)) return [['other type', path.join('.')]];
  const at = (field: string) => [...path, field];
  const missing = Object.entries(fields)
    .filter(([field, { required }]) => required && !(field in value))
    .map(([field]) => ['missing', at(field).join('.')] as const);
  const others = Object.entries(value).flatMap(([field, inner]) => {
    const type = fields[field]?.type;
    if (type === undefined) return [['unknown', at(field).join('.')] as const];
    if (typeof inner === 'string' && marks.includes(inner)) return [];
    const member = /^list\[(\w+)\]$/.exec(type)?.[1];
    const each = member === undefined ? [inner] : inner;
    if (!Array.isArray(each)) return [['other type', at(field).join('.')] as const];
    return each.flatMap((one: unknown) => {
      if (model[member ?? type] !== undefined) {
        return walk(one, { model, name: member ?? type, path: at(field), marks });
      }
      return isPlain(one, member ?? type) ? [] : [['other type', at(field).join('.')] as const];
    });
  });
  return [...missing, ...others];
}

interface Walk {
  readonly model: Model;
  readonly name: string;
  readonly path: readonly string[];
  /** What stands in the place of values that are filled in. */
  readonly marks: readonly string[];
}

type Entry = Readonly<Record<string, unknown>> & { readonly id: string };

/** The guide for a backup of an instance that the list shows, or only the list of Flexus. */
async function guideOf(service: Service, cloud: Cloud, instance: Entry, isFlexus: boolean) {
  const client = new BackupClient({
    cloud,
    region: 'eu-de',
    endpoints: Object.fromEntries(serviceIds.map((one) => [one, HOST])),
    iamEndpoint: HOST,
    projectId: PROJECT,
    credentials: TOKEN,
    dispatcher: new MemoryDispatcher(({ url }) => {
      const isShown = isFlexus === (url.searchParams.get('group_type') === 'flexus');
      return { body: { instances: isShown ? [instance] : [], total_count: isShown ? 1 : 0 } };
    }),
  });
  const backup = aBackup({ service, id: 'b-1', instanceId: instance.id, status: 'COMPLETED' });
  try {
    return await client.describeRestore(backup);
  } finally {
    await client.close();
  }
}

function faultsOf(service: Service, { request, openFields }: RestoreGuide) {
  const model = models[service][ROOTS[service]];
  if (model === undefined || request === undefined) throw new Error(`nothing for ${service}`);
  const marks = openFields.map(({ mark }) => mark);
  return walk(request.body, { model, name: ROOTS[service], path: [], marks });
}

test.each(CASES)(
  '%s on %s: the vendor’s client would send what is printed of 20 instances, but for what a page demands',
  async (service, cloud) => {
    const seen = new Set<string>();
    const instances = fc.sample(randomInstance(service), { numRuns: 20, seed: 20 });
    for (const [at, instance] of instances.entries()) {
      const isFlexus = service === 'rds' && cloud === 'huaweicloud' && at % 5 === 0;
      const guide = await guideOf(service, cloud, instance, isFlexus);
      for (const [fault, field] of faultsOf(service, guide)) seen.add(`${fault}: ${field}`);
    }
    const known = DIFFERENCES.filter(([one, place]) => one === service && place === cloud);
    expect([...seen].toSorted()).toEqual(
      known.map(([, , fault, field]) => `${fault}: ${field}`).toSorted(),
    );
  },
);
