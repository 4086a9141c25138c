import type { ApiCall } from '../api-call.ts';

/** A database instance as its service lists it. */
export interface InstanceRecord {
  readonly id: string;
  readonly name: string | undefined;
  /** The cloud's own word, and the tasks that run. */
  readonly state: string;
  /** Whether it takes an order now. */
  readonly isFree: boolean;
  /** Whether it is in a state that does not pass by itself. */
  readonly isStuck: boolean;
  /** Whether its service's pages list this state; of another one nothing can be told. */
  readonly isStateKnown: boolean;
  /** The engine's name in lower case, such as `cassandra`. */
  readonly engine: string | undefined;
  /** Whether it is a read replica of another instance; `undefined` where the list does not tell. */
  readonly isReplica: boolean | undefined;
  readonly nodeIds: readonly string[];
  readonly primaryNodeId: string | undefined;
}

export interface InstancePage {
  readonly instances: readonly InstanceRecord[];
  readonly totalCount: number | undefined;
}

/** Which instances to list: those that may be the one with this id, those of this name, or a page of all. */
export interface InstanceFilter {
  readonly projectId: string;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly offset?: number | undefined;
  /** At most 100. */
  readonly limit?: number | undefined;
}

/** For an API that wants a node's id where its users know the instance's. */
export interface PrimaryNodeLookup {
  /** Whether this id is an instance's and has to be looked up. */
  applies(instanceId: string): boolean;
  call(projectId: string, instanceId: string): ApiCall<string | undefined>;
}
