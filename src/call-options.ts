/** For calls that a caller may want to end early. */
export interface CallOptions {
  /** Ends the call: it then rejects with the signal’s reason. */
  readonly signal?: AbortSignal | undefined;
}

/** For a caller who never does. */
export const never: AbortSignal = new AbortController().signal;
