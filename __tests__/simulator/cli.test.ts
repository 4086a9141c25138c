import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

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

test('--help explains and ends', async () => {
  const child = start('--help');
  const [[printed], [code]] = await Promise.all([once(child.stdout, 'data'), once(child, 'exit')]);
  expect(printed).toContain('--backup-seconds N');
  expect(code).toBe(0);
});

test.each([
  [['--backup-seconds', 'soon'], 'needs a number of seconds, not soon'],
  [['--list-lag-seconds'], 'needs a number of seconds, not nothing'],
  [['--port', '80'], 'unknown argument --port'],
  [['--cloud', 'aws'], 'needs otc or huaweicloud, not aws'],
  [['--cloud'], 'needs otc or huaweicloud, not nothing'],
])('%j is refused with a reason', async (args, reason) => {
  const child = start(...args);
  const [[printed], [code]] = await Promise.all([once(child.stderr, 'data'), once(child, 'exit')]);
  expect(printed).toContain(reason);
  expect(code).toBe(2);
});
