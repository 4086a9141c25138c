import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { receivedTime } from '../../src/auth/received.ts';
import { count, TAURUS, withClients } from '../support/simulated-client.ts';
import { START_MS } from '../support/virtual-clock.ts';

const MINUTE_MS = 60_000;

test.each([
  ['2026-11-21T08:00:00.123456Z', START_MS],
  ['2026-11-21T08:00:00', START_MS],
  ['2026-11-21 08:00:00.000000', START_MS],
  ['2026-11-21T09:00:00+0100', START_MS],
  ['2026-11-21T09:00:00+01:00', START_MS],
  ['soon', undefined],
  [1_795_000_000, undefined],
  [undefined, undefined],
] as const)('a login’s end of %p is read by no zone but its own and UTC', (text, expected) => {
  expect(v.parse(receivedTime, text)).toBe(expected);
});

test('the zone of the runner counts for nothing', () => {
  const script = `
    import * as v from 'valibot';
    import { receivedTime } from ${JSON.stringify(import.meta.resolve('../../src/auth/received.ts'))};
    console.log(v.parse(receivedTime, '2026-11-21T08:00:00'));
  `;
  const env = { ...process.env, TZ: 'Asia/Tokyo' };
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env,
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  expect(Number(told)).toBe(START_MS);
});

test('a token whose end has passed when it is new is used all the same: one login', async () => {
  await withClients({ backupMs: 10 * MINUTE_MS }, async ({ simulator, connect }) => {
    const { username, password, domainName, token } = simulator.account;
    const body = { token: { expires_at: '2026-11-20T12:00:00Z' } };
    const headers = { 'x-subject-token': token, date: '' };
    simulator.inject({ name: 'error', operation: 'login', status: 201, body, headers });
    const client = connect({ kind: 'password', username, password, domainName });
    const accepted = await client.createBackup(TAURUS);
    await client.waitForBackup(accepted, { timeoutMs: 60 * MINUTE_MS });
    expect(count(simulator, 'login')).toBe(1);
  });
});
