import { expect, test } from '@jest/globals';
import { readErrorBody } from '../../../src/http/answer.ts';
import { Secrets } from '../../../src/runtime/secrets.ts';
import { accepted, order, scriptedCloud } from '../../support/scripted-cloud.ts';
import { checkRows } from '../../support/table.ts';

const read = (body: unknown) => readErrorBody(JSON.stringify(body), new Secrets());

const v3 = { error_code: 'DBS.201205', error_msg: 'Busy.' };
const v1 = { errCode: 'DBS.201205', externalMessage: 'Busy.' };
const plain = { code: 'DBS.201205', message: 'Busy.' };
const short = { code: 'DBS.201205', msg: 'Busy.' };

test('a code is read wherever one level down says it', () =>
  checkRows(
    [v3, v1, plain, short].flatMap((error) => {
      const name = Object.keys(error).join(' and ');
      return [
        [name, error],
        [`${name} in a list`, [error]],
        [`${name} in errors`, { errors: [error] }],
        [`${name} in error`, { error }],
        [`${name} beside a status`, { status: 409, error }],
        [`${name} in details of a message`, { message: 'Conflict', details: [error] }],
      ] as const;
    }),
    (_, body) => expect(read(body)).toMatchObject({ code: 'DBS.201205', text: 'Busy.' }),
  ));

test('one with a code comes before one without, and the first of several', () => {
  expect(read({ errors: [{ message: 'no' }, v3] })).toMatchObject({ code: 'DBS.201205' });
  expect(read({ errors: [plain, { ...plain, code: 'X.1' }] })).toMatchObject({
    code: 'DBS.201205',
  });
  expect(read({ error: { code: 409, message: 'Conflict' }, detail: v3 })).toMatchObject({
    code: 'DBS.201205',
    text: 'Busy.',
  });
});

test('two levels down nothing is taken for the answer’s own error', () => {
  expect(read({ data: { inner: v3 } })).toMatchObject({ code: undefined });
});

test('a list of thousands costs no more than one of twenty', () => {
  const many = Array.from({ length: 100_000 }, () => ({ nothing: 1 }));
  expect(read({ errors: [...many, v3] })).toMatchObject({ code: undefined });
  expect(read(many).code).toBeUndefined();
});

test.each([
  ['{"errors":[…]}', { errors: [v3] }],
  ['[…]', [v3]],
  ['{"error":{…}}', { error: v3 }],
  ['{"code","msg"}', short],
])('an instance that is busy by %s is waited for, as by the usual body', async (_, body) => {
  const busy = { status: 400, body };
  const { client, count } = scriptedCloud({ creates: [busy, busy, accepted] });
  const made = await client.createBackup(order, { hasUniqueName: true, timeoutMs: 3_600_000 });
  expect(made).toMatchObject({ id: 'b-1', created: true });
  expect(count('create')).toBe(3);
});
