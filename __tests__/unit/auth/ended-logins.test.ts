import { expect, test } from '@jest/globals';
import { stepWords } from '../../../src/action/step-words.ts';
import { BackupClient, type BackupError, type Credentials } from '../../../src/index.ts';
import { writeOptions } from '../../../src/task/words.ts';
import {
  HOST,
  INSTANCE,
  MemoryDispatcher,
  type MemoryRequest,
  PROJECT,
  type Reply,
  thrownBy,
} from '../../support/memory-cloud.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const KEYS = { kind: 'keys', accessKey: 'the-access-key', secretKey: 'the-secret-key' } as const;
const TEMPORARY = { ...KEYS, securityToken: 'the-security-token' };
const TOKEN = { kind: 'token', token: 'the-token' } as const;

const REFUSALS = [
  'Incorrect IAM authentication information: decrypt token fail',
  'Incorrect IAM authentication information: Get secretKey failed,ak:x,err:ak not exist',
  'Incorrect IAM authentication information: verify aksk signature fail',
];

/** What the step says where the login is refused from this moment on. */
async function readHint(credentials: Credentials, from: 'create' | 'wait', text: string) {
  const respond = ({ method }: MemoryRequest): Reply =>
    from === 'wait' && method === 'POST'
      ? { status: 201, body: { backup: { id: 'b-1' }, job_id: 'j-1' } }
      : { status: 401, body: { error_code: 'APIGW.0301', error_msg: text } };
  const client = new BackupClient({
    ...{ cloud: 'huaweicloud', endpoints: { taurusdb: HOST }, projectId: PROJECT, credentials },
    ...{ dispatcher: new MemoryDispatcher(respond), clock: virtualClock(), random: () => 0.5 },
  });
  const order = { service: 'taurusdb', instanceId: INSTANCE, name: 'nightly' } as const;
  const ask = async () => {
    const backup = await client.createBackup(order, { hasUniqueName: true });
    await client.waitForBackup(backup, { timeoutMs: 3_600_000 });
  };
  const { name, advice = '' } = (await thrownBy(ask())) as BackupError;
  return { name, hint: writeOptions(advice, stepWords) };
}

test.each(REFUSALS)(
  'temporary keys that end in a wait: the hint begins with the token: %s',
  async (text) => {
    expect(await readHint(TEMPORARY, 'wait', text)).toEqual({
      name: 'StatusUnavailableError',
      hint: 'The security_token has most likely ended, and its temporary key with it, for both were accepted before: get new ones that outlive the wait.',
    });
  },
);

test.each(REFUSALS)(
  'temporary keys that are refused at once: the same, and then what the gateway says: %s',
  async (text) => {
    const { hint } = await readHint(TEMPORARY, 'create', text);
    const { hint: ofKeys } = await readHint(KEYS, 'create', text);
    expect(hint).toBe(
      `Check security_token: it must be the one that came with access_key and secret_key, and it ends with them. ${ofKeys}`,
    );
  },
);

test('a token that was accepted before has ended; one that never was may be wrong', async () => {
  const ended = await readHint(TOKEN, 'wait', 'Token expired.');
  expect(ended.hint).toMatch(/^The token was accepted before, so most likely it has ended /);
  const wrong = await readHint(TOKEN, 'create', 'Token expired.');
  expect(wrong.hint).toMatch(/^The token is wrong, of another project, or has ended /);
});

test.each(['create', 'wait'] as const)(
  'keys that last are told of as before (%s)',
  async (from) => {
    const hints = await Promise.all(REFUSALS.map((text) => readHint(KEYS, from, text)));
    for (const { hint } of hints) {
      expect(hint).toMatch(
        /^(?:Check that access_key and secret_key|Check access_key|Check secret_key)/,
      );
    }
  },
);
