import * as v from 'valibot';
import type { ApiCall } from '../api-call.ts';
import { receivedTime } from './iam-token.ts';

/**
 * When a token ends, in milliseconds since 1970.
 * docs.otc.t-systems.com, identity-access-management, "Verifying a Token and Returning a Valid Token"
 */
export const askTokenEnd = (token: string): ApiCall<number | undefined> => ({
  method: 'GET',
  path: ['v3', 'auth', 'tokens'],
  query: { nocatalog: 'true' },
  headers: { 'x-subject-token': token },
  answer: v.pipe(
    v.object({ token: v.object({ expires_at: v.optional(receivedTime) }) }),
    v.transform(({ token: { expires_at } }) => expires_at),
  ),
  isOptional: true,
  purpose: 'find out when the token ends',
});
