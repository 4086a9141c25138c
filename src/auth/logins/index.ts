import * as v from 'valibot';
import { type AgencyCredentials, agencyLogin } from './agency.ts';
import { type FieldProblem, listFieldProblems, oneOfKinds } from './fields.ts';
import { functionLogin } from './function.ts';
import { type CallerLogin, type LoginKind, readBy } from './login-kind.ts';
import { type BaseCredentials, baseLogins, ownLogins } from './registry.ts';

/** How the caller proves who it is. */
export type Credentials = BaseCredentials | AgencyCredentials;

const kinds: readonly LoginKind<Credentials>[] = [...baseLogins, agencyLogin];

const namedSchema = oneOfKinds<Credentials>([...ownLogins, agencyLogin]);

const schema = v.lazy(
  (input): v.GenericSchema<Credentials> =>
    typeof input === 'function' ? functionLogin.schema : namedSchema,
);

/** Which fields of the credentials can’t be right, and why; their values are never shown. */
export const listCredentialProblems = (credentials: unknown): readonly FieldProblem[] =>
  listFieldProblems(schema, credentials);

/** The login of credentials that have no problems. */
export const readLogin = (credentials: Credentials): CallerLogin => readBy(kinds, credentials);

/** @throws ValiError for credentials that have problems */
export const parseCredentials = (credentials: unknown): Credentials => v.parse(schema, credentials);
