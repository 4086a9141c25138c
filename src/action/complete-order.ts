import type { BackupOrder } from '../backup/backup-order.ts';
import { buildDefaultDescription } from './default-description.ts';
import { buildDefaultName } from './default-name.ts';
import type { ActionInputs } from './parse-inputs.ts';
import type { RunContext } from './run-context.ts';

/** Puts the defaults, which come from the run, in place of what was not given. */
export async function completeOrder(
  order: ActionInputs['order'],
  readContext: () => Promise<RunContext>,
  random: () => number,
): Promise<BackupOrder> {
  const { name, description } = order;
  if (name !== undefined && description !== undefined) return { ...order, name, description };
  const run = await readContext();
  return {
    ...order,
    name: name ?? buildDefaultName(run, order, random),
    description: description ?? buildDefaultDescription(run),
  };
}
