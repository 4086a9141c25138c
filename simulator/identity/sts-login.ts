import { type Answer, jsonAnswer } from '../answer.ts';
import { bodyFields, requiredText, wholeNumber } from '../body-fields.ts';
import type { Call } from '../call.ts';
import type { JsonObject } from '../json-object.ts';
import { noteRefusals } from '../note-refusals.ts';
import { Refusal } from '../refusal.ts';
import { issueTemporaryKey } from './temporary-key.ts';
import { verifiedSubject } from './verify-id-token.ts';

/** POST /v5/agencies/assume-with-oidc, by Huawei Cloud's page AssumeAgencyWithOIDC. */
export function stsLogin(call: Call): Answer {
  const { account } = call.world;
  const fields = bodyFields(call);
  const providerUrn = requiredText(fields, 'provider_urn');
  const agencyUrn = requiredText(fields, 'agency_urn');
  const session = textOf(fields, 'agency_session_name', { least: 2, most: 128 });
  const idToken = textOf(fields, 'id_token', { least: 4, most: 20_000 });
  const hours = { least: 900, most: 43_200, unless: 3600 };
  const seconds = wholeNumber(fields, 'duration_seconds', hours);
  const subject = noteRefusals(call.world, providerUrn, () => {
    const verified = providerUrn === account.providerUrn ? subjectOf(call, idToken) : undefined;
    if (verified === undefined) throw new Refusal('badAuthentication', 'id_token is not accepted');
    if (agencyUrn !== account.agencyUrn) throw new Refusal('noPermission', agencyUrn);
    return verified;
  });
  const { domainId, projectId } = account;
  const key = issueTemporaryKey(call, { domainId, projectIds: [projectId], seconds });
  return jsonAnswer(200, {
    provider: providerUrn,
    audience: call.world.settings.oidc?.audience,
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

function subjectOf({ world, nowMs }: Call, idToken: string): string | undefined {
  const { oidc } = world.settings;
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
