import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import { serviceIds } from '../../src/services/index.ts';
import { operationsOf, readEntries, withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

test.each(serviceIds)(
  'a green step with %s means one completed backup, named by the outputs, and nothing deleted',
  async (service) => {
    await withStepCloud({ backupMs: 61_000 }, async (cloud) => {
      const step = await cloud.run(service);
      expect(step.exitCode).toBe(0);
      const [backup, ...others] = cloud.simulator.backups;
      expect(others).toEqual([]);
      expect(backup).toMatchObject({ state: 'COMPLETED', type: 'manual' });
      expect(step.outputs).toMatchObject({ backup_id: backup?.id, status: 'COMPLETED' });
      const { backups: _, ...single } = step.outputs;
      const [entry] = readEntries(step);
      for (const [name, value] of Object.entries(single)) {
        expect([name, value]).toEqual([name, String(entry?.[name] ?? '')]);
      }
      expect(operationsOf(step)).not.toContain('delete');
      expectTranscript(`green-means-completed/${service}`, cloud, step);
    });
  },
);

type Login = readonly [title: string, inputs: (simulator: Simulator) => Record<string, string>];

const NO_KEYS = { access_key: '', secret_key: '' };

test.each<Login>([
  ['a token', ({ account: { token } }) => ({ ...NO_KEYS, token })],
  [
    'a password',
    ({ account: { username, password, domainName: domain_name } }) => ({
      ...{ ...NO_KEYS, username, password, domain_name },
    }),
  ],
  [
    'a temporary access key',
    ({ account }) => ({
      access_key: account.temporaryAccessKey,
      secret_key: account.temporarySecretKey,
      security_token: account.securityToken,
    }),
  ],
])('a login with %s makes a backup', async (_, inputs) => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const step = await cloud.run('taurusdb', { inputs: inputs(cloud.simulator) });
    expect([step.exitCode, step.annotations]).toEqual([0, []]);
    expect(cloud.simulator.backups.map(({ id, state }) => [id, state])).toEqual([
      [step.outputs['backup_id'], 'COMPLETED'],
    ]);
  });
});
