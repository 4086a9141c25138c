import { backupRunning } from './backup-record.ts';
import { Refusal } from './errors.ts';
import { pageOf } from './request-fields.ts';
import type { Call } from './route.ts';
import type { SimulatedInstance } from './state.ts';
import { type Answer, type JsonObject, jsonAnswer } from './wire.ts';

type Entry = (instance: SimulatedInstance, call: Call) => JsonObject;

/** The `instances` and `total_count` every v3 instance page documents, by the filters they share. */
export function instancesAnswer(call: Call, entry: Entry): Answer {
  const { query } = call.request;
  const { id, name, datastore_type: engine, group_type: group } = query;
  const entries = call.state.instances
    .filter(
      (instance) =>
        instance.host === call.service.host &&
        isListed(instance, call.nowMs) &&
        (instance.flexus === true) === (group === 'flexus') &&
        matches(instance.id, id) &&
        matches(instance.name, name) &&
        instance.engine.toLowerCase() === (engine ?? instance.engine).toLowerCase(),
    )
    .map((instance) => entry(instance, call))
    .filter((shown) => hasMembers(shown, query));
  const page = pageOf(call, entries);
  return jsonAnswer(200, { instances: page.entries, total_count: page.total });
}

/** The host's instance with this id; ids that are no 36 characters are refused as malformed. */
export function findInstance(call: Call, id: string): SimulatedInstance {
  if (!/^[A-Za-z0-9-]{36}$/.test(id)) throw new Refusal('badInstanceId', id);
  const found = call.state.instances.find(
    (instance) =>
      instance.host === call.service.host && instance.id === id && isThere(instance, call.nowMs),
  );
  if (found === undefined) throw new Refusal('instanceMissing', id);
  return found;
}

/** What every service's entry of an instance has: its name, its place, and when it is backed up. */
function commonMembers(instance: SimulatedInstance, { state }: Call): JsonObject {
  const { vpcId, subnetId, securityGroupId, backupWindow, backupKeepDays } = instance.details;
  return {
    id: instance.id,
    name: instance.name,
    region: state.account.projectName,
    vpc_id: vpcId,
    subnet_id: subnetId,
    security_group_id: securityGroupId,
    backup_strategy: { start_time: backupWindow, keep_days: backupKeepDays },
    maintenance_window: '02:00-06:00',
  };
}

/** The members that TaurusDB, RDS and GaussDB share besides. */
export function instanceEntry(instance: SimulatedInstance, call: Call): JsonObject {
  const { engine: type, version, details } = instance;
  return {
    ...commonMembers(instance, call),
    status: shownState(instance, call),
    port: Number(details.port),
    datastore: { type, version },
    created: '2018-08-20T02:33:49+0800',
    updated: '2018-08-20T02:33:50+0800',
    volume: { type: details.volumeType, size: details.volumeSizeGb },
    flavor_ref: details.flavor,
    db_user_name: 'root',
    private_ips: isBeingMade(instance, call.nowMs) ? [] : [`${networkOf(instance)}.142`],
    charge_info: { charge_mode: 'postPaid' },
  };
}

/** The members that DDS and GeminiDB share besides; what runs stands beside their status. */
export function documentEntry(instance: SimulatedInstance, call: Call): JsonObject {
  const { details, engine: type, version } = instance;
  return {
    ...commonMembers(instance, call),
    status: statusOf(instance, call.nowMs),
    mode: details.mode,
    datastore: { type, version },
    created: '2019-01-17T07:05:52',
    updated: '2019-01-17T07:05:47',
    db_user_name: 'rwuser',
    time_zone: '',
    actions: showsBackup(instance, call) ? ['BACKUP'] : [],
  };
}

/** The members of a node that all services share but for their names. */
export function placedNodes(instance: SimulatedInstance) {
  const {
    name,
    nodes,
    details: { zones },
  } = instance;
  return nodes.map(({ id, role, status, group }, at) => ({
    id,
    name: `${name}_node${at}`,
    role,
    status,
    group,
    zone: zones[at % zones.length] ?? '',
    privateIp: `${networkOf(instance)}.${142 + at}`,
  }));
}

/** A leading asterisk makes the pages' id and name fuzzy. */
function matches(text: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  return wanted.startsWith('*') ? text.includes(wanted.slice(1)) : text === wanted;
}

/** The filters that are members of the entries too; a page that has no such member has no such filter. */
function hasMembers(shown: JsonObject, query: Readonly<Record<string, string>>): boolean {
  return ['type', 'mode', 'vpc_id', 'subnet_id'].every((member) => {
    const value = shown[member];
    return value === undefined || value === (query[member] ?? value);
  });
}

/** The status word where one stands for a backup that is being made. */
function shownState(instance: SimulatedInstance, call: Call): string {
  const status = statusOf(instance, call.nowMs);
  return status === 'ACTIVE' && showsBackup(instance, call) ? 'BACKING UP' : status;
}

/** Its state apart from the tasks that run on it. */
export const statusOf = ({ status, making }: SimulatedInstance, nowMs: number): string =>
  making !== undefined && nowMs < making.until ? making.word : status;

const isBeingMade = ({ making }: SimulatedInstance, nowMs: number): boolean =>
  making !== undefined && nowMs < making.until;

/** Somebody may have deleted it meanwhile. */
const isThere = ({ deletedAt }: SimulatedInstance, nowMs: number): boolean =>
  deletedAt === undefined || nowMs < deletedAt;

/** A list may be late to show a new one. */
const isListed = (instance: SimulatedInstance, nowMs: number): boolean =>
  isThere(instance, nowMs) && nowMs >= (instance.making?.visibleFrom ?? nowMs);

const networkOf = ({ network = '192.168.0' }: SimulatedInstance): string => network;

/** What the list shows of it may be late; whether the instance takes another task is not. */
const showsBackup = (instance: SimulatedInstance, { state, nowMs }: Call): boolean =>
  backupRunning(state, instance, nowMs - state.settings.stateLagMs);
