import type { Account } from '../account.ts';
import type { JsonObject } from '../json-object.ts';
import { agencyDomain, type Domain, ownDomain } from './domain.ts';

/** Whom a token stands for. */
export interface TokenUser {
  readonly id: string;
  readonly name: string;
  readonly domain: Domain;
  /** Where the user came from; federated users only. */
  readonly federation?: JsonObject;
}

/** The account's IAM user. */
export function ownUser(account: Account): TokenUser {
  const id = 'b95b78b67fa045b38104c12fb9d7e301';
  return { id, name: account.username, domain: ownDomain(account) };
}

/** The other domain's agency, as its tokens name it. */
export function agencyUser(account: Account): TokenUser {
  const name = `${account.agencyDomainName}/${account.agencyName}`;
  return { id: '93e12ecdad6f4abd84968741da0c5b72', name, domain: agencyDomain(account) };
}

/** A user of the identity provider. */
export function federatedUser(account: Account, provider: string, subject: string): TokenUser {
  return {
    id: 'c7e8a0f3b6d94e2f9a1b5c4d3e2f1a09',
    name: subject,
    domain: ownDomain(account),
    federation: {
      identity_provider: { id: provider },
      protocol: { id: 'oidc' },
      groups: [{ id: '45a8c8f0d1e24b3c9f6a7b8c9d0e1f2a', name: 'backup-operators' }],
    },
  };
}
