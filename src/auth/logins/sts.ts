import * as v from 'valibot';
import { advice, option } from '../../errors/advice.ts';
import { schemaAnswer } from '../../http/answer-reader.ts';
import type { ApiCall } from '../../http/api-call.ts';
import type { Proof } from '../proof.ts';
import { keyProof, receivedSecret, receivedTime } from '../received.ts';
import { aFunction, loginFields, visibleText } from './fields.ts';
import { createIdTokens, type GetIdToken, type IdTokens } from './identity-token.ts';
import { defineLogin } from './login-kind.ts';

/** An identity token for temporary keys of an agency; Huawei Cloud's STS only (`POST /v5/agencies/assume-with-oidc`). */
export interface StsCredentials {
  /** The kind of login. */
  readonly kind: 'sts';
  /** Like `iam::ACCOUNT-ID:agency:NAME`. */
  readonly agencyUrn: string;
  /** Like `iam::ACCOUNT-ID:oidcProvider:NAME`. */
  readonly providerUrn: string;
  /** A fresh identity token (JWT) each time: it is asked for before each attempt. */
  readonly getIdToken: () => Promise<string>;
}

const HINT = advice`Check ${option('agencyUrn')} and ${option('providerUrn')}, the audience, and the conditions of the agency’s trust policy.`;

const HOUR_SECONDS = 3_600;
const SESSION_NAME = 'cloud-db-backup';

const stsAnswer = schemaAnswer(
  v.pipe(
    v.object({
      credentials: v.object({
        access_key_id: receivedSecret,
        secret_access_key: receivedSecret,
        security_token: receivedSecret,
        expiration: v.optional(receivedTime),
      }),
    }),
    v.transform(({ credentials }) =>
      keyProof({
        accessKey: credentials.access_key_id,
        secretKey: credentials.secret_access_key,
        securityToken: credentials.security_token,
        expiresAtMs: credentials.expiration,
      }),
    ),
  ),
);

/** Huawei Cloud's STS v5, AssumeAgencyWithOIDC: needs no proof but the identity token itself. */
export const describeStsLogin = (
  { agencyUrn, providerUrn }: StsCredentials,
  idTokens: Pick<IdTokens, 'next'>,
): ApiCall<Proof> => ({
  method: 'POST',
  path: ['v5', 'agencies', 'assume-with-oidc'],
  freshBody: async (signal) => ({
    provider_urn: providerUrn,
    agency_urn: agencyUrn,
    agency_session_name: SESSION_NAME,
    id_token: await idTokens.next(signal),
    duration_seconds: HOUR_SECONDS,
  }),
  answer: stsAnswer,
  safeToRepeat: true,
  purpose: `assume agency ${agencyUrn} with an identity token`,
});

export const stsLogin = defineLogin<StsCredentials>({
  kind: 'sts',
  title: 'the job’s identity token, through STS',
  from: 'STS',
  schema: loginFields({
    kind: v.literal('sts'),
    agencyUrn: visibleText,
    providerUrn: visibleText,
    getIdToken: aFunction<GetIdToken>(),
  }),
  hint: HINT,
  secretFields: [],
  obtain(given, asking) {
    const idTokens = createIdTokens(() => given.getIdToken(), asking);
    return asking.ask({
      from: 'STS',
      call: describeStsLogin(given, idTokens),
      hintAfter: () => idTokens.hintAfter(HINT),
    });
  },
});
