import type { InstanceDetails, SeedInstance, SimulatedNode } from './simulated-instance.ts';

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
