import { refuseReplica } from '../backup/instances.ts';
import type { BackupOrder } from '../backup/order.ts';
import { CancelledError, DeadlineError } from '../errors/backup-error.ts';
import { InputError } from '../errors/request-errors.ts';
import {
  buildDefaultDescription,
  buildDefaultName,
  buildRetryName,
  buildSharedName,
  createRunNameTest,
} from './backup-name.ts';
import type { TaskInputs } from './inputs/parse-inputs.ts';
import { hasId, type InstanceById } from './inputs/targets.ts';
import type { Origin } from './origin.ts';
import type { Task } from './task.ts';
import type { Words } from './words.ts';

interface OrderSources {
  readonly targets: readonly InstanceById[];
  readonly inputs: Pick<TaskInputs, 'order' | 'reuseExisting'>;
  readonly readOrigin: () => Promise<Origin>;
  readonly random: () => number;
  readonly words: Words;
}

/**
 * Without a name of its own a re-run finds its backup by the run's id: where the runner tells none,
 * every run would be the same one. @throws InputError
 */
export async function checkReuse({
  inputs,
  readOrigin,
  words,
}: Pick<OrderSources, 'inputs' | 'readOrigin' | 'words'>): Promise<void> {
  if (!inputs.reuseExisting || inputs.order.name !== undefined) return;
  if ((await readOrigin()).runId !== '') return;
  const input = words.input('reuse_existing');
  const problem = `would take the backup of any other run, because ${words.noRun}: give a ${words.input('name')}, or leave ${input} out`;
  throw new InputError([{ input, problem }]);
}

/** An order for each target, with defaults, which come from the run, in place of what was not given. */
export async function completeOrders(
  sources: Omit<OrderSources, 'words'>,
): Promise<readonly BackupOrder[]> {
  const { targets, inputs, readOrigin, random } = sources;
  const { name, description, databases } = inputs.order;
  const isWhole = name !== undefined && description !== undefined;
  const run = isWhole ? undefined : await readOrigin();
  // A re-run has to find the name again, so it can hold nothing that differs between the two.
  const ownRandom = inputs.reuseExisting ? undefined : random;
  const nameOf = (target: InstanceById) => {
    if (name === undefined)
      return run === undefined ? '' : buildDefaultName(run, target, ownRandom);
    return targets.length > 1 ? buildSharedName(name, target.instanceId) : name;
  };
  // Where retention has deleted the failed ones, another name of this run tells what is there.
  const otherNamesOf = (target: InstanceById) =>
    run === undefined || name !== undefined || !inputs.reuseExisting
      ? undefined
      : {
          isOne: createRunNameTest(run, target),
          afterFailures: (count: number) => buildRetryName(run, target, count),
        };
  const ownDescription = description ?? (run && buildDefaultDescription(run, random));
  return targets.map((target) => ({
    ...target,
    name: nameOf(target),
    otherNames: otherNamesOf(target),
    description: ownDescription,
    databases,
  }));
}

/** A step that ends while an instance is looked up says what that means for its backup. */
function explainEarlyEnd(error: unknown): unknown {
  if (error instanceof CancelledError) return new CancelledError();
  return error instanceof DeadlineError ? DeadlineError.before(undefined, error.cause) : error;
}

/**
 * The instances that are meant: one that is known by its name is looked up, and an id that has a
 * name beside it must belong to it. @throws LookupError, UnsupportedError, ApiError, NetworkError
 */
export async function resolveTargets({
  inputs,
  context,
  client,
  remainingMs,
}: Task): Promise<readonly InstanceById[]> {
  const { targets, instanceName: name } = inputs;
  const [target] = targets;
  if (name === undefined || target === undefined) return targets.filter(hasId);
  const { service, instanceId } = target;
  const limits = { signal: context.signal, timeoutMs: remainingMs() };
  const found = await client
    .findInstance({ service, instanceId, name }, limits)
    .catch((error: unknown) => {
      throw explainEarlyEnd(error);
    });
  refuseReplica(found);
  context.log.info(
    instanceId === undefined
      ? `Instance ${name} is ${found.id}.`
      : `Instance ${instanceId} is named ${name}, as it has to be.`,
  );
  return [{ service, instanceId: instanceId ?? found.id }];
}
