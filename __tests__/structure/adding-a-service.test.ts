import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { root } from '../support/repository.ts';

const parts = join(import.meta.dirname, 'seventh-service');
const copy = mkdtempSync(join(tmpdir(), 'seventh-service-'));

const node = (...args: readonly string[]) =>
  execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8', stdio: 'pipe' });

beforeAll(() => {
  // What others may be building at this moment, and the bench's own packages, are no sources.
  const left = new Set(['node_modules', 'lib', 'dist', '.git', 'coverage']);
  left.add(join('bench', 'lib')).add(join('bench', 'signer'));
  left.add(join('scripts', 'typedoc', 'node_modules'));
  cpSync(root, copy, {
    recursive: true,
    filter: (path) => !left.has(path.slice(root.length + 1)) && !path.endsWith('node_modules'),
  });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  cpSync(join(parts, 'adapter.txt'), join(copy, 'src/services/seventhdb.ts'));
  cpSync(join(parts, 'restore.txt'), join(copy, 'src/services/restore/seventhdb.ts'));
  cpSync(join(parts, 'simulator.txt'), join(copy, 'simulator/services/seventhdb.ts'));
  cpSync(join(parts, 'examples.json'), join(copy, '__tests__/fixtures/services/seventhdb.json'));
  cpSync(join(parts, 'page.md'), join(copy, 'docs/services/seventhdb.md'));
  const model = join(copy, 'src/model.ts');
  const lines = readFileSync(model, 'utf8').split('\n');
  const changed = lines.map((line) =>
    line.startsWith('export type ServiceId = ') ? line.replace(';', " | 'seventhdb';") : line,
  );
  writeFileSync(model, changed.join('\n'));
  appendFileSync(
    join(copy, 'src/services/registry.ts'),
    "export { seventhdb } from './seventhdb.ts';\n",
  );
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

test('a service is its id in the model, one adapter, one restore, one registry line, one simulator file, one fixture and one page', () => {
  node(join('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit');
  node(join('scripts', 'docs.ts'));
  const output = execFileSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--json',
      '--silent',
      '--runInBand',
      '__tests__/library',
      '__tests__/unit/services/documented-examples',
      '__tests__/unit/task/inputs/bad-inputs',
      '__tests__/unit/task/inputs/which-instances',
      '__tests__/unit/task/inputs/endpoint-input',
      '__tests__/unit/services/instances-answer',
      '__tests__/fuzz/create-needs-an-id',
      '__tests__/faults/reuse-existing',
      '__tests__/docs/generated-tables',
      '__tests__/structure/import-directions',
    ],
    { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const result = JSON.parse(output);
  const titles: readonly string[] = result.testResults.flatMap(
    (file: { assertionResults: readonly { title: string }[] }) =>
      file.assertionResults.map(({ title }) => title),
  );
  expect(result.success).toBe(true);
  for (const cloud of ['otc', 'huaweicloud']) {
    expect(titles).toContain(`seventhdb on ${cloud}: create, find, list, wait and delete`);
    expect(titles).toContain(
      `seventhdb on ${cloud}: a request that restores the backup, or the reason why there is none`,
    );
  }
  expect(titles.filter((title) => title.includes('seventhdb')).length).toBeGreaterThan(4);
});
