import { expect, test } from '@jest/globals';
import { BackupClient, BackupError } from '../../src/index.ts';
import { MemoryDispatcher } from './memory-dispatcher.ts';
import { aBackup, HOST, PROJECT, TOKEN } from './test-client.ts';

const client = () =>
  new BackupClient({
    endpoints: { rds: HOST, taurusdb: HOST },
    projectId: PROJECT,
    credentials: TOKEN,
    dispatcher: new MemoryDispatcher(() => ({ body: { backups: [] } })),
  });

test.each(['', '.', '..'])('an id like %j is told by an error of this library', async (id) => {
  const end = client().deleteBackup({ service: 'rds', id });
  await expect(end).rejects.toBeInstanceOf(BackupError);
});

test.each([Number.POSITIVE_INFINITY, Number.NaN])('so is a time-out of %d', async (timeoutMs) => {
  const end = client().waitForBackup(aBackup(), { timeoutMs, signal: AbortSignal.timeout(50) });
  await expect(end).rejects.toBeInstanceOf(BackupError);
});
