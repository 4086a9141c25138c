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
  /** Where the database listens. */
  readonly port: number;
  /** In GB. For TaurusDB what is used, for GaussDB of all shards together. */
  readonly volume: { readonly type: string; readonly size: number };
  /** The specification code. */
  readonly flavor: string;
  /** What the list calls `mode` or `type`, where nodes and engine do not tell it. */
  readonly mode: string;
  /** The ids of VPC, subnet and security group. */
  readonly network: {
    readonly vpcId: string;
    readonly subnetId: string;
    readonly securityGroupId: string;
  };
  /** Where its nodes are, in turns. */
  readonly zones: readonly string[];
  /** When it is backed up by itself, and for how many days that stays; 0 for never. */
  readonly backupStrategy: { readonly startTime: string; readonly keepDays: number };
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
}

/** What a test may change about an instance. */
export type InstancePatch = Partial<
  Pick<
    SimulatedInstance,
    'name' | 'status' | 'busyUntil' | 'engine' | 'version' | 'nodes' | 'details'
  >
>;
