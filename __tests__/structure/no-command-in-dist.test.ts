import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../support/repository.ts';

test('what the actions run holds nothing of the command', () => {
  const files = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.js'),
  );
  expect(files.length).toBeGreaterThan(2);
  for (const path of files) {
    const text = readFileSync(join(root, 'dist', path), 'utf8');
    expect([path, /--output-env|--id-token-env/.test(text)]).toEqual([path, false]);
  }
});
