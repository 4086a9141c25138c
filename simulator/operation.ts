/** What a route does, the word by which faults and recorded requests name it. */
export type Operation =
  | 'create'
  | 'list'
  | 'job'
  | 'delete'
  | 'instances'
  | 'projects'
  | 'domains'
  | 'versions'
  | 'catalogue'
  | 'login'
  | 'agency-login'
  | 'oidc-login'
  | 'sts-login'
  | 'temporary-keys'
  | 'check-token'
  | 'revoke-token';
