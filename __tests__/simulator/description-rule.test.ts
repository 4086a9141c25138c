import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { manualBackup, services } from './manual-backup.ts';

test.each(services)('%s refuses descriptions outside the rule', (service) =>
  withCloud(async (cloud) => {
    const code = service === 'rds-v1' ? '400 RDS.2067' : '400 DBS.280127';
    const characters = ['>', '!', '<', '"', '&', "'", '=', '\r', '\n'];
    for (const description of [...characters, 'a'.repeat(257)]) {
      const answer = await manualBackup(cloud, service, { description });
      expect([description, errorSummary(answer)]).toEqual([description, code]);
    }
    expect(cloud.simulator.backups).toHaveLength(0);
  }),
);

test('a description of 256 characters is accepted', () =>
  withCloud(async (cloud) => {
    const answer = await manualBackup(cloud, 'rds', { description: 'é'.repeat(256) });
    expect(answer.status).toBe(200);
  }));
