import type { JsonObject } from './wire.ts';

/** The one account every simulator knows: its credentials and its projects. */
export interface Account {
  /** A token for the account’s project. */
  readonly token: string;
  /** A token that was valid once. */
  readonly expiredToken: string;
  /** The id of the permanent key pair. */
  readonly accessKey: string;
  /** Its secret half. */
  readonly secretKey: string;
  /** The id of the temporary key pair. */
  readonly temporaryAccessKey: string;
  /** Its secret half. */
  readonly temporarySecretKey: string;
  /** Belongs to the temporary keys only. */
  readonly securityToken: string;
  /** The IAM user's name. */
  readonly username: string;
  /** The IAM user’s password, full of characters that have to be escaped. */
  readonly password: string;
  /** The id of the account’s own domain. */
  readonly domainId: string;
  /** The name of the account’s own domain. */
  readonly domainName: string;
  /** The project that the instances are in. */
  readonly projectId: string;
  /** Its name, which is the region’s. */
  readonly projectName: string;
  /** A second project of the same account, without instances. */
  readonly otherProjectId: string;
  /** The second project’s name. */
  readonly otherProjectName: string;
  /** What another domain lets this one act as. */
  readonly agencyName: string;
  /** The id of the delegating domain. */
  readonly agencyDomainId: string;
  /** The delegating domain; it has a project of the same name and another id. */
  readonly agencyDomainName: string;
  /** The id of the delegating domain’s project. */
  readonly agencyProjectId: string;
  /** The trust agency an OIDC login at STS assumes, in the account's own domain. */
  readonly agencyUrn: string;
  /** The identity provider at STS. */
  readonly providerUrn: string;
}

/** The account; its project ids are the ones the TaurusDB and GeminiDB pages use in their examples. */
export const account: Account = {
  token: 'simulated-token-of-project-eu-de',
  expiredToken: 'simulated-token-that-has-expired',
  accessKey: 'SIMULATEDACCESSKEY01',
  secretKey: 'simulated-secret-key-that-opens-nothing1',
  temporaryAccessKey: 'SIMULATEDTEMPORARY01',
  temporarySecretKey: 'simulated-temporary-secret-key-of-an-hour',
  securityToken: 'simulated-security-token',
  username: 'backup-operator',
  password: `it's a "simulated" pass wörd 100%`,
  domainId: 'd78cbac186b744899480f25bd022f468',
  domainName: 'OTC-EU-DE-00000000001000012345',
  projectId: '619d3e78f61b4be68bc5aa0b59edcf7b',
  projectName: 'eu-de',
  otherProjectId: '054e292c9880d4992f02c0196d3ea468',
  otherProjectName: 'eu-de_staging',
  agencyName: 'backups-for-us',
  agencyDomainId: '6b8eb224c76842e3ac2f0d1b9a7c5e31',
  agencyDomainName: 'OTC-EU-DE-00000000001000067890',
  agencyProjectId: '0b95b78b67fa045b38104c12fb3d7e29',
  agencyUrn: 'iam::d78cbac186b744899480f25bd022f468:agency:github-backups',
  providerUrn: 'iam::d78cbac186b744899480f25bd022f468:oidcProvider:github',
};

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
