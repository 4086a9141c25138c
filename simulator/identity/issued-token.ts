import type { Domain } from './domain.ts';
import type { TokenUser } from './token-user.ts';

/** A project as tokens name it. */
export interface ScopedProject {
  readonly id: string;
  readonly name: string;
  readonly domain: Domain;
}

/** What a token may be used for; with neither it is unscoped. */
export interface TokenScope {
  readonly project?: ScopedProject;
  readonly domain?: Domain;
}

/** A token and all that IAM knows of it. */
export interface IssuedToken {
  readonly text: string;
  readonly methods: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly user: TokenUser;
  /** Who assumed an agency by it. */
  readonly assumedBy?: TokenUser;
  readonly scope: TokenScope;
  revoked: boolean;
}
