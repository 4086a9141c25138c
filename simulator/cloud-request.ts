/** A request that has fully arrived. */
export interface CloudRequest {
  readonly method: string;
  /** As sent, still percent-encoded. */
  readonly rawPath: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** How a fault makes the list that it asks for behave. */
  readonly listQuirk?: ListQuirk;
}

/** What a list does otherwise than its page says. */
export interface ListQuirk {
  /** It shows the backups of every instance. */
  readonly ignoresInstance?: boolean;
  /** It gives so many entries a page at most, whatever was asked for. */
  readonly most?: number;
}
