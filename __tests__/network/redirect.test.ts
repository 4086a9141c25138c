import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

test('a redirect is not followed: the login stays with the host that was named', async () => {
  const asked: (string | undefined)[] = [];
  const elsewhere = createServer((request, response) => {
    asked.push(request.url);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await withSimulator({}, async (simulator) => {
    const address: AddressInfo | string | null = elsewhere.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const headers = { location: `http://127.0.0.1:${port}/v3/stolen` };
    for (const operation of ['projects', 'create'] as const) {
      simulator.clearFaults();
      simulator.inject({ name: 'error', operation, status: 307, headers, times: 9 });
      const step = await runStep(simulator, 'taurusdb');
      expect(step.exitCode).toBe(1);
      expect(step.annotations.at(-1)?.text).toContain('HTTP 307');
      expect(step.annotations.at(-1)?.text).toContain('endpoint');
    }
  });
  elsewhere.close();
  expect(asked).toEqual([]);
});
