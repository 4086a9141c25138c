import { expect, test } from '@jest/globals';
import { BackupClient, type Credentials } from '../../src/index.ts';
import {
  HOST,
  INSTANCE,
  MemoryDispatcher,
  PROJECT,
  type Reply,
  recordLog,
  thrownBy,
} from '../support/memory-cloud.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const ID_TOKEN = 'eyJhbGciOiJSUzI1NiJ9.planted-identity-token.signature';
const getIdToken = async () => ID_TOKEN;

const ways: readonly (readonly [string, Credentials])[] = [
  ['IAM', { kind: 'oidc', identityProvider: 'github', getIdToken }],
  ['STS', { kind: 'sts', agencyUrn: 'iam::x:agency:y', providerUrn: 'iam::x:oidc:z', getIdToken }],
];

/** What was asked to be masked, and everything that was told, where the login is answered like this. */
async function logIn(credentials: Credentials, answer: Reply) {
  const log = recordLog();
  const client = new BackupClient({
    ...{ endpoints: { rds: HOST }, iamEndpoint: HOST, stsEndpoint: HOST, projectId: PROJECT },
    credentials,
    dispatcher: new MemoryDispatcher(() => answer),
    clock: virtualClock(),
    log,
  });
  const error = await thrownBy(client.listBackups({ service: 'rds', instanceId: INSTANCE }));
  return { masked: log.secrets, told: [...log.lines, String(error)].join('\n') };
}

test.each(ways)('%s: an identity token that was handed out is masked', async (_, credentials) => {
  const { masked } = await logIn(credentials, { status: 401, body: { message: 'no' } });
  expect(masked).toContain(ID_TOKEN);
});

test.each(ways)('%s: an answer that echoes it is told without it', async (_, credentials) => {
  const message = `the token ${ID_TOKEN} is not for us`;
  const { told } = await logIn(credentials, { status: 401, body: { message } });
  expect(told).toContain('the token *** is not for us');
  expect(told).not.toContain(ID_TOKEN);
});
