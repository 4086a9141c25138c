import { backupRunning } from './backup-running.ts';
import type { Call } from './call.ts';
import type { JsonObject } from './json-object.ts';
import type { SimulatedInstance } from './simulated-instance.ts';

/** What every service's entry of an instance has: its name, its place, and when it is backed up. */
export function commonMembers(instance: SimulatedInstance, { world }: Call): JsonObject {
  const { vpcId, subnetId, securityGroupId, backupWindow, backupKeepDays } = instance.details;
  return {
    id: instance.id,
    name: instance.name,
    region: world.account.projectName,
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
    private_ips: ['192.168.0.142'],
    charge_info: { charge_mode: 'postPaid' },
  };
}

/** The status word where one stands for a backup that is being made. */
function shownState({ status, ...instance }: SimulatedInstance, { world, nowMs }: Call): string {
  const isRunning = backupRunning(world, { ...instance, status }, nowMs);
  return isRunning && status === 'ACTIVE' ? 'BACKING UP' : status;
}

/** The members that DDS and GeminiDB share besides; what runs stands beside their status. */
export function documentEntry(instance: SimulatedInstance, call: Call): JsonObject {
  const { status, details, engine: type, version } = instance;
  return {
    ...commonMembers(instance, call),
    status,
    mode: details.mode,
    datastore: { type, version },
    created: '2019-01-17T07:05:52',
    updated: '2019-01-17T07:05:47',
    db_user_name: 'rwuser',
    time_zone: '',
    actions: backupRunning(call.world, instance, call.nowMs) ? ['BACKUP'] : [],
  };
}

/** The members of a node that all services share but for their names. */
export function placedNodes({ name, nodes, details: { zones } }: SimulatedInstance) {
  return nodes.map(({ id, role, status, group }, at) => ({
    id,
    name: `${name}_node${at}`,
    role,
    status,
    group,
    zone: zones[at % zones.length] ?? '',
    privateIp: `192.168.0.${142 + at}`,
  }));
}
