import { afterAll, expect, test } from '@jest/globals';
import * as library from '../../src/index.ts';
import { startGithubIdentity } from '../support/github-identity.ts';
import { readText } from '../support/repository.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { START_MS } from '../support/virtual-clock.ts';
import { examples, writeExamples } from './library-examples.ts';

const { start, withCloud, remove } = writeExamples();
const AN_HOUR = { backupMs: 3_600_000 } as const;

afterAll(remove);

test('the example of logins finds the project with each kind of credentials', async () => {
  const github = await startGithubIdentity(() => START_MS);
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } =
    github.env;
  await fetch(url, { headers: { authorization: `Bearer ${bearer}` } });
  const [idToken = ''] = github.handedOut;
  const kinds = ['password', 'token', 'keys', 'oidc', 'sts', 'function'];
  await withCloud(
    async ({ simulator, run }) => {
      const { account } = simulator;
      const stdout = await run('Logging in', {
        ID_TOKEN: idToken,
        OTC_USERNAME: account.username,
        OTC_PASSWORD: account.password,
        OTC_DOMAIN_NAME: account.domainName,
        ACCESS_KEY: account.accessKey,
        SECRET_KEY: account.secretKey,
        AGENCY: account.agencyUrn,
        PROVIDER: account.providerUrn,
      });
      const lines = kinds.map((kind) =>
        kind === 'sts' ? `sts ${'3'.repeat(32)}` : `${kind} ${account.projectId}`,
      );
      expect(stdout.trimEnd().split('\n').sort()).toEqual(
        [...lines, `agency ${account.agencyProjectId}`].sort(),
      );
    },
    { oidc: github.provider, projects: [{ id: '3'.repeat(32), name: 'ap-southeast-3' }] },
  ).finally(github.stop);
});

test('the example of one backup waits until it is completed', async () => {
  await withCloud(async ({ simulator, run }) => {
    const lines = (await run('One backup')).trimEnd().split('\n');
    expect(lines[0]).toBe(`BUILDING ${simulator.backups[0]?.id}`);
    expect(lines.at(-1)).toMatch(/^COMPLETED \d{4}-.*Z \d/);
  });
});

test('the example of errors tells a failed backup with its id and the cloud’s reason', async () => {
  await withCloud(async ({ simulator, run }) => {
    simulator.inject({ name: 'backup-fails', failReason: 'No space left.' });
    const stdout = await run('Errors');
    const id = simulator.backups[0]?.id;
    expect(stdout).toBe(`The cloud ended it: No space left.\n${id} is in the cloud\n`);
  });
});

test('the example of errors tells what kind a refusal is, and that there is no backup', async () => {
  await withCloud(async ({ simulator, run }) => {
    simulator.inject({ name: 'forbidden', operation: 'create' });
    const stdout = await run('Errors');
    expect(stdout).toMatch(/^The login lacks a right: DBS\.\d+ \(HTTP 403\)\nnone is known\n$/);
    expect(simulator.everyBackupId).toEqual([]);
  });
});

test('the table of errors has every class that the library exports, and no other', () => {
  const rows = [...readText('docs/library.md').matchAll(/^\| `(\w+Error)` /gm)];
  const exported = Object.keys(library).filter((name) => name.endsWith('Error'));
  expect(rows.map(([, name]) => name).sort()).toEqual(
    exported.filter((name) => name !== 'BackupError').sort(),
  );
});

test('the example of cancelling names the backup that goes on', async () => {
  await withCloud(async ({ simulator, run }) => {
    const stdout = await run('Cancelling');
    expect(stdout).toBe(`cancelled BUILDING ${simulator.backups[0]?.id}\n`);
  }, AN_HOUR);
});

test('the example of time limits takes up the wait and ends at its limit', async () => {
  await withCloud(async ({ run }) => {
    expect(await run('Time limits')).toBe('true BUILDING\n');
  }, AN_HOUR);
});

test('the example of connections leaves the caller’s dispatcher open', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    expect(await start('Proxies and your own connections', simulator)).toBe('0\n0 false\n');
  });
});

test('the example of a test of one’s own passes', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    expect(await start('Testing your own code', simulator)).toMatch(/pass 1\n[\s\S]*fail 0\n/);
  });
});

test('the example of a restore prints the request with its backup, and the holes', async () => {
  await withCloud(async ({ simulator, clock, run }) => {
    const [, instanceId = ''] =
      /instanceId = '(\w+in01)'/.exec(examples.get('Restore') ?? '') ?? [];
    const own = simulator.instances.find(({ service }) => service === 'rds');
    expect(own?.id).toBe(instanceId);
    const nowMs = clock.epochMs();
    const ended = { beganAt: nowMs - 7_200_000, endsAt: nowMs - 3_600_000 };
    const { id } = simulator.seedBackup({ instanceId, name: 'before', type: 'manual', ...ended });
    const stdout = await run('Restore');
    expect(stdout).toContain(`backup_id: '${id}'`);
    expect(stdout).toContain('<PASSWORD>');
  });
});

test('every example of the page is run by a test', () => {
  const ran = 'Logging in|One backup|Several databases|Errors|Cancelling|Time limits';
  const others =
    'The library|Proxies and your own connections|Before a backup|Retention|Restore|A new instance of a backup';
  expect([...examples.keys()].sort()).toEqual(
    [
      ...ran.split('|'),
      ...others.split('|'),
      'Testing your own code',
      'Delete that one backup',
    ].sort(),
  );
});
