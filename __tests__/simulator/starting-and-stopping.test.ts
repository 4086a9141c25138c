import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { startSimulator } from '../../simulator/index.ts';

test('every file in services/ is a service with an endpoint', async () => {
  const simulator = await startSimulator();
  const directory = new URL('../../simulator/services/', import.meta.url);
  const files = readdirSync(directory).map((file) => file.replace('.ts', ''));
  expect(Object.keys(simulator.endpoints).sort()).toEqual(files.sort());
  expect(simulator.endpoints['rds']).toBe(simulator.endpoints['rds-v1']);
  await simulator.stop();
});

test('stopping ends open connections at once and frees the port', async () => {
  const simulator = await startSimulator();
  simulator.inject({ name: 'timeout-before' });
  const arrived = new Promise<void>((resolve) => {
    simulator.onRequest(() => resolve());
  });
  const hanging = fetch(simulator.iamEndpoint).catch(() => 'closed');
  await arrived;
  await simulator.stop();
  expect(await hanging).toBe('closed');
  await expect(fetch(simulator.iamEndpoint)).rejects.toMatchObject({
    cause: { code: 'ECONNREFUSED' },
  });
});

test('two simulators do not know of each other', async () => {
  const [one, other] = await Promise.all([startSimulator(), startSimulator()]);
  one.seedBackup({ instanceId: '07033b125fd94a8a96896f8bcfee6ddain07' });
  one.setInstance('07033b125fd94a8a96896f8bcfee6ddain07', { name: 'renamed' });
  expect(other.backups).toHaveLength(0);
  expect(other.instances.map(({ name }) => name)).not.toContain('renamed');
  await Promise.all([one.stop(), other.stop()]);
});
