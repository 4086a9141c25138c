import * as v from 'valibot';
import type { ApiCall } from '../http/api-call.ts';
import type { AgencyCredentials, ResolvedCredentials, StsCredentials } from './credentials.ts';
import { receivedSecret, receivedTime } from './iam.ts';

const HOUR_SECONDS = 3_600;
const SESSION_NAME = 'cloud-db-backup';

const toProof = (keys: {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string;
  readonly expiresAtMs: number | undefined;
}): ResolvedCredentials => ({ by: { kind: 'keys', ...keys } });

const stsAnswer = v.pipe(
  v.object({
    credentials: v.object({
      access_key_id: receivedSecret,
      secret_access_key: receivedSecret,
      security_token: receivedSecret,
      expiration: v.optional(receivedTime),
    }),
  }),
  v.transform(({ credentials }) =>
    toProof({
      accessKey: credentials.access_key_id,
      secretKey: credentials.secret_access_key,
      securityToken: credentials.security_token,
      expiresAtMs: credentials.expiration,
    }),
  ),
);

/** Huawei Cloud's STS v5, AssumeAgencyWithOIDC: needs no proof but the identity token itself. */
export const askSts = (
  { agencyUrn, providerUrn }: StsCredentials,
  idToken: string,
): ApiCall<ResolvedCredentials> => ({
  method: 'POST',
  path: ['v5', 'agencies', 'assume-with-oidc'],
  body: {
    provider_urn: providerUrn,
    agency_urn: agencyUrn,
    agency_session_name: SESSION_NAME,
    id_token: idToken,
    duration_seconds: HOUR_SECONDS,
  },
  answer: stsAnswer,
  safeToRepeat: true,
  purpose: `assume agency ${agencyUrn} with an identity token`,
});

const credentialAnswer = v.pipe(
  v.object({
    credential: v.object({
      access: receivedSecret,
      secret: receivedSecret,
      securitytoken: receivedSecret,
      expires_at: v.optional(receivedTime),
    }),
  }),
  v.transform(({ credential }) =>
    toProof({
      accessKey: credential.access,
      secretKey: credential.secret,
      securityToken: credential.securitytoken,
      expiresAtMs: credential.expires_at,
    }),
  ),
);

/**
 * An agency for somebody who signs: a token can't be had with keys alone, temporary keys can.
 * docs.otc.t-systems.com, identity-access-management, "Obtaining a Temporary Access Key and
 * Security Token Through an Agency"
 */
export const askForAgencyKeys = ({
  agencyName,
  agencyDomainName,
}: AgencyCredentials): ApiCall<ResolvedCredentials> => ({
  method: 'POST',
  path: ['v3.0', 'OS-CREDENTIAL', 'securitytokens'],
  body: {
    auth: {
      identity: {
        methods: ['assume_role'],
        assume_role: {
          domain_name: agencyDomainName,
          agency_name: agencyName,
          duration_seconds: HOUR_SECONDS,
        },
      },
    },
  },
  answer: credentialAnswer,
  safeToRepeat: true,
  purpose: `assume agency ${agencyName} of ${agencyDomainName}`,
});
