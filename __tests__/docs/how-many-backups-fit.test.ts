import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readFileCommand } from '../../scripts/runner/commands.ts';
import { openOutputs } from '../../src/action/report/outputs.ts';
import { type Backup, BackupClient, type CloudId, type ServiceId } from '../../src/index.ts';
import { silentLog } from '../../src/runtime/log.ts';
import type { TargetResult } from '../../src/task/report/report.ts';
import { aBackup, MemoryDispatcher, PROJECT, TOKEN } from '../support/memory-cloud.ts';
import { readText } from '../support/repository.ts';
import { virtualClock } from '../support/virtual-clock.ts';

interface Listed {
  readonly service: ServiceId;
  readonly cloud: CloudId;
  readonly instance: Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly name: string;
  };
}

const { lists }: { readonly lists: readonly Listed[] } = JSON.parse(
  readText('__tests__/fixtures/instance-lists.json'),
);

const REGIONS = { otc: 'eu-de', huaweicloud: 'ap-southeast-3' } as const;

/** RDS has the longest requests: with a standby instance, and as many tags as it allows. */
const [rds] = lists.filter(({ service, cloud }) => service === 'rds' && cloud === 'huaweicloud');
if (rds === undefined) throw new Error('the fixture has no instance of RDS');
const tags = Array.from({ length: 20 }, (_, at) => ({
  key: `cost-center-${at}`,
  value: 'platform-shop',
}));
const nodes = ['master', 'slave'].map((role) => ({ role, availability_zone: 'ap-southeast-3a' }));
const longest: Listed = {
  ...rds,
  instance: { ...rds.instance, type: 'Ha', ha: { replication_mode: 'async' }, nodes, tags },
};

/** A completed backup of the instance as a step reports it, with ids and a name as long as they are. */
async function resultOf({ service, cloud, instance }: Listed): Promise<TargetResult> {
  const region = cloud === 'otc' ? REGIONS.otc : REGIONS.huaweicloud;
  const client = new BackupClient({
    ...{ region, projectId: PROJECT, credentials: TOKEN },
    dispatcher: new MemoryDispatcher(() => ({ body: { instances: [instance], total_count: 1 } })),
  });
  const order = {
    service,
    instanceId: instance.id,
    name: 'gh-web-shop-8bc0cc55-17600000001-1-bbd2b886-8000',
  };
  const backup: Backup = aBackup({
    ...order,
    id: '57ef6477fdfe4eb9ac5f4a97bd28e369br01',
    jobId: service === 'rds' ? undefined : 'c3b1a2f0-1b2c-4d5e-8f90-0123456789ab',
    status: 'COMPLETED',
    ...{ beginTime: '2026-11-21T11:54:02Z', endTime: '2026-11-21T11:54:05Z', sizeMb: 2803 },
  });
  const restore = await client.describeRestore(backup);
  await client.close();
  return { order, instanceName: instance.name, backup, restore, error: undefined };
}

/** The output `backups` of so many of these. */
function printAll(result: TargetResult, count: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
  const file = join(folder, 'set_output');
  writeFileSync(file, '');
  const before = process.env['GITHUB_OUTPUT'];
  process.env['GITHUB_OUTPUT'] = file;
  const results = Array<TargetResult>(count).fill(result);
  const location = { projectId: PROJECT, region: REGIONS.huaweicloud };
  const state = { results, location, deletedIds: undefined, checks: undefined };
  const { signal } = new AbortController();
  openOutputs({ report: { state }, clock: virtualClock(), log: silentLog, signal }).writeAll();
  process.env['GITHUB_OUTPUT'] = before;
  const { backups = '' } = readFileCommand(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  return backups;
}

/** The largest number for which this holds. */
function findMost(holds: (count: number) => boolean): number {
  let [most, tooMany] = [1, 1_000];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (holds(middle)) most = middle;
    else tooMany = middle;
  }
  return most;
}

const hasRequests = (text: string) => JSON.parse(text)[0].restore !== null;

/** The numbers of a sentence of the page. */
function readNumbers(sentence: RegExp): readonly number[] {
  const found = sentence.exec(readText('docs/several-databases.md'));
  if (found === null) throw new Error(`the page does not say ${sentence}`);
  return found.slice(1).map(Number);
}

const roundDown = (count: number) => Math.floor(count / 10) * 10;

test('how many databases the output has requests for, and how many it has room for, is as the page says', async () => {
  const results = await Promise.all([longest, ...lists].map(resultOf));
  const withRequest = results.filter(({ restore }) => restore?.request !== undefined);
  const counts = withRequest.map((result) =>
    findMost((count) => hasRequests(printAll(result, count))),
  );
  expect(counts.length).toBeGreaterThan(8);
  expect(readNumbers(/requests of some (\d+) to (\d+) databases/)).toEqual([
    roundDown(Math.min(...counts)),
    roundDown(Math.max(...counts)),
  ]);
  const [first] = results;
  if (first === undefined) throw new Error('there is no result');
  const room = results.map((result) =>
    findMost(
      (count) =>
        Buffer.byteLength(printAll({ ...result, restore: undefined }, count)) <= 120 * 1024,
    ),
  );
  expect(readNumbers(/room for some (\d+) databases without them/)).toEqual([
    roundDown(Math.min(...room)),
  ]);
});
