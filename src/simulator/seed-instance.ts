import type { SeedInstance } from './simulated-instance.ts';

/** What instances of one kind have in common. */
export interface Engine {
  readonly name: string;
  readonly version: string;
  /** The status word of an instance that is ready. */
  readonly ready: string;
}

/** A single-node instance that is ready; its node's id follows from its own. */
export function seedInstance(id: string, name: string, engine: Engine): SeedInstance {
  const { version, ready } = engine;
  const node = { id: masterOf(id), role: 'master', status: ready } as const;
  return { id, name, engine: engine.name, version, status: ready, nodes: [node] };
}

/** The same instance with a node id of the caller's choice. */
export function withMaster(instance: SeedInstance, nodeId: string): SeedInstance {
  return { ...instance, nodes: [{ id: nodeId, role: 'master', status: instance.status }] };
}

function masterOf(id: string): string {
  return `${id.slice(16, 32)}${id.slice(0, 16)}${id.slice(32).replace('in', 'no')}`;
}
