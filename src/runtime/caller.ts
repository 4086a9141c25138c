import { types } from 'node:util';
import type { Log } from './log.ts';

/** Where it is told that a function of the caller's failed, once for each. */
export interface CallerReport {
  readonly log: Log;
  /** Those that have failed. */
  readonly failedFunctions: WeakSet<object>;
}

/** Whatever was thrown; some values can't even be made a text. */
export function describeThrown(thrown: unknown): string {
  try {
    return types.isNativeError(thrown) ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return 'it threw what can’t be shown';
  }
}

function tellFailure({ log, failedFunctions }: CallerReport, given: object, failure: string): void {
  if (failedFunctions.has(given)) return;
  failedFunctions.add(given);
  log.warning(failure);
}

/** The promise may be of another realm, such as a test's, or of a library: no `instanceof` knows it. */
const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  'then' in value &&
  typeof value.then === 'function';

/** Follows what a function goes on with: nothing waits for it, so nothing else would hear of its failure. */
function follow(result: unknown, onFailure: (thrown: unknown) => void): void {
  if (isThenable(result)) Promise.resolve(result).catch(onFailure);
}

/** What hears of a failure of this function. */
const failureOf = (report: CallerReport, name: string, given: object) => (thrown: unknown) =>
  tellFailure(report, given, `The caller’s ${name} failed: ${describeThrown(thrown)}`);

/** Calls a function that the caller gave: that it fails, at once or later, is told, and changes nothing. */
export function callBack<Args extends readonly unknown[]>(
  report: CallerReport,
  name: string,
  given: ((...args: Args) => unknown) | undefined,
  ...args: Args
): void {
  if (given === undefined) return;
  const onFailure = failureOf(report, name, given);
  try {
    follow(given(...args), onFailure);
  } catch (thrown) {
    onFailure(thrown);
  }
}

/** Asks a function that the caller gave for a yes or no: where it fails, or gives anything else, it is a no. */
export function isAffirmed<Args extends readonly unknown[]>(
  report: CallerReport,
  name: string,
  given: (...args: Args) => unknown,
  ...args: Args
): boolean {
  const onFailure = failureOf(report, name, given);
  try {
    const answer = given(...args);
    if (typeof answer === 'boolean') return answer;
    follow(answer, onFailure);
    onFailure(new TypeError('it gave neither true nor false, which is a no'));
  } catch (thrown) {
    onFailure(thrown);
  }
  return false;
}

/** The caller's log, of which a line may fail, at once or later: the work goes on, and the log is told once. */
export function guardLog(log: Log): Log {
  let isTold = false;
  function attempt(write: () => unknown) {
    try {
      follow(write(), tell);
    } catch (thrown) {
      tell(thrown);
    }
  }
  function tell(thrown: unknown) {
    if (isTold) return;
    isTold = true;
    attempt(() => log.warning(`The caller’s log failed: ${describeThrown(thrown)}`));
  }
  return {
    debug: (text) => attempt(() => log.debug(text)),
    info: (text) => attempt(() => log.info(text)),
    warning: (text) => attempt(() => log.warning(text)),
    secret: (value) => attempt(() => log.secret(value)),
  };
}

/** What a function that the caller gave gives; it may be no promise, or one of another realm. @throws an Error */
export async function answerOf(give: () => unknown): Promise<unknown> {
  try {
    return await give();
  } catch (thrown) {
    throw thrown instanceof Error ? thrown : new Error(describeThrown(thrown), { cause: thrown });
  }
}
