/**
 * A promise that also ends when the signal aborts, with the signal's reason: for work that does not
 * listen to it by itself. What the work gives later goes to `discard`.
 */
export async function orAbort<Value>(
  work: Promise<Value>,
  signal: AbortSignal,
  discard: (late: Value) => void = () => {},
): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted]);
  } catch (error) {
    work.then(discard, () => {});
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
