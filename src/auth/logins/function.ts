import * as v from 'valibot';
import { LoginError } from '../../errors/request-errors.ts';
import { abortable } from '../../runtime/abort.ts';
import { answerOf } from '../../runtime/caller.ts';
import { listFieldProblems, oneOfKinds } from './fields.ts';
import { type KeyCredentials, keyLogin } from './keys.ts';
import { defineLogin } from './login-kind.ts';
import { type TokenCredentials, tokenLogin } from './token.ts';

/** A function that returns fresh credentials; it is called again when they end or are refused. */
export type CredentialsFunction = () => Promise<TokenCredentials | KeyCredentials>;

const given = oneOfKinds<TokenCredentials | KeyCredentials>([tokenLogin, keyLogin]);

/** What the function gave, in time for a request. @throws LoginError that names the fields */
function parseGiven(value: unknown): TokenCredentials | KeyCredentials {
  if (v.is(given, value)) return value;
  const problems = listFieldProblems(given, value).map((problem) => problem.join(' '));
  throw new LoginError(
    `The login failed. The credentials function gave nothing that can be used: ${problems.join('; ')}.`,
    { hint: 'Let it return { kind: "token", token } or { kind: "keys", accessKey, secretKey }.' },
  );
}

const HINT = 'The function that gives the credentials gave some that the cloud does not accept.';

export const functionLogin = defineLogin<CredentialsFunction>({
  kind: 'function',
  title: 'a function',
  from: 'function',
  schema: v.custom<CredentialsFunction>((value) => typeof value === 'function'),
  hint: HINT,
  hintInUse: () => HINT,
  secretFields: [],
  obtain: async (credentials, { signal }) => ({
    by: parseGiven(await abortable(answerOf(credentials), signal)),
  }),
});
