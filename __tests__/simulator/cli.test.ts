import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { root } from '../support/repository.ts';

const cli = fileURLToPath(new URL('../../simulator/cli.ts', import.meta.url));

function start(...args: string[]) {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  return child;
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'it prints what it serves and stops on %s',
  async (signal) => {
    const child = start('--backup-seconds', '0.5', '--list-lag-seconds=1');
    const [printed] = await once(child.stdout, 'data');
    expect(printed).toMatch(/^endpoint\.taurusdb=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(printed).toMatch(/^endpoint\.iam=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(printed).toMatch(/^token=\S+$/m);
    expect(printed).toMatch(/^cloud=otc$/m);
    expect(printed).toMatch(/^instance\.taurusdb=07033b125fd94a8a96896f8bcfee6ddain07 /m);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);

test('--json prints one line', async () => {
  const child = start('--json');
  const [printed] = await once(child.stdout, 'data');
  expect(String(printed).trimEnd()).not.toContain('\n');
  expect(JSON.parse(String(printed))).toMatchObject({
    endpoints: { taurusdb: expect.any(String) },
    iamEndpoint: expect.any(String),
    account: { projectName: 'eu-de' },
  });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each([
  [[], 'otc', 'APIGW.0301'],
  [['--cloud', 'otc'], 'otc', 'APIGW.0301'],
  [['--cloud=huaweicloud'], 'huaweicloud', 'APIG.0301'],
])('%j makes it %s', async (args, cloud, code) => {
  const child = start('--json', ...args);
  try {
    const [printed] = await once(child.stdout, 'data');
    const { cloud: told, endpoints, account } = JSON.parse(String(printed));
    const refused = await fetch(`${endpoints.rds}/v3/${account.projectId}/instances`);
    expect(told).toBe(cloud);
    expect(await refused.json()).toMatchObject({ error_code: code });
  } finally {
    child.kill('SIGTERM');
  }
});

/** A port that was free a moment ago. */
async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('--port is the first of the ports, one for each host', async () => {
  // One of the ports behind it may be taken by then: the next one is tried.
  for (let attempt = 1; ; attempt += 1) {
    const port = await findPort();
    const child = start('--json', '--port', `${port}`);
    const [printed] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (typeof printed === 'number' && attempt < 20) continue;
    const { endpoints, iamEndpoint } = JSON.parse(String(printed));
    const ports = Object.values<string>(endpoints).map((url) => Number(new URL(url).port));
    expect(Math.min(...ports)).toBe(port);
    expect(Number(new URL(iamEndpoint).port)).toBeLessThan(port + 10);
    child.kill('SIGTERM');
    return;
  }
});

test('a port that is taken is told', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const child = start('--port', `${port}`);
  const [[reason], [code]] = await Promise.all([once(child.stderr, 'data'), once(child, 'exit')]);
  expect(reason).toContain(`EADDRINUSE: address already in use 127.0.0.1:${port}`);
  expect(code).toBe(1);
  taken.close();
});

test('--version prints the package’s', async () => {
  const child = start('--version');
  const [printed] = await once(child.stdout, 'data');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(printed).toBe(`${version}\n`);
});

test('--help explains and ends', async () => {
  const child = start('--help');
  const [[printed], [code]] = await Promise.all([once(child.stdout, 'data'), once(child, 'exit')]);
  expect(printed).toContain('--backup-seconds N');
  expect(code).toBe(0);
});

test.each([
  [['--backup-seconds', 'soon'], 'needs a number of seconds, not soon'],
  [['--list-lag-seconds'], "Option '--list-lag-seconds <value>' argument missing"],
  [['--backup-seconds='], 'needs a number of seconds, not an empty text'],
  [['--port', 'first'], 'needs a port, from 1 to 65535, not first'],
  [['--ports', '80'], "Unknown option '--ports'"],
  [['--json=1'], "Option '--json' does not take an argument"],
  [['--cloud', 'aws'], 'needs otc or huaweicloud, not aws'],
  [['--cloud'], "Option '--cloud <value>' argument missing"],
])('%j is refused with a reason', async (args, reason) => {
  const child = start(...args);
  const [[printed], [code]] = await Promise.all([once(child.stderr, 'data'), once(child, 'exit')]);
  expect(printed).toContain(reason);
  expect(code).toBe(2);
});
