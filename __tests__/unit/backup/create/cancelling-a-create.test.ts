import { expect, test } from '@jest/globals';
import { CancelledError, DeadlineError, UncertainCreateError } from '../../../../src/index.ts';
import {
  INSTANCE,
  PROJECT,
  type Respond,
  testClient,
  thrownBy,
} from '../../../support/memory-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const order = { service: 'taurusdb', instanceId: INSTANCE, name: 'nightly' } as const;
const accepted = { status: 201, body: { backup: { id: 'b-1' }, job_id: 'j-1' } };
const projects = { body: { projects: [{ id: PROJECT, name: 'eu-de' }] } };

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A create on its way, which the test answers or lets hang; the transport obeys its signal. */
function startCreate({
  timeoutMs,
  projectId = PROJECT,
}: {
  timeoutMs?: number;
  projectId?: string | null;
} = {}) {
  const controller = new AbortController();
  const clock = virtualClock();
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  const respond: Respond = ({ method, url }, signal) =>
    new Promise((resolve, reject) => {
      sent.push(method);
      signal.addEventListener('abort', () => reject(signal.reason));
      answers.push(() => resolve(url.pathname.endsWith('/projects') ? projects : accepted));
    });
  const { client } = testClient({ respond, clock, projectId: projectId ?? undefined });
  const { signal } = controller;
  const end = thrownBy(client.createBackup(order, { signal, timeoutMs, hasUniqueName: true }));
  return { controller, clock, sent, answers, end };
}

test('a create in flight still gets its answer within five seconds of a cancel', async () => {
  const { controller, clock, answers, end } = startCreate();
  await settle();
  controller.abort();
  clock.advance(4_999);
  await settle();
  answers[0]?.();
  expect(await end).toMatchObject({ id: 'b-1', jobId: 'j-1' });
});

test('after five seconds it is given up: a backup may exist', async () => {
  const { controller, clock, end } = startCreate();
  await settle();
  controller.abort();
  clock.advance(5_000);
  const error = await end;
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(error).toMatchObject({
    message: expect.stringContaining('A backup named nightly may exist'),
  });
});

test('a deadline ends a create in flight at once: a backup may exist', async () => {
  const { clock, end } = startCreate({ timeoutMs: 1_000 });
  await settle();
  clock.advance(1_000);
  expect(await end).toBeInstanceOf(UncertainCreateError);
});

test('a deadline cuts the grace of a cancel short', async () => {
  const { controller, clock, end } = startCreate({ timeoutMs: 1_000 });
  await settle();
  controller.abort();
  clock.advance(1_000);
  expect(await end).toBeInstanceOf(UncertainCreateError);
});

test('a cancel before the create is sent means that there is no backup', async () => {
  const { controller, sent, end } = startCreate({ projectId: null });
  await settle();
  controller.abort();
  expect(await end).toBeInstanceOf(CancelledError);
  expect(sent).toEqual(['GET']);
});

test('a cancel before anything sends nothing', async () => {
  const respond: Respond = () => {
    throw new Error('a request was sent');
  };
  const { client } = testClient({ respond });
  const end = client.createBackup(order, { signal: AbortSignal.abort() });
  await expect(end).rejects.toBeInstanceOf(CancelledError);
});

test('a deadline before the create is sent means that there is no backup', async () => {
  const { clock, sent, end } = startCreate({ projectId: null, timeoutMs: 1_000 });
  await settle();
  clock.advance(1_000);
  expect(await end).toBeInstanceOf(DeadlineError);
  expect(sent).toEqual(['GET']);
});

test('a deadline that has already passed means that there is no backup', async () => {
  const { sent, end } = startCreate({ timeoutMs: 0 });
  expect(await end).toBeInstanceOf(DeadlineError);
  expect(sent).toEqual([]);
});
