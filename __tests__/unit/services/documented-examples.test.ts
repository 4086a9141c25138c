import { expect, test } from '@jest/globals';
import type { ApiCall } from '../../../src/http/api-call.ts';
import { buildUrl } from '../../../src/http/send.ts';
import { getService, serviceIds } from '../../../src/services/index.ts';
import { type Example, examples, plain } from '../../support/fixtures.ts';
import { answerOf, readBody } from '../../support/read-answer.ts';
import { checkRows } from '../../support/table.ts';

function describeCall({ service, operation, input }: Example): ApiCall<unknown> {
  const { createBackup, listBackups, deleteBackup, findJob, listInstances } = getService(service);
  const { projectId, instanceId, backupId, jobId } = input;
  const calls: Record<Example['operation'], () => ApiCall<unknown> | undefined> = {
    create: () =>
      createBackup({ databases: [], description: undefined, ...input, projectId, instanceId }),
    list: () => listBackups(input),
    job: () => findJob?.(projectId, jobId),
    delete: () => deleteBackup(projectId, backupId),
    'primary-node': () => listInstances({ projectId, id: instanceId }),
  };
  const call = calls[operation]();
  if (call === undefined) throw new Error(`${service} has no ${operation}`);
  return call;
}

/** What the adapter should make of the page's answer, in the adapter's own terms. */
function expectedAnswer({ operation, expected, input }: Example): unknown {
  const { backupId: id, jobId, status, beginTime = null } = expected;
  if (operation === 'create') return { id, jobId, status: status ?? 'BUILDING', beginTime };
  if (operation === 'primary-node') {
    const instance = { id: input.instanceId, primaryNodeId: expected['nodeId'] };
    return { instances: [expect.objectContaining(instance)], totalCount: 1 };
  }
  return operation === 'delete' ? null : expected;
}

/** What the pages do not print: the word as it came, and whether the time came with a zone. */
const UNPRINTED: readonly string[] = ['statusWord', 'isBeginTimeZoned'];

const withoutUnprinted = (value: unknown) =>
  JSON.parse(JSON.stringify(plain(value)), (key, inner) =>
    UNPRINTED.includes(key) ? undefined : inner,
  );

const isReadable = ({ expected }: Example) => expected.backups?.every(({ id }) => id) ?? true;

const named = (list: readonly Example[]) =>
  list.map(
    (example) => [`${example.service} ${example.operation}, ${example.page}`, example] as const,
  );

test('each documented request is the one that the adapter builds', () =>
  checkRows(named(examples), (_, example) => {
    const { method, path, query, body } = describeCall(example);
    const url = buildUrl('https://host', path, query);
    const sent = {
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: body === undefined ? null : JSON.parse(JSON.stringify(body)),
    };
    expect(sent).toEqual(example.request);
  }));

test('each documented answer is understood', () =>
  checkRows(named(examples.filter(isReadable)), (_, example) => {
    const answer = answerOf(describeCall(example).answer, example.response.body);
    expect(withoutUnprinted(answer)).toEqual(expectedAnswer(example));
  }));

test('a page’s own misprint, a record without an id, is an unreadable answer', () => {
  const odd = examples.filter((example) => !isReadable(example));
  expect(odd).toHaveLength(1);
  for (const example of odd) {
    const readout = readBody(describeCall(example).answer, example.response.body);
    expect(readout).toEqual({ problem: 'it has no usable id at backups.0.id' });
  }
});

test.each(serviceIds)('%s has an example of everything that it can do', (id) => {
  const { findJob, primaryNode } = getService(id);
  const has = examples.filter(({ service }) => service === id).map(({ operation }) => operation);
  expect(has).toEqual(expect.arrayContaining(['create', 'list', 'delete']));
  expect(has.includes('job')).toBe(findJob !== undefined);
  expect(has.includes('primary-node')).toBe(primaryNode !== undefined);
});

test('no file of examples is for a service that is not there', () => {
  expect([...new Set(examples.map(({ service }) => service))].sort()).toEqual(serviceIds);
});
