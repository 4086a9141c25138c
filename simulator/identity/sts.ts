import { dbsErrorBody, dbsErrors, Refusal } from '../errors.ts';
import { noteRefusals } from '../login-lock.ts';
import { bodyFields, requiredText, wholeNumber } from '../request-fields.ts';
import { type Call, documentedRoute, type ServiceDescription } from '../route.ts';
import { type Answer, type JsonObject, jsonAnswer } from '../wire.ts';
import { verifiedSubject } from './oidc.ts';
import { issueTemporaryKey } from './temporary-keys.ts';

/** Huawei Cloud's Security Token Service; its pages list no codes, so these are placeholders. */
export const sts: ServiceDescription = {
  id: 'sts',
  host: 'sts',
  title: 'Security Token Service (API v5)',
  errors: {
    ...dbsErrors,
    badRequest: { status: 400, code: 'STS5.0001', message: 'Invalid parameter.' },
    noPermission: { status: 403, code: 'STS5.0003', message: 'Access denied.' },
    tokenExpired: { status: 401, code: 'STS5.0002', message: 'Authentication failed.' },
    serverFailure: { status: 500, code: 'STS5.0005', message: 'Internal error.' },
  },
  errorBody: dbsErrorBody,
  gatewayErrorBody: ({ status, message }) =>
    status === 401 ? { error_code: 'STS5.0002', error_msg: message } : undefined,
  routes: [
    {
      ...documentedRoute('sts-login', 'POST /v5/agencies/assume-with-oidc', stsLogin),
      anonymous: true,
    },
  ],
  instances: [],
};

/** POST /v5/agencies/assume-with-oidc, by Huawei Cloud's page AssumeAgencyWithOIDC. */
function stsLogin(call: Call): Answer {
  const { account } = call.state;
  const fields = bodyFields(call);
  const providerUrn = requiredText(fields, 'provider_urn');
  const agencyUrn = requiredText(fields, 'agency_urn');
  const session = textOf(fields, 'agency_session_name', { least: 2, most: 128 });
  const idToken = textOf(fields, 'id_token', { least: 4, most: 20_000 });
  const hours = { least: 900, most: 43_200, unless: 3600 };
  const seconds = wholeNumber(fields, 'duration_seconds', hours);
  const subject = noteRefusals(call.state, providerUrn, () => {
    const verified = providerUrn === account.providerUrn ? subjectOf(call, idToken) : undefined;
    if (verified === undefined) throw new Refusal('badAuthentication', 'id_token is not accepted');
    if (agencyUrn !== account.agencyUrn) throw new Refusal('noPermission', agencyUrn);
    return verified;
  });
  const { domainId, projectId } = account;
  const key = issueTemporaryKey(call, { domainId, projectIds: [projectId], seconds });
  return jsonAnswer(200, {
    provider: providerUrn,
    audience: call.state.settings.oidc?.audience,
    subject_from_id_token: subject,
    assumed_agency: { urn: agencyUrn, id: `${agencyUrn}:${session}` },
    credentials: {
      access_key_id: key.accessKey,
      secret_access_key: key.secretKey,
      security_token: key.securityToken,
      expiration: new Date(key.expiresAt).toISOString(),
    },
  });
}

function subjectOf({ state, nowMs }: Call, idToken: string): string | undefined {
  const { oidc } = state.settings;
  return oidc && verifiedSubject(oidc, idToken, nowMs);
}

function textOf(
  fields: JsonObject,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): string {
  const text = requiredText(fields, name);
  if (text.length >= least && text.length <= most) return text;
  throw new Refusal('badRequest', `${name} must have ${least} to ${most} characters`);
}
