/** A node of an instance; RDS v1 names instances by their master's id. */
export interface SimulatedNode {
  /** Its id. */
  readonly id: string;
  /** What it is to the instance. */
  readonly role: 'master' | 'slave' | 'readreplica';
  /** The word the instance list shows for it. */
  readonly status: string;
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
  Pick<SimulatedInstance, 'name' | 'status' | 'busyUntil' | 'engine' | 'nodes'>
>;
