import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { stepWords } from '../../src/action/step-words.ts';
import { describeError } from '../../src/task/report/errors.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { virtualClock } from '../support/virtual-clock.ts';

test('a redirect is not followed: the login stays with the host that was named', async () => {
  const asked: (string | undefined)[] = [];
  const elsewhere = createServer((request, response) => {
    asked.push(request.url);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  const clock = virtualClock();
  await withSimulator({ now: clock.epochMs }, async (simulator) => {
    const address: AddressInfo | string | null = elsewhere.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { accessKey, secretKey } = simulator.account;
    const noPassword = { username: '', password: '', domain_name: '' };
    const inputs = { ...noPassword, access_key: accessKey, secret_key: secretKey };
    const headers = { location: `http://127.0.0.1:${port}/v3/stolen` };
    for (const operation of ['projects', 'create'] as const) {
      simulator.clearFaults();
      simulator.inject({ name: 'error', operation, status: 307, headers, times: 9 });
      const { error } = await runInProcess(simulator, clock, { service: 'taurusdb', inputs });
      const { message, hint } = describeError(error, stepWords);
      expect(message).toContain('HTTP 307');
      expect(hint).toContain('endpoint');
    }
  });
  elsewhere.close();
  expect(asked).toEqual([]);
});
