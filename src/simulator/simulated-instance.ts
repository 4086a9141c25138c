/** A node of an instance; RDS v1 names instances by their master's id. */
export interface SimulatedNode {
  readonly id: string;
  readonly role: 'master' | 'slave' | 'readreplica';
  readonly status: string;
}

/** What a service file says about an instance it seeds. */
export interface SeedInstance {
  readonly id: string;
  readonly name: string;
  readonly engine: string;
  readonly version: string;
  readonly nodes: readonly SimulatedNode[];
  /** Read replicas can not be backed up. */
  readonly replica?: boolean;
  /** The word the instance list shows while no backup runs. */
  readonly status: string;
}

/** An instance as it stands now. */
export interface SimulatedInstance extends SeedInstance {
  readonly service: string;
  /** Instances are shared by all services of one host. */
  readonly host: string;
  /** Epoch ms until which another operation keeps the instance. */
  readonly busyUntil?: number;
}

/** What a test may change about an instance. */
export type InstancePatch = Partial<
  Pick<SimulatedInstance, 'name' | 'status' | 'busyUntil' | 'engine' | 'nodes'>
>;
