import type { SeedInstance } from './simulated-instance.ts';

/** The engines seeded. */
export type Engine =
  | 'gaussdb-mysql'
  | 'MySQL'
  | 'PostgreSQL'
  | 'SQLServer'
  | 'cassandra'
  | 'mongodb';

const engines: Readonly<Record<Engine, { readonly version: string; readonly ready: string }>> = {
  'gaussdb-mysql': { version: '8.0', ready: 'ACTIVE' },
  MySQL: { version: '8.0', ready: 'ACTIVE' },
  PostgreSQL: { version: '16', ready: 'ACTIVE' },
  SQLServer: { version: '2022_SE', ready: 'ACTIVE' },
  cassandra: { version: '3.11', ready: 'normal' },
  mongodb: { version: '4.0', ready: 'normal' },
};

/** A single-node instance that is ready; its node's id follows from its own. */
export function seedInstance(id: string, name: string, engine: Engine): SeedInstance {
  const { version, ready } = engines[engine];
  const node = { id: masterOf(id), role: 'master', status: ready } as const;
  return { id, name, engine, version, status: ready, nodes: [node] };
}

/** The same instance with a node id of the caller's choice. */
export function withMaster(instance: SeedInstance, nodeId: string): SeedInstance {
  return { ...instance, nodes: [{ id: nodeId, role: 'master', status: instance.status }] };
}

function masterOf(id: string): string {
  return `${id.slice(16, 32)}${id.slice(0, 16)}${id.slice(32).replace('in', 'no')}`;
}
