import { expect, test } from '@jest/globals';
import type { CloudId } from '../../src/model.ts';
import { getService, serviceIds } from '../../src/services/index.ts';
import { readText } from '../support/repository.ts';

const page = readText('docs/restore.md');
const lines = page.replace(/ +/g, ' ');

test.each(serviceIds)('the page of restores leads to the section of %s', (id) => {
  expect(page).toContain(`(services/${id}.md#restore)`);
});

const restored = serviceIds.flatMap((id) => {
  const { title, restore, instanceSuffixes } = getService(id);
  return restore === undefined ? [] : [{ id, title, restore, instanceSuffixes }];
});

test('it has the console’s way of every service as the library words it, and so has the service’s page', () => {
  expect(restored.length).toBeGreaterThanOrEqual(5);
  for (const { id, title, restore } of restored) {
    expect(lines).toContain(`| ${title} | ${restore.console} |`);
    expect(readText(`docs/services/${id}.md`)).toContain(`2. ${restore.console}. `);
  }
});

const clouds: readonly CloudId[] = ['otc', 'huaweicloud', 'huaweicloud-eu'];

test('it links every page and every manual that the library names', () => {
  for (const { restore, instanceSuffixes } of restored) {
    const manuals = clouds.flatMap((cloud) =>
      instanceSuffixes.flatMap((suffix) => restore.findManual(cloud, `x${suffix}`) ?? []),
    );
    expect(manuals.length).toBeGreaterThan(0);
    for (const url of [...Object.values(restore.pages), ...manuals]) {
      expect(page).toContain(`(${url})`);
    }
  }
});

const words = (list: readonly string[]) => list.map((word) => `\`${word}\``).join(' or ');

test('it has the states of every service’s new instances as the library words them', () => {
  for (const { title, restore } of restored) {
    const { making, ready, failed } = restore.states;
    expect(lines).toContain(
      `| ${title} | ${words([making])} | ${words(ready)} | ${words(failed)} |`,
    );
  }
});

test('no page speaks of another place for the backups of RDS and GeminiDB', () => {
  expect(readText('docs/services/rds.md')).not.toContain('Open _Backup Management_');
  expect(readText('docs/services/geminidb.md')).not.toContain('Open _Backups_');
});
