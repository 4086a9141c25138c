import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startSimulator } from '../../simulator/index.ts';
import { runStep } from '../support/run-step.ts';

test('a file of certificates that Node did not take at its start is a warning of the step', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'trust-'));
  const file = join(dir, 'ca.pem');
  writeFileSync(file, 'no certificate');
  const simulator = await startSimulator({ backupMs: 0 });
  try {
    const step = await runStep(simulator, 'rds', { env: { NODE_EXTRA_CA_CERTS: file } });
    expect(step.exitCode).toBe(0);
    expect(step.annotations.map(({ text }) => text)).toContain(
      `NODE_EXTRA_CA_CERTS names ${file}, from which Node took no certificate: no certificate in PEM stands in it.`,
    );
  } finally {
    await simulator.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
