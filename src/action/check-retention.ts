import type { BackupOrder } from '../backup/backup-order.ts';
import type { Check } from '../backup/preflight/preflight-checks.ts';
import type { SharedLists } from '../backup/shared-lists.ts';
import { CancelledError } from '../errors/backup-error.ts';
import { createMarkerTest } from './default-name.ts';
import { buildPruneRule } from './prune-old.ts';
import { describeError } from './report/describe-error.ts';
import type { Step } from './step.ts';

/** What `keep_last` would delete, as one more check. */
export async function checkRetention(
  step: Step,
  order: BackupOrder,
  lists: SharedLists,
): Promise<readonly Check[]> {
  const { inputs, around, client, findLeftMs } = step;
  const { keepLast } = inputs;
  if (keepLast === undefined) return [];
  const title = 'Retention';
  const signal = AbortSignal.any([around.signal, around.clock.signalAfter(findLeftMs())]);
  try {
    const isOurs = createMarkerTest(await around.readContext());
    const rule = buildPruneRule(step, { keepLast, isOurs });
    const old = await client.findOldBackups(order, rule, { signal, lists });
    const list = old.map(({ id, name, beginTime }) => `${id} (${name}, ${beginTime})`).join(', ');
    return [
      { title, verdict: 'passed', text: `Would delete ${old.length}${list && `: ${list}`}.` },
    ];
  } catch (error) {
    if (around.signal.aborted) throw new CancelledError();
    if (signal.aborted) return [{ title, verdict: 'not checked', text: 'wait_timeout is over.' }];
    const { message } = describeError(error);
    return [{ title, verdict: 'warning', text: `Would delete nothing. ${message}` }];
  }
}
