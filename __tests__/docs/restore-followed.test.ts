import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildSummary } from '../../src/action/report/summary.ts';
import { BackupClient, type ServiceId } from '../../src/index.ts';
import { getService } from '../../src/services/index.ts';
import { readText } from '../support/repository.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const page = readText('docs/restore.md');

const listFences = (text: string) =>
  [...text.matchAll(/^```sh\n([\s\S]*?)\n```$/gm)].map(([, commands = '']) => commands);

/** What the table of marks says to write, where it names a value. */
const readSuggestions = (summary: string) =>
  [
    ...summary.matchAll(/^\| <code>&lt;(\S+)&gt;<\/code> \|.*, such as <code>(\S+)<\/code> \|$/gm),
  ].map(([, mark = '', value = '']) => [mark.replaceAll('&#95;', '_'), value] as const);

/** A shell in a folder of its own; what it says, and whether it was well. */
function openShell(folder: string) {
  return (script: string, token = '') =>
    new Promise<{ readonly output: string; readonly isWell: boolean }>((resolve) => {
      const env = { PATH: process.env['PATH'], TOKEN: token };
      execFile('sh', ['-c', script], { cwd: folder, env }, (error, output) =>
        resolve({ output, isWell: error === null }),
      );
    });
}

/** Replaces marks in a file, as with an editor. */
function edit(path: string, values: Readonly<Record<string, string>>): void {
  const filled = Object.entries(values).reduce(
    (text, [mark, value]) => text.replaceAll(JSON.stringify(`<${mark}>`), JSON.stringify(value)),
    readFileSync(path, 'utf8'),
  );
  expect(filled).not.toMatch(/"<[A-Z_0-9]+>"/);
  writeFileSync(path, filled);
}

const CASES: readonly (readonly [
  ServiceId,
  'otc' | 'huaweicloud',
  Readonly<Record<string, string>>,
])[] = [
  ['rds', 'otc', {}],
  ['rds', 'huaweicloud', {}],
  ['dds', 'otc', {}],
  ['dds', 'huaweicloud', {}],
  ['gaussdb', 'otc', {}],
  ['gaussdb', 'huaweicloud', {}],
  ['geminidb', 'otc', {}],
  ['geminidb', 'huaweicloud', {}],
];

test.each(CASES)(
  '%s on %s: who follows only the summary and the page gets from the backup to a new address, and cleans up',
  async (service, cloud, own) => {
    let nowMs = Date.UTC(2026, 10, 21, 8);
    const folder = mkdtempSync(join(tmpdir(), 'restore-'));
    const shell = openShell(folder);
    const options = { cloud, now: () => nowMs, restoreMs: 1_800_000, backupMs: 600_000 };
    await withSimulator(options, async ({ account, endpoints, iamEndpoint, ...simulator }) => {
      const client = new BackupClient({
        ...{ cloud, region: account.projectName, endpoints, iamEndpoint },
        credentials: { kind: 'token', token: account.token },
      });
      const instance = simulator.instances.find((one) => one.service === service);
      const instanceId = instance?.id ?? '';
      const { id } = simulator.seedBackup({ instanceId, type: 'manual' });
      const backup = await client.getBackup({ service, id, instanceId });
      if (backup === undefined) throw new Error('no backup');
      const restore = await client.describeRestore(backup);
      await client.close();
      const order = { service, instanceId, name: backup.name };
      const location = { projectId: account.projectId, region: account.projectName };
      const results = [{ order, backup, restore, error: undefined }];
      const summary = buildSummary(
        { results, location, deletedIds: undefined, checks: undefined },
        undefined,
      );

      // 2. Start it, once: a token, by the page.
      const [writeLogin = '', logIn = ''] = listFences(page);
      await shell(writeLogin);
      edit(join(folder, 'login.json'), {
        ...{ USER: account.username, USER_PASSWORD: account.password },
        ...{ DOMAIN_NAME: account.domainName, PROJECT_ID: account.projectId },
      });
      const iam = logIn.replace('https://iam.eu-de.otc.t-systems.com', iamEndpoint);
      expect(iam).not.toBe(logIn);
      const { output: token } = await shell(`${iam}\nprintf %s "$TOKEN"`);
      expect([token === '', readdirSync(folder)]).toEqual([false, []]);

      // The request, by the summary.
      const [write = '', send = '', find = '', remove = ''] = listFences(summary);
      const values = { ...Object.fromEntries(readSuggestions(summary)), ...own };
      const name = values['NAME'] ?? '';
      await shell(write);
      edit(join(folder, `restore-${id}.json`), { ...values, PASSWORD: 'Ready-4-2nite' });
      const sent = await shell(send, token);
      expect([sent, readdirSync(folder)]).toEqual([
        { output: expect.any(String), isWell: true },
        [],
      ]);

      // 3. Wait.
      const look = async () => {
        const { output } = await shell(find.replace('<NAME>', name), token);
        const { instances } = JSON.parse(output);
        expect(instances).toHaveLength(1);
        return instances[0];
      };
      const { making, ready } = getService(service).restore?.states ?? { making: '', ready: [] };
      expect((await look()).status).toBe(making);
      nowMs += 1_800_000;
      const made = await look();
      expect(ready).toContain(made.status);

      // 4. Another address.
      const addressesOf = (text: string) => text.match(/192\.168\.\d+\.\d+/g) ?? [];
      const address = addressesOf(JSON.stringify(made));
      const before = await shell(find.replace('<NAME>', instance?.name ?? ''), token);
      expect(address.length).toBeGreaterThan(0);
      expect(addressesOf(before.output)).not.toContain(address[0]);

      // 5. Clean up: refused while it backs itself up, then gone.
      const deletion = remove.replace('<NEW_INSTANCE_ID>', made.id);
      expect((await shell(deletion, token)).isWell).toBe(false);
      nowMs += 600_000;
      expect((await shell(deletion, token)).isWell).toBe(true);
      const { output } = await shell(find.replace('<NAME>', name), token);
      expect(JSON.parse(output).instances).toEqual([]);
    });
    rmSync(folder, { recursive: true, force: true });
  },
);
