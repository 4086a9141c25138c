import { expect, test } from '@jest/globals';
import { readErrorBody } from '../../../src/http/answer.ts';
import { Secrets } from '../../../src/runtime/secrets.ts';
import { checkRows } from '../../support/table.ts';

const none = new Secrets();

test('each shape of a body is read', () =>
  checkRows(
    [
      [
        'a database service',
        { error_code: 'DBS.201205', error_msg: 'Busy.' },
        'DBS.201205',
        'Busy.',
      ],
      ['RDS v1', { errCode: 'RDS.0011', externalMessage: 'Busy.' }, 'RDS.0011', 'Busy.'],
      [
        'Trove',
        { itemNotFound: { code: 404, message: 'No instance.' } },
        undefined,
        'No instance.',
      ],
      [
        'Keystone',
        { error: { code: 401, message: 'Who?', title: 'Unauthorized' } },
        undefined,
        'Who?',
      ],
      ['a status as text', { error_code: '403', error_msg: 'No.' }, undefined, 'No.'],
      ['a short code', { error_code: '4030', error_msg: 'No.' }, '4030', 'No.'],
      ['IAM', { error_code: 'IAM.0001', error_msg: 'No.' }, 'IAM.0001', 'No.'],
      ['code and message', { code: 'X.1', message: 'No.' }, 'X.1', 'No.'],
      ['a message alone', { message: 'No.' }, undefined, 'No.'],
      ['a code alone', { error_code: 'DBS.108000' }, 'DBS.108000', undefined],
      ['a null text', { error_code: 'DBS.108000', error_msg: null }, 'DBS.108000', undefined],
      [
        'STS',
        {
          error_code: 'PAP5.0001',
          error_msg: 'No.',
          encoded_authorization_message: 'x',
          details: [],
        },
        'PAP5.0001',
        'No.',
      ],
    ],
    (_, body, code, text) => {
      expect(readErrorBody(JSON.stringify(body), none)).toEqual({
        code,
        text,
        requestId: undefined,
      });
    },
  ));

test('the gateway’s body has a request id', () => {
  const body = { error_code: 'APIGW.0301', error_msg: 'Bad token.', request_id: 'r-1' };
  expect(readErrorBody(JSON.stringify(body), none)).toEqual({
    code: 'APIGW.0301',
    text: 'Bad token.',
    requestId: 'r-1',
  });
});

test('what stands in place of a body is read as far as it goes', () =>
  checkRows(
    [
      ['nothing', '', undefined],
      ['blanks', ' \r\n ', undefined],
      [
        'HTML',
        '<html><head><title>502 Bad\nGateway</title></head></html>',
        'an HTML page: 502 Bad Gateway',
      ],
      ['HTML without a title', '  <!doctype html><p>secret</p>', 'an HTML page'],
      ['plain text', 'upstream is away', 'upstream is away'],
      ['half of a JSON', '{"error_code":"DBS.1', '{"error_code":"DBS.1'],
      ['a JSON text', '"no"', '"no"'],
      ['a JSON null', 'null', 'null'],
      ['a list', '[1]', '[1]'],
    ],
    (_, body, text) => {
      expect(readErrorBody(body, none)).toEqual({ code: undefined, text, requestId: undefined });
    },
  ));

test('a hostile body becomes one harmless line of a bounded length', () => {
  const body = {
    error_code: `DBS.1\n::set-output name=x::y${'z'.repeat(500)}`,
    error_msg: `bad\r\n::error::forged\n##[add-mask]x\u001b[31m\u202e${'y'.repeat(5000)}`,
    request_id: `r\n::warning::${'i'.repeat(500)}`,
  };
  const { code = '', text = '', requestId = '' } = readErrorBody(JSON.stringify(body), none);
  for (const said of [code, text, requestId]) {
    expect(said).not.toMatch(/[\p{Cc}\p{Cf}]|::|##\[/u);
  }
  expect(code.length).toBeLessThanOrEqual(61);
  expect(text.length).toBeLessThanOrEqual(601);
  expect(requestId.length).toBeLessThanOrEqual(121);
});

test.each([
  '{"__proto__":{"code":1,"message":"x"}}',
  '{"a":{"b":{"c":{}}}}',
  '{"error_code":{}}',
  '[[]]',
])('%s does not make the reader throw', (body) => {
  expect(() => readErrorBody(body, none)).not.toThrow();
});

test('an empty code does not hide what stands beside it', () => {
  expect(readErrorBody('{"error_code":"","error_msg":"No."}', none)).toMatchObject({
    code: undefined,
    text: 'No.',
  });
});
