import { expect, test } from '@jest/globals';
import { describeOldNode } from '../../src/node-version.ts';
import { checkRows } from '../support/table.ts';

const says = (version: string) =>
  `cloud-db-backup needs Node 22.19 or later, and this is Node ${version}.`;

test('a Node that is too old is one sentence', () =>
  checkRows(
    [
      ['20.20.2', says('20.20.2')],
      ['22.18.9', says('22.18.9')],
      ['22.19.0', undefined],
      ['23.0.0', undefined],
      ['24.21.0', undefined],
    ],
    (version, said) => {
      expect(describeOldNode(version)).toBe(said);
    },
  ));
