import { expect, test } from '@jest/globals';
import { serviceIds } from '../../../../src/services/index.ts';
import { parseEndpoints } from '../../../../src/task/inputs/field-parsers.ts';
import { checkRows } from '../../../support/table.ts';

test('each endpoint is read', () =>
  checkRows(
    [
      ['https://h.test/a/', { any: 'https://h.test/a', byService: {} }],
      ['  https://h.test  \n', { any: 'https://h.test', byService: {} }],
      ['rds=https://h.test', { byService: { rds: 'https://h.test' } }],
      ['rds = https://h.test/', { byService: { rds: 'https://h.test' } }],
      ['gaussdb-mysql=https://h.test', { byService: { taurusdb: 'https://h.test' } }],
      [
        '\r\nrds=https://a.test\r\n\r\n rds-v1=http://127.0.0.1:1 \n',
        { byService: { rds: 'https://a.test', 'rds-v1': 'http://127.0.0.1:1' } },
      ],
    ],
    (text, value) => {
      expect(parseEndpoints(text)).toEqual({ value });
    },
  ));

const line = `has a line that does not start with a service and =: write lines like rds=https://host; the services are ${serviceIds.join(', ')}`;

test('what is no endpoint has its problem', () =>
  checkRows(
    [
      ['mysql=https://h.test', 'does not know "mysql": MySQL is rds'],
      ['https://a.test\nhttps://b.test', line],
      ['rds=https://a.test\nhttps://b.test', line],
      ['=https://a.test', 'is not a URL: write https:// and the host'],
      ['rds=', '(rds) is not a URL: write https:// and the host'],
      ['rds=h.test', '(rds) "h.test" has no https:// in front: write https://h.test'],
      ['rds=http://h.test', '(rds) would send the login unencrypted: write https://h.test'],
      ['rds=https://a.test\nrds-v3=https://b.test', 'names rds twice: leave one of the lines out'],
      ['https://h.test/?a=b', 'must be a base URL: leave out the ? or # and what follows'],
    ],
    (text, problem) => {
      expect(parseEndpoints(text)).toEqual({ problem });
    },
  ));
