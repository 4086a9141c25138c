import { expect, test } from '@jest/globals';
import { thrownBy } from '../../support/memory-cloud.ts';
import { order, scriptedCloud } from '../../support/scripted-cloud.ts';
import { checkRows } from '../../support/table.ts';

const create = 'create backup nightly of instance 07033b125fd94a8a96896f8bcfee6ddain07';
const page = '<html><head><title>504 Gateway Time-out</title></head></html>';

test('what a gateway’s trouble says of a create is no refusal: one may exist', () =>
  checkRows(
    [
      [
        'an empty 504',
        504,
        '',
        `TaurusDB gave no answer when it was asked to ${create}: the body is empty (HTTP 504).`,
      ],
      [
        'an empty 408',
        408,
        '',
        `TaurusDB gave no answer when it was asked to ${create}: the body is empty (HTTP 408).`,
      ],
      [
        'a page',
        502,
        page,
        `TaurusDB answered with a fault when it was asked to ${create}: "an HTML page: 504 Gateway Time-out" (HTTP 502).`,
      ],
      [
        'a fault of the service',
        500,
        { error_code: 'DBS.108000', error_msg: 'Internal error.' },
        `TaurusDB answered with a fault when it was asked to ${create}: DBS.108000 "Internal error." (HTTP 500).`,
      ],
    ],
    async (_, status, body, cause) => {
      const { client } = scriptedCloud({ creates: [{ status, body }] });
      const error = await thrownBy(client.createBackup(order, { timeoutMs: 600_000 }));
      const { message } = error as Error;
      expect(message).toBe(
        `A backup named nightly may exist: TaurusDB was asked for it and what became of that is not known. ${cause}`,
      );
      expect(message).not.toContain('refused');
    },
  ));

test('a refusal is called one, with its words or without', () =>
  checkRows(
    [
      ['with words', { error_code: 'DBS.200010', error_msg: 'No.' }, 'DBS.200010 "No."'],
      ['without', '', 'no reason given'],
    ],
    async (_, body, said) => {
      const { client } = scriptedCloud({ creates: [{ status: 403, body }] });
      const error = await thrownBy(client.createBackup(order));
      expect((error as Error).message).toBe(`TaurusDB refused to ${create}: ${said} (HTTP 403).`);
    },
  ));
