import type { BackupOrder } from '../backup/backup-order.ts';
import { buildDefaultDescription } from './default-description.ts';
import { buildDefaultName } from './default-name.ts';
import type { ActionInputs } from './parse-inputs.ts';
import type { RunContext } from './run-context.ts';

/** Puts the defaults, which come from the run, in place of what was not given. */
export async function completeOrder(
  { order, reuseExisting }: Pick<ActionInputs, 'order' | 'reuseExisting'>,
  readContext: () => Promise<RunContext>,
  random: () => number,
): Promise<BackupOrder> {
  const { name, description } = order;
  if (name !== undefined && description !== undefined) return { ...order, name, description };
  const run = await readContext();
  return {
    ...order,
    // A re-run has to find the name again, so it can hold nothing that differs between the two.
    name: name ?? buildDefaultName(run, order, reuseExisting ? undefined : random),
    description: description ?? buildDefaultDescription(run),
  };
}
