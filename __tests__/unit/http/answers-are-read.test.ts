import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { readAnswer } from '../../../src/http/answer.ts';
import { schemaAnswer } from '../../../src/http/answer-reader.ts';
import type { ApiCall } from '../../../src/http/api-call.ts';
import { ApiError, ResponseError } from '../../../src/index.ts';
import { Secrets } from '../../../src/runtime/secrets.ts';
import { checkRows } from '../../support/table.ts';

const call: ApiCall<{ id: string }> = {
  method: 'GET',
  path: ['x'],
  answer: schemaAnswer(v.object({ id: v.string() })),
  purpose: 'look at x',
};

const read = (status: number, body: string, headers: Record<string, string> = {}) =>
  readAnswer(
    { status, body, headers },
    { call, title: 'RDS', pathOf: () => '/x', secrets: new Secrets(), epochMs: 0 },
  ).answer();

function caught(use: () => unknown): unknown {
  try {
    return use();
  } catch (error) {
    return error;
  }
}

test.each([200, 201, 202, 204, 299])('a %d with the promised body is an answer', (status) => {
  expect(read(status, '{"id":"a"}')).toEqual({ id: 'a' });
});

test.each([
  ['HTML', '<html>secret</html>', 'it is not JSON (19 characters)'],
  ['nothing', '', 'the answer should be Object'],
  ['a wrong type', '{"id":"secret"}'.replace('"secret"', '5'), 'id should be string'],
  ['a list', '[]', 'id should be "id"'],
])('a 200 with %s can’t be read, and its content is not shown', (_, body, problem) => {
  const error = caught(() => read(200, body, { 'x-request-id': 'r-1' }));
  expect(error).toBeInstanceOf(ResponseError);
  expect(error).toMatchObject({ status: 200, requestId: 'r-1' });
  expect(String(error)).toBe(
    `ResponseError: RDS was asked to look at x and gave an answer that can't be read: ${problem} (HTTP 200, request id r-1).`,
  );
});

test('each status of a refusal is the cloud’s no', () =>
  checkRows([100, 301, 302, 304, 400, 404, 500], (status) => {
    expect(caught(() => read(status, '{"id":"a"}'))).toBeInstanceOf(ApiError);
  }));

test('a refusal tells what was tried, the cloud’s code and text, the status and the request id', () => {
  const body = '{"error_code":"DBS.201205","error_msg":"A backup is running."}';
  const error = caught(() => read(409, body, { 'x-request-id': 'r-1' }));
  expect(error).toMatchObject({
    title: 'RDS',
    purpose: 'look at x',
    method: 'GET',
    path: '/x',
    status: 409,
    code: 'DBS.201205',
    text: 'A backup is running.',
    requestId: 'r-1',
    kind: 'busy',
    message:
      'RDS refused to look at x: DBS.201205 "A backup is running." (HTTP 409, request id r-1).',
    hint: expect.stringContaining('busy'),
  });
});

test('a refusal without a body says so', () => {
  expect(String(caught(() => read(403, '')))).toBe(
    'ApiError: RDS refused to look at x: no reason given (HTTP 403).',
  );
});

test.each([
  [{ 'x-request-id': 'a', 'x-iam-trace-id': 'b' }, 'a'],
  [{ 'x-iam-trace-id': 'b' }, 'b'],
  [{ 'x-openstack-request-id': 'c' }, 'c'],
  [{ 'x-request-id': 'a::error::b' }, 'a: :error: :b'],
  [{}, undefined],
])('the request id of %j is %s', (headers, requestId) => {
  expect(caught(() => read(500, '', { ...headers }))).toMatchObject({ requestId });
});

test('the body’s request id, the gateway’s own, comes before a header’s', () => {
  const body = '{"error_code":"APIG.0101","error_msg":"x","request_id":"inner"}';
  const error = caught(() => read(404, body, { 'x-request-id': 'outer' }));
  expect(error).toMatchObject({ requestId: 'inner' });
});

test('without an id in the body the header’s counts', () => {
  const body = '{"error_code":"DBS.1","error_msg":"x"}';
  const error = caught(() => read(404, body, { 'x-request-id': 'outer' }));
  expect(error).toMatchObject({ requestId: 'outer' });
});
