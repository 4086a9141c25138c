import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { type Cloud, type Simulator, startSimulator } from '../../simulator/index.ts';
import { checkRows } from '../support/table.ts';

interface ClientRequest {
  readonly client: string;
  readonly cloud: Cloud;
  readonly host: string;
  readonly auth: 'none' | 'token' | 'signed';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly answered: number;
}

// What clients that no one on this project wrote have sent to the simulator; the file says which.
const recorded: Readonly<Record<'requests' | 'scoped', readonly ClientRequest[]>> = JSON.parse(
  readFileSync(new URL('../fixtures/client-requests.json', import.meta.url), 'utf8'),
);

/** The moment at which it was sent: a signature holds for a quarter of an hour. */
function findSentAt({ headers }: ClientRequest): number {
  const date = headers['x-sdk-date'] ?? '20261125T233000Z';
  return Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
}

/** The backup or the job of the run that it asks for. */
function findWanted({ url }: ClientRequest) {
  const backupId = /backup_id=([^&]+)/.exec(url)?.[1] ?? /\/backups\/([^/?]+)$/.exec(url)?.[1];
  const jobId = /\/jobs\?id=([^&]+)/.exec(url)?.[1];
  return { backupId: backupId === 'create' ? undefined : backupId, jobId };
}

/** Seeds what was there when the client asked. */
function seedWanted({ instances, seedBackup }: Simulator, request: ClientRequest): void {
  const { backupId, jobId } = findWanted(request);
  const instance = instances.find(({ service }) => service === request.host);
  if (instance === undefined || (backupId ?? jobId) === undefined) return;
  const ids = { ...(backupId && { id: backupId }), ...(jobId && { jobId }) };
  seedBackup({ instanceId: instance.id, service: request.host, type: 'manual', ...ids });
}

function replay({ endpoints, iamEndpoint, account }: Simulator, request: ClientRequest) {
  const base = request.host === 'iam' ? iamEndpoint : endpoints[request.host];
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      value.replace('{token}', account.token),
    ]),
  );
  const { method, url, body } = request;
  return new Promise<{ readonly status: number | undefined; readonly text: string }>(
    (resolve, reject) => {
      // The host that was signed is the run's, so it can't be left to the client.
      const sending = httpRequest(`${base}${url}`, { method, headers }, (response) => {
        text(response).then((said) => resolve({ status: response.statusCode, text: said }), reject);
      });
      sending.once('error', reject);
      sending.end(body);
    },
  );
}

const named = (requests: readonly ClientRequest[]) =>
  requests.map((request, at) => {
    const { client, cloud, host, auth, method, url } = request;
    const [path] = url.replace(/[0-9a-f]{32}/g, '…').split('?');
    return [`${at}: ${client}, ${auth}, ${method} ${host} ${path} on ${cloud}`, request] as const;
  });

async function answerOf(request: ClientRequest) {
  const { cloud } = request;
  const simulator = await startSimulator({ cloud, now: () => findSentAt(request) });
  try {
    seedWanted(simulator, request);
    return await replay(simulator, request);
  } finally {
    await simulator.stop();
  }
}

/** Signed with a temporary key that the run's simulator had issued, and no other knows. */
const isOfTheRun = ({ headers }: ClientRequest) => headers['x-security-token'] !== undefined;

test('each request of a real client is answered as it was', () =>
  checkRows(
    named(recorded.requests.filter((request) => !isOfTheRun(request))),
    async (_, request) => {
      const { status, text: said } = await answerOf(request);
      expect(status).toBe(request.answered);
      const { backupId, jobId } = findWanted(request);
      const wanted = request.method === 'GET' ? (backupId ?? jobId ?? '') : '';
      expect(said).toContain(wanted);
    },
  ));

test.each(named(recorded.requests.filter(isOfTheRun)))(
  '%s is refused: the temporary key is the run’s',
  async (_, request) => {
    expect((await answerOf(request)).status).toBe(401);
  },
);

test.each(named(recorded.scoped))('%s is accepted in the scoped form', async (_, request) => {
  const { status } = await answerOf(request);
  expect(status).toBe(200);
});
