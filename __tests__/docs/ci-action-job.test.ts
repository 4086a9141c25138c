import { expect, test } from '@jest/globals';
import { readText } from '../support/repository.ts';
import { playJob } from './play-job.ts';

const ci = readText('.github/workflows/ci.yml');

const inShell = process.platform === 'win32' ? test.skip : test;

/** The job leaves the simulator to the runner, which ends it with the job. */
const stopServer = (log: string) => {
  const [, pid] = /served by process (\d+)\./.exec(log) ?? [];
  if (pid !== undefined) process.kill(Number(pid));
};

inShell(
  'the job that uses the action runs through, and its check fails where there is no id',
  async () => {
    const { played, byId } = await playJob(ci, 'action');
    stopServer(byId['simulator']?.log ?? '');
    expect(played.map(({ outcome }) => outcome)).toEqual([
      ...['success', 'success', 'success', 'success', 'success'],
      ...['failure', 'success'],
    ]);
    expect(byId['refused']?.log).toContain('DBS.200002');

    const mutated = ci.replace(/\$\{\{ steps\.one\.outputs\.backup_id \}\}/, '""');
    const { played: again } = await playJob(mutated, 'action', { known: byId });
    expect(again.map(({ outcome }) => outcome)).toEqual(['success', 'success', 'failure']);
  },
);
