/** The one account every simulator knows: its credentials and its projects. */
export interface Account {
  readonly token: string;
  /** A token that was valid once. */
  readonly expiredToken: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly temporaryAccessKey: string;
  readonly temporarySecretKey: string;
  /** Belongs to the temporary keys only. */
  readonly securityToken: string;
  readonly domainId: string;
  readonly projectId: string;
  readonly projectName: string;
  /** A second project of the same account, without instances. */
  readonly otherProjectId: string;
  readonly otherProjectName: string;
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
  domainId: 'd78cbac186b744899480f25bd022f468',
  projectId: '619d3e78f61b4be68bc5aa0b59edcf7b',
  projectName: 'eu-de',
  otherProjectId: '054e292c9880d4992f02c0196d3ea468',
  otherProjectName: 'eu-de_staging',
};
