import { account } from './account.ts';
import { ownDomain } from './identity/domain.ts';
import type { IssuedToken } from './identity/issued-token.ts';
import { ownUser } from './identity/token-user.ts';
import type { ServiceDescription } from './service-description.ts';
import { settingsFrom } from './settings.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import type { World } from './world.ts';

const dayMs = 86_400_000;
const farAway = Date.parse('2099-12-31T00:00:00Z');

/** The clouds before anybody has called: the account, its tokens and keys, and the seeded instances. */
export function newWorld(
  options: SimulatorOptions,
  services: readonly ServiceDescription[],
): World {
  const settings = settingsFrom(options);
  const nowMs = settings.now();
  const { tokenSeconds } = options;
  const endsAt = tokenSeconds === undefined ? farAway : nowMs + tokenSeconds * 1000;
  const { temporaryAccessKey: accessKey, temporarySecretKey: secretKey, securityToken } = account;
  const key = { accessKey, secretKey, securityToken, expiresAt: farAway };
  return {
    settings,
    account,
    instances: services.flatMap(({ id: service, host, instances }) =>
      instances.map((instance) => ({ ...instance, service, host })),
    ),
    backups: [],
    jobs: [],
    catalogue: [],
    tokens: new Map([
      [account.token, seededToken(account.token, nowMs, endsAt)],
      [account.expiredToken, seededToken(account.expiredToken, nowMs - 2 * dayMs, nowMs - dayMs)],
    ]),
    temporaryKeys: new Map([
      [accessKey, { ...key, domainId: account.domainId, projectIds: [account.projectId] }],
    ]),
    loginFailures: new Map(),
    refusedLogins: [],
  };
}

function seededToken(text: string, issuedAt: number, expiresAt: number): IssuedToken {
  const { projectId: id, projectName: name } = account;
  const scope = { project: { id, name, domain: ownDomain(account) } };
  const user = ownUser(account);
  return { text, methods: ['password'], issuedAt, expiresAt, user, scope, revoked: false };
}
