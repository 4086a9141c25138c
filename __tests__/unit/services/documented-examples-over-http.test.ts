import { expect, test } from '@jest/globals';
import { BackupClient, ResponseError, type ServiceId } from '../../../src/index.ts';
import { getService } from '../../../src/services/index.ts';
import { type Example, examples, plain } from '../../support/fixtures.ts';
import { aBackup } from '../../support/memory-cloud.ts';
import { answerOf } from '../../support/read-answer.ts';
import { type Answer, type Recorded, withServer } from '../../support/recorder-server.ts';
import { checkRows } from '../../support/table.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const of = (operation: Example['operation']) =>
  examples
    .filter((example) => example.operation === operation)
    .map((example) => [`${example.service}, ${example.page}`, example] as const);

/** Replays the page's answer, then whatever `then` gives, to a real client over real HTTP. */
async function replay(
  { service, input, response }: Example,
  use: (client: BackupClient, seen: readonly Recorded[]) => Promise<void>,
  then: (request: Recorded) => Answer | undefined = () => undefined,
): Promise<void> {
  await withServer(
    (request) => then(request) ?? response,
    async ({ url, seen }) => {
      const endpoints: Partial<Record<ServiceId, string>> = { [service]: url };
      const credentials = { kind: 'token', token: 'the-token' } as const;
      const { projectId } = input;
      const client = new BackupClient({ endpoints, projectId, credentials, clock: virtualClock() });
      try {
        await use(client, seen);
        expect(saysJson(seen)).toBe(true);
      } finally {
        await client.close();
      }
    },
  );
}

const sentOf = ({ method, path, query, text }: Recorded) => ({
  method,
  path,
  query,
  body: text === '' ? null : JSON.parse(text),
});

/** Every call says that it is JSON, those without a body too: RDS v1 answers them with 404 otherwise. */
const saysJson = (seen: readonly Recorded[]) =>
  seen.length > 0 && seen.every(({ headers }) => headers['content-type'] === 'application/json');

test('each documented create is sent and read as its page has it', () =>
  checkRows(of('create'), async (_, example) => {
    const { service, input, request, expected } = example;
    await replay(example, async (client, seen) => {
      const { instanceId, name, description, databases } = input;
      const order = { service, instanceId, name, description, databases };
      const backup = await client.createBackup(order, { hasUniqueName: true });
      expect(seen.map(sentOf)).toEqual([request]);
      expect(seen[0]?.headers).toMatchObject({
        'content-type': 'application/json',
        'x-auth-token': 'the-token',
        'x-language': 'en-us',
      });
      expect(plain([backup.id, backup.jobId])).toEqual([expected['backupId'], expected['jobId']]);
      // The page's answers carry other names and instances than its requests; ours are given back.
      const partial = databases !== undefined;
      expect(backup).toMatchObject({
        name,
        instanceId,
        status: 'BUILDING',
        partial,
        created: true,
      });
    });
  }));

/** The page's answer as if it were about the instance that its request names, which it is not. */
function ofAskedInstance({ response, input: { instanceId } }: Example) {
  const body = JSON.stringify(response.body, (key, value) =>
    /^instance/.test(key) && typeof value === 'string' ? (instanceId ?? value) : value,
  );
  return { ...response, body };
}

test('each documented list is asked for and read as its page has it', () =>
  checkRows(of('list'), async (_, example) => {
    const { service, input, request, expected } = example;
    const asked = { ...example, response: ofAskedInstance(example) };
    await replay(asked, async (client, seen) => {
      const { instanceId, type } = input;
      const listing = client.listBackups({ service, instanceId, type });
      if (expected.backups?.some(({ id }) => id === null)) {
        await expect(listing).rejects.toThrow(ResponseError);
        return;
      }
      const found = await listing;
      const { listing: kind, listBackups } = getService(service);
      const { query } = listBackups({ projectId: input.projectId, instanceId, type });
      const sent = kind === 'paged' ? { ...query, limit: '100' } : {};
      const [first, ...later] = seen.map(sentOf);
      expect(first).toEqual({ ...request, query: JSON.parse(JSON.stringify(sent)) });
      // Two pages count more backups than they show: then it is asked for the rest, from the last one
      // on, and behind it where the same page comes again.
      const { answer } = listBackups({ projectId: input.projectId, instanceId, type });
      const { backups, totalCount = 0 } = answerOf(answer, example.response.body);
      const isMore = kind === 'paged' && totalCount > backups.length;
      expect(later.map(({ query: { offset } }) => offset)).toEqual(
        isMore ? [`${backups.length - 1}`, `${backups.length}`] : [],
      );
      const own = instanceId === undefined ? {} : { instanceId };
      expect(plain(found)).toMatchObject(
        // A size of 0 is none that was measured.
        expected.backups?.map((one) => ({ ...one, sizeMb: one['sizeMb'] || null, ...own })) ?? [],
      );
      expect(found).toHaveLength(expected.backups?.length ?? Number.NaN);
    });
  }));

test('each documented delete is sent as its page has it', () =>
  checkRows(of('delete'), async (_, example) => {
    await replay(example, async (client, seen) => {
      await client.deleteBackup({ service: example.service, id: example.input.backupId });
      expect(seen.map(sentOf)).toEqual([example.request]);
    });
  }));

/** The others wait for their jobs in `library/every-service`. */
const listsBackups = ({ service }: Example) =>
  examples.some(
    ({ operation, service: id, response }) =>
      operation === 'list' && id === service && 'backups' in Object(response.body),
  );

test('each documented job is asked for and read as its page has it', () =>
  checkRows(
    of('job').filter(([, example]) => listsBackups(example)),
    async (_, example) => {
      const { service, input, request, expected } = example;
      const percents: unknown[] = [];
      let isJobAsked = false;
      const listOrPage = ({ path }: Recorded): Answer | undefined => {
        isJobAsked ||= path === request.path;
        if (path === request.path) return undefined;
        return {
          body: { backups: [{ id: 'b-1', status: isJobAsked ? 'COMPLETED' : 'BUILDING' }] },
        };
      };
      const waitAndLook = async (client: BackupClient, seen: readonly Recorded[]) => {
        const backup = aBackup({ service, jobId: input.jobId });
        const onProgress = ({ percent }: { percent: number | undefined }) => percents.push(percent);
        await client.waitForBackup(backup, { timeoutMs: 600_000, onProgress });
        expect(seen.filter(({ path }) => path === request.path).map(sentOf)).toEqual([request]);
        expect(plain(percents.at(-1))).toBe(expected['percent']);
      };
      await replay(example, waitAndLook, listOrPage);
    },
  ));

test('each documented primary node is found for the create', () =>
  checkRows(of('primary-node'), async (_, example) => {
    const { service, input, request, expected } = example;
    const createOrPage = ({ method }: Recorded) =>
      method === 'POST' ? { body: { backup: { id: 'b-1' } } } : undefined;
    const createAndLook = async (client: BackupClient, seen: readonly Recorded[]) => {
      const { instanceId } = input;
      const order = { service, instanceId, name: 'nightly' };
      const backup = await client.createBackup(order, { hasUniqueName: true });
      expect(seen.slice(0, 1).map(sentOf)).toEqual([request]);
      expect(JSON.parse(seen[1]?.text ?? '')).toMatchObject({
        backup: { instance: expected['nodeId'] },
      });
      expect(backup.instanceId).toBe(instanceId);
    };
    await replay(example, createAndLook, createOrPage);
  }));
