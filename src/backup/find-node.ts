import { LookupError } from '../errors/lookup-error.ts';
import { getService, type ServiceId } from '../services/index.ts';
import type { Session } from '../session.ts';

export interface InstanceRef {
  readonly service: ServiceId;
  readonly instanceId: string;
}

/** The id that the service's calls want: the instance's own, or its primary node's. @throws LookupError */
export async function findNode(
  session: Session,
  { service, instanceId }: InstanceRef,
  signal: AbortSignal,
): Promise<string> {
  const { primaryNode, title } = getService(service);
  if (primaryNode === undefined || !primaryNode.applies(instanceId)) return instanceId;
  const projectId = await session.findProjectId(signal);
  const nodeId = await session.send(service, primaryNode.call(projectId, instanceId), signal);
  if (nodeId === undefined) {
    throw new LookupError(
      `${title} wants the id of the primary node, and no primary node of instance ${instanceId} was found.`,
      [],
      'Check instance_id, region and project, or give the primary node’s id (it stands in the console under the instance’s nodes).',
    );
  }
  session.log.info(
    `${title} wants the id of the primary node: instance ${instanceId} has ${nodeId}.`,
  );
  return nodeId;
}
