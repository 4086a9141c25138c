import * as v from 'valibot';
import { parseCloudTime } from '../services/fields.ts';
import type { Proof } from './proof.ts';

/** A secret from the network: fit for a header, or the answer is unreadable. */
export const receivedSecret = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,131072}$/));

/** Milliseconds since 1970, UTC where no zone is named; an end that can't be read is unknown. */
export const receivedTime = v.pipe(
  v.unknown(),
  v.transform((value) => {
    const time = typeof value === 'string' ? parseCloudTime(value) : undefined;
    return time === undefined ? undefined : Date.parse(time);
  }),
);

interface TemporaryKeys {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string;
  readonly expiresAtMs: number | undefined;
}

/** What proves a request by temporary keys. */
export const keyProof = (keys: TemporaryKeys): Proof => ({ by: { kind: 'keys', ...keys } });
