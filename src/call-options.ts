/** For calls that a caller may want to end early. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}
