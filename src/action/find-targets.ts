import type { Target } from './inputs/target-fields.ts';
import type { Step } from './step.ts';

/**
 * The instances that are meant: one that is known by its name is looked up, and an id that has a
 * name beside it must belong to it. @throws LookupError, ApiError, NetworkError
 */
export async function findTargets({
  inputs,
  around,
  client,
  findLeftMs,
}: Step): Promise<readonly Target[]> {
  const { targets, instanceName: name } = inputs;
  const [target] = targets;
  if (name === undefined || target === undefined) return targets;
  const { service } = target;
  const instanceId = target.instanceId || undefined;
  const found = await client.findInstance(
    { service, instanceId, name },
    { signal: around.signal, timeoutMs: findLeftMs() },
  );
  around.log.info(
    instanceId === undefined
      ? `Instance ${name} is ${found.id}.`
      : `Instance ${instanceId} is named ${name}, as it has to be.`,
  );
  return [{ service, instanceId: instanceId ?? found.id }];
}
