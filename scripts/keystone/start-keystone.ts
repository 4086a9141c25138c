import { startKeystoneServer } from './keystone-server.ts';

/** A running Keystone with an account like the clouds': a domain, a user, two projects. */
export interface Keystone {
  /** Without `/v3`. */
  readonly iamEndpoint: string;
  readonly username: string;
  readonly password: string;
  readonly domainName: string;
  readonly projectName: string;
  readonly projectId: string;
  /** The project that a token is for, if Keystone still knows the token. */
  verifyToken(token: string): Promise<{ readonly projectId: string } | undefined>;
  stop(): Promise<void>;
}

interface Entity {
  readonly id: string;
}

/** Speaks to Keystone as its administrator. */
async function createAdministrator(url: string, adminPassword: string) {
  const call = async (method: string, path: string, body: object | undefined, token: string) => {
    const headers = { 'content-type': 'application/json', 'x-auth-token': token };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}${path}`, { method, headers, ...content });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const user = { name: 'admin', password: adminPassword, domain: { id: 'default' } };
  const identity = { methods: ['password'], password: { user } };
  const scope = { project: { name: 'admin', domain: { id: 'default' } } };
  const login = await call('POST', '/auth/tokens', { auth: { identity, scope } }, '');
  const token = login.headers.get('x-subject-token') ?? '';
  return {
    async create(kind: string, entity: object): Promise<Entity> {
      const answer = await call('POST', `/${kind}s`, { [kind]: entity }, token);
      return Object(await answer.json())[kind];
    },
    async grant(where: string, user: Entity, role: Entity): Promise<void> {
      await call('PUT', `/${where}/users/${user.id}/roles/${role.id}`, undefined, token);
    },
  };
}

/** Starts Keystone and makes the account. `tokenSeconds`: how long its tokens live. */
export async function startKeystone(tokenSeconds = 86_400): Promise<Keystone> {
  const server = await startKeystoneServer();
  const domainName = 'OTC-EU-DE-00000000001000012345';
  const username = 'ci user';
  const password = 'p@ss w0rd "ü\' \\ß';
  const projectName = 'eu-de';
  const admin = await createAdministrator(server.url, server.adminPassword);
  const domain = await admin.create('domain', { name: domainName });
  const own = { domain_id: domain.id };
  const project = await admin.create('project', { name: projectName, ...own });
  const second = await admin.create('project', { name: 'eu-de_backup', ...own });
  const user = await admin.create('user', { name: username, password, ...own });
  const role = await admin.create('role', { name: 'te_admin' });
  for (const { id } of [project, second]) await admin.grant(`projects/${id}`, user, role);
  await admin.grant(`domains/${domain.id}`, user, role);
  if (tokenSeconds !== 86_400) await server.restart(tokenSeconds);
  return {
    iamEndpoint: server.url.replace(/\/v3$/, ''),
    username,
    password,
    domainName,
    projectName,
    projectId: project.id,
    async verifyToken(token) {
      const headers = { 'x-auth-token': token, 'x-subject-token': token };
      const answer = await fetch(`${server.url}/auth/tokens`, { headers });
      if (!answer.ok) return undefined;
      const projectId = Object(await answer.json()).token?.project?.id;
      return typeof projectId === 'string' ? { projectId } : undefined;
    },
    stop: server.stop,
  };
}
