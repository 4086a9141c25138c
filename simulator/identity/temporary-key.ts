import { randomBytes } from 'node:crypto';
import type { Call } from '../call.ts';

/** A key pair that is good together with its security token, and for a while. */
export interface TemporaryKey {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string;
  readonly expiresAt: number;
  readonly domainId: string;
  /** Where it may work. */
  readonly projectIds: readonly string[];
}

/** What the call that asks for a key settles of it. */
export interface KeyGrant extends Pick<TemporaryKey, 'domainId' | 'projectIds'> {
  readonly seconds: number;
}

/** Issues a key for the time asked for, or the one the test has set. */
export function issueTemporaryKey({ world, nowMs }: Call, grant: KeyGrant): TemporaryKey {
  const seconds = world.settings.temporaryKeySeconds ?? grant.seconds;
  const key = {
    accessKey: randomBytes(10).toString('hex').toUpperCase(),
    secretKey: randomBytes(30).toString('base64'),
    securityToken: `gAAAAA${randomBytes(300).toString('base64')}`,
    expiresAt: nowMs + seconds * 1000,
    domainId: grant.domainId,
    projectIds: grant.projectIds,
  };
  world.temporaryKeys.set(key.accessKey, key);
  return key;
}
