import type { BaseCredentials, Credentials } from '../../auth/credentials.ts';
import type { Inputs } from './input-schema.ts';

type GetIdToken = (audience: string | undefined) => () => Promise<string>;

function toBaseCredentials(inputs: Inputs, getIdToken: GetIdToken): BaseCredentials {
  const { access_key, secret_key, security_token, username, password, domain_name } = inputs;
  const { identity_provider, agency_urn, provider_urn, oidc_audience } = inputs;
  if (access_key !== undefined && secret_key !== undefined) {
    const keys = { accessKey: access_key, secretKey: secret_key };
    return { kind: 'keys', ...keys, securityToken: security_token };
  }
  if (username !== undefined && password !== undefined && domain_name !== undefined) {
    return { kind: 'password', username, password, domainName: domain_name };
  }
  if (identity_provider !== undefined) {
    const identityProvider = identity_provider;
    return { kind: 'oidc', identityProvider, getIdToken: getIdToken(oidc_audience) };
  }
  if (agency_urn !== undefined && provider_urn !== undefined) {
    const urns = { agencyUrn: agency_urn, providerUrn: provider_urn };
    return { kind: 'sts', ...urns, getIdToken: getIdToken(oidc_audience) };
  }
  return { kind: 'token', token: inputs.token ?? '' };
}

/** The library's credentials from inputs that the schema has found to be one complete login. */
export function toCredentials(inputs: Inputs, getIdToken: GetIdToken): Credentials {
  const base = toBaseCredentials(inputs, getIdToken);
  const { agency_name, agency_domain_name } = inputs;
  if (agency_name === undefined || agency_domain_name === undefined) return base;
  return { kind: 'agency', agencyName: agency_name, agencyDomainName: agency_domain_name, base };
}
