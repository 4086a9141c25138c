import { expect } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import { type Signing, signedFetch } from './signed-fetch.ts';

/** A temporary key as its holder uses it. */
export interface Key {
  readonly access: string;
  readonly secret: string;
  readonly securitytoken: string;
  readonly expires_at: string;
}

/** The key in an answer, which must have one. */
export function keyIn(json: unknown): Key {
  const credential = {
    access: expect.stringMatching(/^[0-9A-Z]{20}$/),
    secret: expect.stringMatching(/^\S{40}$/),
    securitytoken: expect.stringMatching(/^\S{100,}$/),
    expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
  };
  expect(json).toEqual({ credential });
  const parsed: { readonly credential: Key } = JSON.parse(JSON.stringify(json));
  return parsed.credential;
}

/** Asks for backups, signed with a temporary key. */
export async function signedWith(
  simulator: Simulator,
  key: Omit<Key, 'expires_at'>,
  signing: Signing = {},
): Promise<string> {
  const answer = await signedFetch(simulator, {
    accessKey: key.access,
    secretKey: key.secret,
    headers: { 'x-security-token': key.securitytoken },
    ...signing,
  });
  return `${answer.status} ${/"error_msg":"([^"]+)"/.exec(await answer.text())?.[1] ?? ''}`.trim();
}
