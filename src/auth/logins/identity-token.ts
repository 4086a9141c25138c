import * as v from 'valibot';
import { type Advice, advice } from '../../errors/advice.ts';
import { LoginError } from '../../errors/request-errors.ts';
import { abortable } from '../../runtime/abort.ts';
import { answerOf } from '../../runtime/caller.ts';
import { findSecretProblem } from './fields.ts';
import type { Asking } from './login-kind.ts';

/** A fresh identity token (JWT) each time. */
export type GetIdToken = () => Promise<string>;

const readable = v.pipe(
  v.string('is no text'),
  v.rawCheck(({ dataset, addIssue }) => {
    const message = dataset.typed ? findSecretProblem(dataset.value) : undefined;
    if (message !== undefined) addIssue({ message });
  }),
);

/** @throws LoginError that never shows the token */
function parseIdToken(value: unknown): string {
  const parsed = v.safeParse(readable, value);
  if (parsed.success) return parsed.output;
  const [{ message }] = parsed.issues;
  throw new LoginError(`The login failed. The identity token that getIdToken gave ${message}.`, {
    hint: undefined,
  });
}

const claims = v.object({ exp: v.number() });

/** When a token ends, by its own word, in milliseconds since 1970; that word is not checked. */
function findEndMs(idToken: string): number | undefined {
  try {
    const payload = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8');
    return v.parse(claims, JSON.parse(payload)).exp * 1000;
  } catch {
    return undefined;
  }
}

/** The identity tokens of one login. */
export interface IdTokens {
  /** One for the next attempt: it lives for minutes, and a host may throttle for longer. @throws LoginError */
  next(signal: AbortSignal): Promise<string>;
  /** What to change after a refusal; first of all, whether the last one had ended by then. */
  hintAfter(hint: Advice): Advice;
}

export function createIdTokens(getIdToken: GetIdToken, { hide, nowMs }: Asking): IdTokens {
  let endMs: number | undefined;
  return {
    async next(signal) {
      const idToken = parseIdToken(await abortable(answerOf(getIdToken), signal));
      hide(idToken);
      endMs = findEndMs(idToken);
      return idToken;
    },
    hintAfter(hint) {
      const date = new Date(endMs ?? Number.NaN);
      if (Number.isNaN(date.getTime()) || nowMs() < date.getTime()) return hint;
      return advice`The identity token had ended when it was refused, at ${date.toISOString()}: each login needs a fresh one. ${hint}`;
    },
  };
}
