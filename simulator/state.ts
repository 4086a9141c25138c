import type { Account, Domain, TokenUser } from './account.ts';
import type { BackupRecord } from './backup-record.ts';
import type { Settings } from './options.ts';

/** The state of one simulator: what exists in its clouds. */
export interface State {
  readonly settings: Settings;
  readonly account: Account;
  readonly instances: SimulatedInstance[];
  /** What their manual backups are still of. */
  readonly deletedInstances: SimulatedInstance[];
  readonly backups: BackupRecord[];
  readonly jobs: JobRecord[];
  /** The services that clients find by a token; known once the hosts listen. */
  readonly catalogue: CatalogueEntry[];
  /** Every token there ever was, by its text. */
  readonly tokens: Map<string, IssuedToken>;
  /** Every temporary key there ever was, by its access key. */
  readonly temporaryKeys: Map<string, TemporaryKey>;
  /** Moments of failed logins in a row, by access key or user. */
  readonly loginFailures: Map<string, number[]>;
  /** Who was refused a login, once for each time. */
  readonly refusedLogins: string[];
}

/** A node of an instance; RDS v1 names instances by their master's id. */
export interface SimulatedNode {
  /** Its id. */
  readonly id: string;
  /** What it is to the instance. */
  readonly role: 'master' | 'slave' | 'readreplica';
  /** The word the instance list shows for it. */
  readonly status: string;
  /** In a DDS cluster, the group that it is of: `mongos`, `shard_1`, `config`. */
  readonly group?: string;
}

/** What the list says of how an instance was made; each service words it in its own way. */
export interface InstanceDetails {
  /** The TCP port of the database. */
  readonly port: string;
  /** The kind of its disks, as the service calls it. */
  readonly volumeType: string;
  /** In GB (1,024 MB): for TaurusDB what is used, for GaussDB all shards together. */
  readonly volumeSizeGb: number;
  /** The specification code. */
  readonly flavor: string;
  /** What the list calls `mode` or `type`, where nodes and engine do not tell it. */
  readonly mode: string;
  /** The id of its VPC. */
  readonly vpcId: string;
  /** The id of its subnet. */
  readonly subnetId: string;
  /** The id of its security group. */
  readonly securityGroupId: string;
  /** The availability zones that its nodes are in, in turns. */
  readonly zones: readonly string[];
  /** The hour of its automated backups, in UTC. */
  readonly backupWindow: string;
  /** How many days an automated backup stays; 0 where there are none. */
  readonly backupKeepDays: number;
  /** Empty where the disks are not encrypted. */
  readonly diskEncryptionId: string;
}

/** What a service file says about an instance it seeds. */
export interface SeedInstance {
  /** Its id. */
  readonly id: string;
  /** Its name; several instances may have the same. */
  readonly name: string;
  /** The engine’s name, as the list writes it. */
  readonly engine: string;
  /** The engine’s version. */
  readonly version: string;
  /** Its nodes, the master among them. */
  readonly nodes: readonly SimulatedNode[];
  /** How it was made. */
  readonly details: InstanceDetails;
  /** Read replicas can not be backed up. */
  readonly replica?: boolean;
  /** RDS Flexus, which the list shows only where it is asked for. */
  readonly flexus?: boolean;
  /** The first three bytes of its addresses. */
  readonly network?: string;
  /** The word the instance list shows while no backup runs. */
  readonly status: string;
}

/** An instance as it stands now. */
export interface SimulatedInstance extends SeedInstance {
  /** The service that made it. */
  readonly service: string;
  /** Instances are shared by all services of one host. */
  readonly host: string;
  /** Epoch ms until which another operation keeps the instance. */
  readonly busyUntil?: number;
  /** Where it was made from a backup. */
  readonly making?: Making;
  /** Epoch ms at which it was deleted. */
  readonly deletedAt?: number;
}

/** How an instance was made from a backup, and how it is shown until it is ready. */
export interface Making {
  /** The backup that it was made from. */
  readonly backupId: string;
  /** The instance that the backup is of. */
  readonly originalId: string;
  /** The X-Client-Token of the call, if it had one. */
  readonly clientToken: string | undefined;
  /** Epoch ms; it is paid for from then on. */
  readonly beganAt: number;
  /** Epoch ms from which the list may show it. */
  readonly visibleFrom: number;
  /** Epoch ms at which it is ready, or fails. */
  readonly until: number;
  /** Its status word until then. */
  readonly word: string;
}

/** What a test may change about an instance. */
export type InstancePatch = Partial<
  Pick<
    SimulatedInstance,
    'name' | 'status' | 'busyUntil' | 'engine' | 'version' | 'nodes' | 'details' | 'flexus'
  >
>;

/** A task of the task center: a backup being made or being deleted. */
export interface JobRecord {
  readonly id: string;
  readonly host: string;
  readonly name: string;
  readonly instance: { readonly id: string; readonly name: string };
  readonly beganAt: number;
  readonly endsAt: number;
  readonly visibleFrom: number;
  readonly failReason: string | undefined;
}

/** A project as tokens name it. */
export interface ScopedProject {
  readonly id: string;
  readonly name: string;
  readonly domain: Domain;
}

/** What a token may be used for; with neither it is unscoped. */
export interface TokenScope {
  readonly project?: ScopedProject;
  readonly domain?: Domain;
}

/** A token and all that IAM knows of it. */
export interface IssuedToken {
  readonly text: string;
  readonly methods: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly user: TokenUser;
  /** Who assumed an agency by it. */
  readonly assumedBy?: TokenUser;
  readonly scope: TokenScope;
  revoked: boolean;
}

/** A key pair that is good together with its security token, and for a while. */
export interface TemporaryKey {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string;
  readonly expiresAt: number;
  readonly domainId: string;
  /** Where it may work. */
  readonly projectIds: readonly string[];
}

/** A service as the clouds' catalogues have it. */
export interface CatalogueEntry {
  /** The word by which clients look for it, such as `rdsv3`. */
  readonly type: string;
  /** Of a project's; `{project_id}` stands for its id. */
  readonly url: string;
}
