import type { ApiCall } from '../../src/http/api-call.ts';
import type { ServiceId } from '../../src/model.ts';
import { getService, serviceIds } from '../../src/services/index.ts';
import { examples } from '../support/fixtures.ts';

export interface ServiceCall {
  readonly service: ServiceId;
  readonly operation: string;
  readonly call: ApiCall<unknown>;
  /** The bodies that the service's pages show. */
  readonly bodies: readonly unknown[];
}

const projectId = '054e292c9880d4992f02c0196d3ea468';
const instanceId = 'ed7cc6166ec24360a5ed5c5c9c2ed726in01';

const bodiesOf = (isSeed: (example: (typeof examples)[number]) => boolean) =>
  examples.filter(isSeed).map(({ response }) => response.body);

/** The one documented list of instances, as each service has it. */
const instanceBodies = bodiesOf(({ operation }) => operation === 'primary-node').flatMap((body) => [
  body,
  JSON.parse(JSON.stringify(body).replaceAll('"status":', '"actions":["CREATE"],"status":')),
]);

function callsOf(id: ServiceId): readonly ServiceCall[] {
  const service = getService(id);
  const order = { projectId, instanceId, name: 'nightly', description: 'x', databases: [] };
  const calls: readonly (readonly [string, ApiCall<unknown> | undefined])[] = [
    ['create', service.createBackup(order)],
    ['list', service.listBackups({ projectId })],
    ['job', service.findJob?.(projectId, 'j-1')],
    ['delete', service.deleteBackup(projectId, 'b-1')],
    ['instances', service.listInstances({ projectId, id: instanceId })],
  ];
  return calls.flatMap(([operation, call]) => {
    if (call === undefined) return [];
    const own = bodiesOf((example) => example.service === id && example.operation === operation);
    const bodies = operation === 'instances' ? instanceBodies : own.length > 0 ? own : [{}];
    return [{ service: id, operation, call, bodies }];
  });
}

/** Every call of every service that reads an answer. */
export const serviceCalls: readonly ServiceCall[] = serviceIds.flatMap(callsOf);
