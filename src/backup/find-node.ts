import { LookupError } from '../errors/request-errors.ts';
import type { ServiceId } from '../model.ts';
import { getService } from '../services/index.ts';
import type { Session } from '../session.ts';

export interface InstanceRef {
  readonly service: ServiceId;
  readonly instanceId: string;
}

/** An instance whose API wants a node's id, and tells of no primary one. */
export function describeMissingNode({ service, instanceId }: InstanceRef) {
  const { title } = getService(service);
  return {
    message: `${title} wants the id of the primary node, and no primary node of instance ${instanceId} was found.`,
    hint: 'Check instance_id, region and project, or give the primary node’s id (it stands in the console under the instance’s nodes).',
  };
}

async function lookUpNode(
  session: Session,
  { service, instanceId }: InstanceRef,
  signal: AbortSignal,
): Promise<string> {
  const { primaryNode, title } = getService(service);
  if (primaryNode === undefined) return instanceId;
  const projectId = await session.findProjectId(signal);
  const nodeId = await session.send(service, primaryNode.call(projectId, instanceId), signal);
  if (nodeId === undefined) {
    const { message, hint } = describeMissingNode({ service, instanceId });
    throw new LookupError(message, [], hint);
  }
  session.log.info(
    `${title} wants the id of the primary node: instance ${instanceId} has ${nodeId}.`,
  );
  return nodeId;
}

/** Whether the service's calls want another id than this one. */
export const needsNode = ({ service, instanceId }: InstanceRef): boolean =>
  getService(service).primaryNode?.applies(instanceId) ?? false;

/**
 * The id that the service's calls want: the instance's own, or its primary node's, which is looked up
 * once. @throws LookupError
 */
export async function findNode(
  session: Session,
  instance: InstanceRef,
  signal: AbortSignal,
): Promise<string> {
  const { service, instanceId } = instance;
  if (!needsNode(instance)) return instanceId;
  const key = `${service} ${instanceId}`;
  return await session.nodes.recall(key, (end) => lookUpNode(session, instance, end), signal);
}
