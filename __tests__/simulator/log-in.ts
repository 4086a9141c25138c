import type { Account } from '../../simulator/index.ts';
import type { Received, SimulatedCloud } from '../support/simulated-cloud.ts';

/** A body for POST /v3/auth/tokens, as the password page prints it. */
export function passwordBody(account: Account, scope?: unknown, password = account.password) {
  const { username: name, domainName } = account;
  const user = { name, password, domain: { name: domainName } };
  const identity = { methods: ['password'], password: { user } };
  return { auth: { identity, ...(scope === undefined ? {} : { scope }) } };
}

/** Logs in with the password, into the account's own project unless told. */
export function logIn({ send, simulator }: SimulatedCloud, scope?: unknown): Promise<Received> {
  const { account } = simulator;
  const own = { project: { id: account.projectId } };
  const body = passwordBody(account, scope ?? own);
  return send('iam', 'POST /v3/auth/tokens?nocatalog=true', { body, anonymous: true });
}

/** The token of a login that must have succeeded. */
export async function tokenOf(answer: Promise<Received>): Promise<string> {
  const { headers, status, text } = await answer;
  const token = headers.get('x-subject-token');
  if (status !== 201 || token === null) throw new Error(`no token: ${status} ${text}`);
  return token;
}

/** Asks for the backups of a project with a token. */
export function backupsWith(
  { send, simulator }: SimulatedCloud,
  token: string,
  projectId = simulator.account.projectId,
): Promise<Received> {
  return send('taurusdb', `GET /v3/${projectId}/backups`, { headers: { 'x-auth-token': token } });
}
