import { expect, test } from '@jest/globals';
import { BackupClient, type BaseCredentials, type LoginError } from '../../../src/index.ts';
import {
  HOST,
  MemoryDispatcher,
  type MemoryRequest,
  PROJECT,
  type Reply,
  recordLog,
  thrownBy,
} from '../../support/memory-cloud.ts';
import { checkRows } from '../../support/table.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const SECRET = 'the-planted-secret';
const RECEIVED = 'the-received-token';

const bases: readonly [string, BaseCredentials][] = [
  ['a token', { kind: 'token', token: SECRET }],
  ['keys', { kind: 'keys', accessKey: 'the-access-key', secretKey: SECRET }],
  [
    'temporary keys',
    { kind: 'keys', accessKey: 'the-key', secretKey: 'the-other', securityToken: SECRET },
  ],
  ['a password', { kind: 'password', username: 'u', password: SECRET, domainName: 'd' }],
  ['oidc', { kind: 'oidc', identityProvider: 'github', getIdToken: async () => SECRET }],
  ['sts', { kind: 'sts', agencyUrn: 'a', providerUrn: 'p', getIdToken: async () => SECRET }],
  ['a function', async () => ({ kind: 'token', token: SECRET })],
];

/** Everything that comes of a login by an agency, from a cloud that answers like this. */
async function collectTexts(base: BaseCredentials, respond: (request: MemoryRequest) => Reply) {
  const log = recordLog();
  const agency = { kind: 'agency', agencyName: 'a', agencyDomainName: 'd' } as const;
  const client = new BackupClient({
    ...{ endpoints: { taurusdb: HOST }, iamEndpoint: HOST, stsEndpoint: HOST, projectId: PROJECT },
    ...{ credentials: { ...agency, base }, dispatcher: new MemoryDispatcher(respond) },
    ...{ clock: virtualClock(), random: () => 0.5, log },
  });
  const error = await thrownBy(client.listBackups({ service: 'taurusdb' }));
  const { name, message, hint } = error as LoginError;
  expect(name).toBe('LoginError');
  return [message, hint, ...log.lines].join('\n');
}

const refuseWith = (text: string): Reply => ({
  status: 403,
  body: { error: { code: 403, message: `no, not with ${text}`, title: 'Forbidden' } },
});

test('what the login below an agency was given is in no text, though IAM echoes it', () =>
  checkRows(bases, async (_, base) => {
    const texts = await collectTexts(base, () => refuseWith(SECRET));
    expect(texts).toContain('no, not with ***');
    expect(texts).not.toContain(SECRET);
  }));

test('what the login below an agency received is in no text, though IAM echoes it', async () => {
  const base = { kind: 'password', username: 'u', password: SECRET, domainName: 'd' } as const;
  const texts = await collectTexts(base, ({ body = '' }) =>
    body.includes('assume_role')
      ? refuseWith(RECEIVED)
      : { status: 201, headers: { 'x-subject-token': RECEIVED }, body: { token: {} } },
  );
  expect(texts).toContain('no, not with ***');
  expect(texts).not.toContain(RECEIVED);
});
