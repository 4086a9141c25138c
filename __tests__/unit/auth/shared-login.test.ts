import { expect, test } from '@jest/globals';
import { BackupClient, type BackupClientOptions } from '../../../src/index.ts';
import {
  HOST,
  MemoryDispatcher,
  PROJECT,
  type Respond,
  TOKEN,
  thrownBy,
} from '../../support/memory-cloud.ts';
import { sharedClock } from '../../support/virtual-clock.ts';

const never = new AbortController().signal;
const taurus = { service: 'taurusdb', instanceId: 'i-1' } as const;

/** A cloud whose first login, or first look for the project, takes ten seconds. */
function slowCloud(credentials: BackupClientOptions['credentials'], projectId?: string) {
  const clock = sharedClock();
  const asked: string[] = [];
  const respond: Respond = async ({ url }, signal) => {
    const what = url.pathname.split('/').at(-1) ?? '';
    asked.push(what);
    if (what === 'backups') return { body: { backups: [] } };
    await clock.sleep(10_000, signal);
    if (what === 'projects') return { body: { projects: [{ id: PROJECT, name: 'eu-de' }] } };
    return { headers: { 'x-subject-token': 'a-token' }, status: 201, body: { token: {} } };
  };
  const client = new BackupClient({
    endpoints: { taurusdb: HOST },
    iamEndpoint: HOST,
    projectId,
    projectName: 'eu-de',
    credentials,
    dispatcher: new MemoryDispatcher(respond),
    clock,
    random: () => 0.5,
  });
  return { client, clock, asked };
}

const password = { kind: 'password', username: 'u', password: 'p', domainName: 'd' } as const;

test.each([
  ['login', password, PROJECT, 'tokens'],
  ['look for the project', TOKEN, undefined, 'projects'],
])(
  'a %s that two calls share goes on for the one when the other is cancelled',
  async (_, credentials, projectId, what) => {
    const { client, clock, asked } = slowCloud(credentials, projectId);
    const cancelling = new AbortController();
    const reason = new Error('enough');
    const play = async () => {
      const given = thrownBy(client.listBackups(taurus, { signal: cancelling.signal }));
      const going = thrownBy(client.listBackups(taurus));
      await clock.sleep(3_000, never);
      cancelling.abort(reason);
      expect(await given).toMatchObject({ name: 'CancelledError' });
      expect(clock.monotonicMs()).toBe(3_000);
      return await going;
    };
    expect(await clock.play(play())).toEqual([]);
    expect(asked.filter((one) => one === what).length).toBeLessThanOrEqual(2);
  },
);

test.each([
  ['login', password, PROJECT],
  ['look for the project', TOKEN, undefined],
])('who joins another’s %s and is cancelled ends at once', async (_, credentials, projectId) => {
  const { client, clock } = slowCloud(credentials, projectId);
  const cancelling = new AbortController();
  const reason = new Error('enough');
  const play = async () => {
    const going = thrownBy(client.listBackups(taurus));
    const given = thrownBy(client.listBackups(taurus, { signal: cancelling.signal }));
    await clock.sleep(3_000, never);
    cancelling.abort(reason);
    expect(await given).toMatchObject({ name: 'CancelledError' });
    expect(clock.monotonicMs()).toBe(3_000);
    return await going;
  };
  expect(await clock.play(play())).toEqual([]);
});
