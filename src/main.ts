import { randomInt } from 'node:crypto';
import { reportError } from './action/report/errors.ts';
import { run } from './action/run.ts';
import { readRunContext } from './action/run-context.ts';
import { stepWords } from './action/step-words.ts';
import { createWorkflowLog } from './action/workflow-log.ts';
import { systemClock } from './runtime/clock.ts';
import { listenForCancel } from './task/cancel.ts';

// The action's entry, and nothing but side effects; index.ts is the library's.

const RANDOM_STEPS = 2 ** 32;
const LINGER_MS = 500;

const ELSEWHERE =
  'This action backs up databases as a step of a GitHub Actions workflow, and GITHUB_ACTIONS is not true here, so no log would hide its secrets: elsewhere use the command, https://github.com/OWNER/cloud-db-backup/blob/main/docs/command.md, or the library.';

// Not awaited at the top: the bundler makes one piece of what is no asynchronous module.
async function main(): Promise<void> {
  // Before anything is read: what hides a secret on a runner prints it anywhere else.
  if (process.env['GITHUB_ACTIONS'] !== 'true') {
    process.stderr.write(`${ELSEWHERE}\n`);
    process.exitCode = 1;
    return;
  }
  const log = createWorkflowLog(process.env);
  try {
    await run({
      clock: systemClock,
      // The monotonic clock begins with the process, and the step with it.
      startMs: 0,
      random: () => randomInt(RANDOM_STEPS) / RANDOM_STEPS,
      log,
      signal: listenForCancel(process, log, stepWords),
      env: process.env,
      words: stepWords,
      readOrigin: () => readRunContext(process.env),
    });
  } catch (error) {
    reportError(error, log);
  }
  // A name lookup that nobody waits for any more would keep the process alive for seconds.
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

void main();
