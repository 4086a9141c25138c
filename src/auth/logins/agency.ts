import * as v from 'valibot';
import { advice, option } from '../../errors/advice.ts';
import type { ApiError } from '../../errors/api-error.ts';
import { schemaAnswer } from '../../http/answer-reader.ts';
import type { ApiCall } from '../../http/api-call.ts';
import { askForToken, describeProject, nameProject } from '../iam-token.ts';
import type { Scope } from '../project.ts';
import { listSecrets, type Proof } from '../proof.ts';
import { keyProof, receivedSecret, receivedTime } from '../received.ts';
import { loginFields, visibleText } from './fields.ts';
import { type Asking, type CallerLogin, defineLogin, readBy } from './login-kind.ts';
import { type BaseCredentials, baseLogins, baseSchema } from './registry.ts';

/**
 * An agency of another account, assumed with the login `base`.
 * @see https://docs.otc.t-systems.com/identity-access-management/api-ref/apis/token_management/obtaining_an_agency_token.html
 */
export interface AgencyCredentials {
  /** The kind of login. */
  readonly kind: 'agency';
  /** The name of the agency that the other account has made for ours. */
  readonly agencyName: string;
  /** The name of the account that delegates to us. */
  readonly agencyDomainName: string;
  /** The login that assumes the agency; it can’t be an agency itself. */
  readonly base: BaseCredentials;
}

const HINT = advice`Check ${option('agencyName')} and ${option('agencyDomainName')}, and that the login may assume agencies (Agent Operator).`;

/** An unknown agency is answered with 404. */
const REFUSALS = [401, 403, 404];

const describePurpose = ({ agencyName, agencyDomainName }: AgencyCredentials) =>
  `assume agency ${agencyName} of ${agencyDomainName}`;

/**
 * docs.otc.t-systems.com, identity-access-management, "Obtaining an Agency Token": its table names
 * the agency `agency_name`, its example `xrole_name`, which is what the clients of both clouds send.
 */
export function describeAgencyToken(
  agency: AgencyCredentials,
  scope: Scope | undefined,
): ApiCall<Proof> {
  const role = { domain_name: agency.agencyDomainName, xrole_name: agency.agencyName };
  return askForToken(`${describePurpose(agency)}${nameProject(scope)}`, {
    identity: { methods: ['assume_role'], assume_role: role },
    ...(scope && { scope: { project: describeProject(scope) } }),
  });
}

const HOUR_SECONDS = 3_600;

const keyAnswer = schemaAnswer(
  v.pipe(
    v.object({
      credential: v.object({
        access: receivedSecret,
        secret: receivedSecret,
        securitytoken: receivedSecret,
        expires_at: v.optional(receivedTime),
      }),
    }),
    v.transform(({ credential }) =>
      keyProof({
        accessKey: credential.access,
        secretKey: credential.secret,
        securityToken: credential.securitytoken,
        expiresAtMs: credential.expires_at,
      }),
    ),
  ),
);

/**
 * An agency for a login that signs: a token can't be had with keys alone, temporary keys can.
 * docs.otc.t-systems.com, identity-access-management, "Obtaining a Temporary Access Key and
 * Security Token Through an Agency"
 */
export function describeAgencyKeys(agency: AgencyCredentials): ApiCall<Proof> {
  const role = { domain_name: agency.agencyDomainName, agency_name: agency.agencyName };
  const assumed = { ...role, duration_seconds: HOUR_SECONDS };
  return {
    method: 'POST',
    path: ['v3.0', 'OS-CREDENTIAL', 'securitytokens'],
    body: { auth: { identity: { methods: ['assume_role'], assume_role: assumed } } },
    answer: keyAnswer,
    safeToRepeat: true,
    purpose: describePurpose(agency),
  };
}

/** A base that was given as it is meets the cloud for the first time here; what IAM gave is good. */
const hintAfter = ({ kind, text }: ApiError, base: CallerLogin) =>
  kind === 'login' && base.isUntried ? base.hintInUse({ text }) : HINT;

const baseOf = ({ base }: AgencyCredentials) => readBy(baseLogins, base);

async function assume(agency: AgencyCredentials, asking: Asking): Promise<Proof> {
  const base = baseOf(agency);
  // The project belongs to the other account: the base login is for its own.
  const by = await base.obtain({ ...asking, scopeOf: () => undefined });
  for (const secret of listSecrets(by)) asking.hide(secret);
  const call =
    by.by.kind === 'keys'
      ? describeAgencyKeys(agency)
      : describeAgencyToken(agency, asking.scopeOf(agency.agencyDomainName));
  return await asking.ask({
    ...{ from: 'IAM', call, by, refusals: REFUSALS },
    hintAfter: (refusal) => hintAfter(refusal, base),
  });
}

export const agencyLogin = defineLogin<AgencyCredentials>({
  kind: 'agency',
  title: 'an agency',
  from: 'IAM',
  schema: loginFields({
    kind: v.literal('agency'),
    agencyName: visibleText,
    agencyDomainName: visibleText,
    base: baseSchema,
  }),
  hint: HINT,
  secretFields: [],
  baseOf,
  obtain: assume,
});
