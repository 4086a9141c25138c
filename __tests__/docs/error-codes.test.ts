import { expect, test } from '@jest/globals';
import { errorKindOf } from '../../src/errors/kinds.ts';
import * as library from '../../src/index.ts';
import type { ServiceId } from '../../src/model.ts';
import { getService, serviceIds } from '../../src/services/index.ts';
import { readText } from '../support/repository.ts';

const readPage = (id: ServiceId) => readText(`docs/services/${id}.md`);
const troubleshooting = readText('docs/troubleshooting.md');

const CODE = /\b[A-Z]{3,}\.\d+\b/g;

/** The rows of the page's table of errors, as the codes in each. */
function listRows(id: ServiceId): readonly (readonly string[])[] {
  const [, part = ''] = readPage(id).split('\n## Errors you may meet\n');
  const [table = ''] = part.split('\n## ');
  return table.split('\n').map((row) => row.match(CODE) ?? []);
}

/** What the code alone says: with 400, an unknown one says nothing. */
const findKind = (id: ServiceId, code: string) =>
  errorKindOf({ code, status: 400 }, getService(id).errorCodes);

test.each(serviceIds)('the action knows every code that the page of %s lists', (id) => {
  const codes = listRows(id).flat();
  expect(codes.filter((code) => findKind(id, code) === 'other')).toEqual([]);
});

test.each(serviceIds)('each row of errors on the page of %s has one meaning in the code', (id) => {
  const kinds = listRows(id).map((codes) => new Set(codes.map((code) => findKind(id, code))));
  expect(kinds.filter(({ size }) => size > 1)).toEqual([]);
});

test.each(serviceIds)('every code of %s alone is found under troubleshooting', (id) => {
  const listed = troubleshooting.match(CODE) ?? [];
  expect(listed).toEqual(expect.arrayContaining(Object.values(getService(id).errorCodes).flat()));
});

test('the pages list codes at all', () => {
  expect(serviceIds.filter((id) => listRows(id).flat().length < 5)).toEqual([]);
});

test('troubleshooting explains every error of the library', () => {
  const classes = Object.entries(library)
    .filter(([, value]) => Object.getPrototypeOf(value) === library.BackupError)
    .map(([name]) => name);
  expect(classes.length).toBeGreaterThan(10);
  expect(classes.filter((name) => !troubleshooting.includes(`| \`${name}\``))).toEqual([]);
});

test.each(['README.md', ...serviceIds.map((id) => `docs/services/${id}.md`)])(
  '%s leads to troubleshooting',
  (path) => {
    expect(readText(path)).toMatch(/\]\((?:docs|\.\.)\/troubleshooting\.md(?:#[\w-]+)?\)/);
  },
);
