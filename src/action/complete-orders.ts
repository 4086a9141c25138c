import type { BackupOrder } from '../backup/backup-order.ts';
import { buildDefaultDescription } from './default-description.ts';
import { buildDefaultName, buildSharedName } from './default-name.ts';
import type { ActionInputs } from './inputs/parse-inputs.ts';
import type { Target } from './inputs/target-fields.ts';
import type { RunContext } from './run-context.ts';

export interface OrderSources {
  readonly targets: readonly Target[];
  readonly inputs: Pick<ActionInputs, 'order' | 'reuseExisting'>;
  readonly readContext: () => Promise<RunContext>;
  readonly random: () => number;
}

/** An order for each target, with defaults, which come from the run, in place of what was not given. */
export async function completeOrders(sources: OrderSources): Promise<readonly BackupOrder[]> {
  const { targets, inputs, readContext, random } = sources;
  const { name, description, databases } = inputs.order;
  const isWhole = name !== undefined && description !== undefined;
  const run = isWhole ? undefined : await readContext();
  // A re-run has to find the name again, so it can hold nothing that differs between the two.
  const dice = inputs.reuseExisting ? undefined : random;
  const findName = (target: Target) => {
    if (name === undefined) return run === undefined ? '' : buildDefaultName(run, target, dice);
    return targets.length > 1 ? buildSharedName(name, target.instanceId) : name;
  };
  return targets.map((target) => ({
    ...target,
    name: findName(target),
    description: description ?? (run && buildDefaultDescription(run)),
    databases,
  }));
}
