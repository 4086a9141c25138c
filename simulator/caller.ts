import type { IssuedToken } from './identity/issued-token.ts';

/** Who makes a call, once that is proved. */
export interface Caller {
  readonly domainId: string;
  /** The projects the proof is good for. */
  readonly projectIds: readonly string[];
  /** Where the proof was a token issued here. */
  readonly token?: IssuedToken;
  /** Where somebody else vouched for the token: its project. */
  readonly vouchedProjectId?: string;
}

/** The caller of a route that asks for no proof before. */
export const nobody: Caller = { domainId: '', projectIds: [] };
