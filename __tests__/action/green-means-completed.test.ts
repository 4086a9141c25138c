import { expect, test } from '@jest/globals';
import { serviceIds } from '../../src/services/index.ts';
import { findInstanceId, runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

test.each(serviceIds)(
  'a green step with %s means one completed backup, named by the outputs',
  async (service) => {
    await withSimulator({ backupMs: 1_000 }, async (simulator) => {
      const step = await runStep(simulator, service);

      expect(step.annotations).toEqual([]);
      expect(step.exitCode).toBe(0);
      expect(simulator.backups).toHaveLength(1);
      const [backup] = simulator.backups;
      expect(backup).toMatchObject({ state: 'COMPLETED', type: 'manual' });
      expect(step.outputs).toEqual({
        backup_id: backup?.id,
        job_id: service === 'rds' ? '' : backup?.jobId,
        status: 'COMPLETED',
        name: backup?.name,
        created: 'true',
        instance_id: findInstanceId(simulator, service),
        project_id: simulator.account.projectId,
        region: 'eu-de',
        begin_time: expect.stringMatching(UTC),
        end_time: expect.stringMatching(UTC),
        size_mb: expect.stringMatching(/^\d+(\.\d{1,2})?$/),
        backups: expect.any(String),
      });
      const { backups = '', ...single } = step.outputs;
      const [{ restore, ...entry }, ...more] = JSON.parse(backups);
      expect(more).toEqual([]);
      // OTC documents no call that restores its backups, so no list is read for one.
      const isRestored = service !== 'taurusdb';
      const point = isRestored && JSON.stringify(restore.body).includes(`"${backup?.id}"`);
      expect(point).toBe(isRestored);
      const instance = simulator.instances.find(({ id }) => id === step.outputs['instance_id']);
      const texts = Object.entries(entry).map(([name, value]) => [name, `${value ?? ''}`]);
      expect(Object.fromEntries(texts)).toEqual({
        ...single,
        service,
        instance_name: isRestored ? instance?.name : '',
        error: '',
      });
      expect(step.outputs['name']).toMatch(
        /^gh-web-shop-[0-9a-f]{8}-17600000001-1-[0-9a-f]{8}-[0-9a-f]{4}$/,
      );
      expect(backup?.description).toBe(
        'octo-org/web-shop at 8f7e6d5, run 17600000001 attempt 1 by mona',
      );
      expect(step.summary).toContain('Database backup completed');
      expect(step.summary).toContain(backup?.id);
    });
  },
);

test('every login that the inputs offer makes a backup', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const { account } = simulator;
    const noKeys = { access_key: '', secret_key: '' };
    const logins = [
      { ...noKeys, token: account.token },
      { access_key: account.accessKey, secret_key: account.secretKey },
      {
        access_key: account.temporaryAccessKey,
        secret_key: account.temporarySecretKey,
        security_token: account.securityToken,
      },
    ];
    for (const inputs of logins) {
      const step = await runStep(simulator, 'taurusdb', { inputs });
      expect(step.annotations).toEqual([]);
      expect(step.exitCode).toBe(0);
    }
    expect(simulator.backups).toHaveLength(3);
  });
});
