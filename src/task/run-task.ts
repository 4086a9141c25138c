import { TaskClient } from '../task-client.ts';
import { describeMarker } from './backup-name.ts';
import { checkReuse } from './orders.ts';
import { describeProxy, readProxySettings } from './proxy.ts';
import type { Task } from './task.ts';
import { tellTrust } from './trust.ts';

/** What a step and a command have in common once their inputs are right. @throws BackupError */
export async function runTask(
  begun: Omit<Task, 'client' | 'remainingMs'>,
  work: (task: Task) => Promise<void>,
): Promise<void> {
  const { inputs, context } = begun;
  const { clock, startMs, random, log, env, timeouts, dispatcher, words, readOrigin } = context;
  const proxy = readProxySettings(env, (secret) => log.secret(secret), inputs.client);
  log.debug(describeProxy(proxy));
  tellTrust(log, env);
  await checkReuse({ inputs, readOrigin, words });
  if (inputs.retention !== undefined) {
    const marker = describeMarker(await readOrigin());
    if (marker !== undefined) log.info(marker);
  }
  const own = { proxy, clock, random, log, timeouts, dispatcher };
  const client = new TaskClient({ ...inputs.client, ...own });
  const remainingMs = () => Math.max(0, startMs + inputs.waitTimeoutMs - clock.monotonicMs());
  try {
    await work({ ...begun, client, remainingMs });
  } finally {
    await client.close();
  }
}
