import { expect, test } from '@jest/globals';
import { getService, serviceIds } from '../../src/services/index.ts';
import { readText } from '../support/repository.ts';

const page = readText('docs/restore.md');

test.each(serviceIds)('the page of restores leads to the section of %s', (id) => {
  expect(page).toContain(`(services/${id}.md#restore)`);
});

const restored = serviceIds.flatMap((id) => {
  const { title, restore } = getService(id);
  return restore === undefined ? [] : [{ title, ...restore }];
});

test('it has the console’s way of every service as the library tells it', () => {
  expect(restored.length).toBeGreaterThanOrEqual(5);
  for (const { title, console } of restored) {
    expect(page.replace(/ +/g, ' ')).toContain(`| ${title} | ${console} |`);
  }
});

test('it links every page that the library names', () => {
  for (const { pages } of restored) {
    for (const url of Object.values(pages)) expect(page).toContain(`(${url})`);
  }
});
