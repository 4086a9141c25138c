import { account, ownDomain, ownUser } from './account.ts';
import type { BackupRecord } from './backup-record.ts';
import { cloudId } from './backups.ts';
import { type SimulatorOptions, settingsFrom } from './options.ts';
import type { ServiceDescription } from './route.ts';
import type { InstanceDetails, IssuedToken, SeedInstance, SimulatedNode, State } from './state.ts';

const dayMs = 86_400_000;
const farAway = Date.parse('2099-12-31T00:00:00Z');

/** The clouds before anybody has called: the account, its tokens and keys, and the seeded instances. */
export function newState(
  options: SimulatorOptions,
  services: readonly ServiceDescription[],
): State {
  const settings = settingsFrom(options);
  const nowMs = settings.now();
  const { tokenSeconds } = options;
  const endsAt = tokenSeconds === undefined ? farAway : nowMs + tokenSeconds * 1000;
  const { temporaryAccessKey: accessKey, temporarySecretKey: secretKey, securityToken } = account;
  const key = { accessKey, secretKey, securityToken, expiresAt: farAway };
  return {
    settings,
    account,
    instances: services.flatMap(({ id: service, host, instances }) =>
      instances.map((instance) => ({ ...instance, service, host })),
    ),
    deletedInstances: [],
    backups: [],
    jobs: [],
    catalogue: [],
    tokens: new Map([
      [account.token, seededToken(account.token, nowMs, endsAt)],
      [account.expiredToken, seededToken(account.expiredToken, nowMs - 2 * dayMs, nowMs - dayMs)],
    ]),
    temporaryKeys: new Map([
      [accessKey, { ...key, domainId: account.domainId, projectIds: [account.projectId] }],
    ]),
    loginFailures: new Map(),
    refusedLogins: [],
  };
}

function seededToken(text: string, issuedAt: number, expiresAt: number): IssuedToken {
  const { projectId: id, projectName: name } = account;
  const scope = { project: { id, name, domain: ownDomain(account) } };
  const user = ownUser(account);
  return { text, methods: ['password'], issuedAt, expiresAt, user, scope, revoked: false };
}

/** What instances of one kind have in common. */
export interface Engine {
  readonly name: string;
  readonly version: string;
  /** The status word of an instance that is ready. */
  readonly ready: string;
  /** How many nodes an instance has; one unless told. */
  readonly nodes?: number;
  /** In what its instances differ from those of RDS for MySQL. */
  readonly details?: Partial<InstanceDetails>;
}

const plainDetails: InstanceDetails = {
  port: '3306',
  volumeType: 'ULTRAHIGH',
  volumeSizeGb: 100,
  flavor: 'rds.mysql.n1.large',
  mode: 'Single',
  vpcId: 'b21630c1-e7d3-450d-907d-39ef5f445ae7',
  subnetId: '45557a98-9e17-4600-8aec-999150bc4eef',
  securityGroupId: '38815c5c-482b-450a-80b6-0a301f2afd97',
  zones: ['eu-de-01', 'eu-de-02', 'eu-de-03'],
  backupWindow: '19:00-20:00',
  backupKeepDays: 7,
  diskEncryptionId: '',
};

/** An instance that is ready; the ids of its nodes follow from its own. */
export function seedInstance(id: string, name: string, engine: Engine): SeedInstance {
  const { version, ready: status, nodes: count = 1 } = engine;
  const nodes = Array.from({ length: count }, (_, at): SimulatedNode => {
    return { id: nodeIdOf(id, at), role: at === 0 ? 'master' : 'slave', status };
  });
  const details = { ...plainDetails, ...engine.details };
  return { id, name, engine: engine.name, version, status, nodes, details };
}

/** The same instance with a node id of the caller's choice. */
export function withMaster(instance: SeedInstance, nodeId: string): SeedInstance {
  return { ...instance, nodes: [{ id: nodeId, role: 'master', status: instance.status }] };
}

/** A made-up id of the form that nodes have; the halves of the instance's own, changed places. */
export function nodeIdOf(id: string, at: number): string {
  const digits = `${id.slice(16, 32)}${id.slice(0, 16)}`;
  const own = at === 0 ? digits : `${digits.slice(0, -1)}${(at % 16).toString(16)}`;
  return `${own}${id.slice(32).replace('in', 'no')}`;
}

/** What a test says of a backup it seeds; the instance is all it must say. */
export interface SeedBackup {
  /** The instance that it is of. */
  readonly instanceId: string;
  /** The service that made it; the instance’s unless told. */
  readonly service?: string;
  /** Made up unless told. */
  readonly id?: string;
  /** Made up of type and id unless told. */
  readonly name?: string;
  /** None unless told. */
  readonly description?: string;
  /** `auto` unless told. */
  readonly type?: 'manual' | 'auto';
  /** Epoch ms; two hours ago unless told. */
  readonly beganAt?: number;
  /** Epoch ms; an hour after it began unless told. */
  readonly endsAt?: number;
  /** Its size in KB (1,024 bytes). */
  readonly sizeKb?: number;
  /** Makes it a failed one. */
  readonly failReason?: string;
  /** The job that has made it; none unless told. */
  readonly jobId?: string;
}

/** Adds a backup to those that exist; unless told, an automated one that was finished an hour ago. */
export function seedBackup(state: State, seed: SeedBackup): BackupRecord {
  const instance = state.instances.find(({ id }) => id === seed.instanceId);
  if (instance === undefined) throw new Error(`no instance ${seed.instanceId}`);
  const { type = 'auto', failReason, jobId } = seed;
  const beganAt = seed.beganAt ?? state.settings.now() - 2 * 3_600_000;
  const id = seed.id ?? cloudId(state, 'backup', `br${instance.id.slice(-2)}`);
  const record: BackupRecord = {
    service: seed.service ?? instance.service,
    host: instance.host,
    id,
    instanceId: instance.id,
    name: seed.name ?? `${type}-${id.slice(0, 8)}`,
    description: seed.description,
    type,
    databases: [],
    beganAt,
    endsAt: seed.endsAt ?? beganAt + 3_600_000,
    visibleFrom: beganAt,
    jobId,
    sizeKb: seed.sizeKb ?? 2_870_272,
    behaviour: failReason === undefined ? {} : { failReason },
    deletingFrom: undefined,
    goneFrom: undefined,
  };
  state.backups.push(record);
  if (jobId !== undefined) {
    const { host, endsAt, visibleFrom } = record;
    const about = { id: jobId, host, name: 'BackupInstance', instance, failReason };
    state.jobs.push({ ...about, beganAt, endsAt, visibleFrom });
  }
  return record;
}
