import type { Credentials } from './credentials.ts';

/** Whether the login itself is a signed call: an agency's is, for somebody with keys. */
export function isSigned(credentials: Credentials): boolean {
  if (typeof credentials === 'function' || credentials.kind !== 'agency') return false;
  const { base } = credentials;
  return typeof base !== 'function' && base.kind === 'keys';
}
