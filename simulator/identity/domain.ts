import type { Account } from '../account.ts';

/** What IAM calls a domain and the console an account. */
export interface Domain {
  readonly id: string;
  readonly name: string;
}

/** The account's own domain. */
export function ownDomain({ domainId: id, domainName: name }: Account): Domain {
  return { id, name };
}

/** The domain that lets the account act for it. */
export function agencyDomain({ agencyDomainId: id, agencyDomainName: name }: Account): Domain {
  return { id, name };
}
