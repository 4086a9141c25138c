import { expect, test } from '@jest/globals';
import type { ServiceId } from '../../src/model.ts';
import { getService, serviceIds } from '../../src/services/index.ts';
import { listBlocks, readText } from '../support/repository.ts';

/** The part of a service's page under a heading. */
function readPart(id: ServiceId, heading: string): string {
  const [, part = ''] = readText(`docs/services/${id}.md`).split(`\n## ${heading}\n`);
  return part.split('\n## ')[0] ?? '';
}

test.each(serviceIds)('the page of %s tells traps, one a line', (id) => {
  expect(readPart(id, 'Traps').match(/^- \*\*/gm)?.length).toBeGreaterThan(4);
});

test.each(serviceIds)('each body on the page of %s is JSON and names the backup', (id) => {
  const bodies = listBlocks(readPart(id, 'Restore'), 'json');
  expect(bodies).not.toEqual([]);
  for (const body of bodies) expect(JSON.stringify(JSON.parse(body))).toContain('"BACKUP_ID"');
});

test.each(serviceIds)('%s: a call is said to overwrite, or it makes a new instance', (id) => {
  const calls = readPart(id, 'Restore').match(/^\*\*By API, .*$/gm) ?? [];
  expect(calls).not.toEqual([]);
  for (const call of calls) {
    expect(call).toContain('`POST /');
    if (!call.includes('into a new instance')) expect(call).toMatch(/\*\*It overwrites .*\*\*/);
  }
});

test.each(serviceIds)('the examples of %s are of its own instances', (id) => {
  const endings = readPart(id, 'Restore').match(/[0-9a-f]{32}in\d\d/g) ?? [];
  const { instanceSuffixes } = getService(id);
  expect(endings.filter((one) => !instanceSuffixes.includes(one.slice(32)))).toEqual([]);
});
