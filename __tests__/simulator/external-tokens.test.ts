import { expect, test } from '@jest/globals';
import type { SimulatorOptions } from '../../simulator/index.ts';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { backupsWith } from './log-in.ts';

const projectId = '5'.repeat(32);

function verifying(): SimulatorOptions & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    verifyToken: async (token) => {
      asked.push(token);
      return token.startsWith('keystone-') ? { projectId } : undefined;
    },
  };
}

test('an external token opens the databases, under its own project', () =>
  withCloud(async (cloud) => {
    const headers = { 'x-auth-token': 'keystone-1' };
    const instance_id = '07033b125fd94a8a96896f8bcfee6ddain07';
    const line = `POST /v3/${projectId}/backups/create`;
    const body = { instance_id, name: 'backup-1' };
    expect((await cloud.send('taurusdb', line, { body, headers })).status).toBe(201);
    const list = await backupsWith(cloud, 'keystone-1', projectId);
    expect(list.json).toMatchObject({ backups: [{ name: 'backup-1' }] });
    expect(errorSummary(await backupsWith(cloud, 'keystone-1'))).toBe('403 DBS.200010');
    const projects = await cloud.send('iam', 'GET /v3/projects?name=eu-de', { headers });
    expect(projects.json).toMatchObject({ projects: [{ id: projectId }] });
  }, verifying()));

test('the answer is asked for at every request, and for strangers’ tokens only', async () => {
  const options = verifying();
  await withCloud(async (cloud) => {
    await backupsWith(cloud, 'keystone-1', projectId);
    await backupsWith(cloud, 'keystone-1', projectId);
    await backupsWith(cloud, cloud.simulator.account.token);
    expect(errorSummary(await backupsWith(cloud, 'stranger'))).toBe('401 APIGW.0301');
    expect(options.asked).toEqual(['keystone-1', 'keystone-1', 'stranger']);
  }, options);
});
