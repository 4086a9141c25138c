import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { listBlocks, readText, root } from '../support/repository.ts';
import type { Installed } from './install-project.ts';

const runFile = promisify(execFile);

const examples = [
  ...listBlocks(readText('README.md'), 'ts'),
  ...listBlocks(readText('docs/library.md'), 'ts'),
];

/** Each line marked so must be an error: types that nobody finds would all be `any`. */
const wrong = `
import { BackupClient, type Backup } from 'cloud-db-backup';
import { startSimulator } from 'cloud-db-backup/simulator';
// @ts-expect-error no such service
export const ref: Pick<Backup, 'service'> = { service: 'no-such-service' };
// @ts-expect-error no such kind
new BackupClient({ credentials: { kind: 'no-such-kind' } });
// @ts-expect-error milliseconds, no text
await startSimulator({ backupMs: '100' });
`;

/** What compilers find of the package’s types. */
export function testTypes(findInstalled: () => Installed): void {
  let project = '';

  beforeAll(() => {
    project = findInstalled().project;
    for (const [at, example] of examples.entries()) {
      writeFileSync(join(project, `example-${at}.mts`), example);
    }
    writeFileSync(join(project, 'wrong.mts'), wrong);
    writeFileSync(
      join(project, 'required.cts'),
      "export import library = require('cloud-db-backup');\n",
    );
  });

  const compilers = {
    'TypeScript 7': 'node_modules/typescript/bin/tsc',
    'TypeScript 6': 'scripts/typedoc/node_modules/typescript/bin/tsc',
  };

  /** What the compiler says of these files, declarations of the packages included. */
  async function check(
    compiler: string,
    { module, moduleResolution }: { readonly module: string; readonly moduleResolution: string },
    include: readonly string[],
  ): Promise<string> {
    const config = `tsconfig.${module}.${moduleResolution}.json`;
    const strictness = { strict: true, skipLibCheck: false, exactOptionalPropertyTypes: true };
    const target = { target: 'ES2024', lib: ['ES2024'], types: ['node'], noEmit: true };
    const compilerOptions = { ...target, ...strictness, module, moduleResolution };
    writeFileSync(join(project, config), JSON.stringify({ compilerOptions, include }));
    const args = [join(root, compiler), '-p', config];
    const checked = runFile(process.execPath, args, { cwd: project });
    return (await checked.catch(({ stdout }: { stdout: string }) => ({ stdout }))).stdout;
  }

  describe.each(Object.entries(compilers))('%s', (_, compiler) => {
    test.each([
      { module: 'node16', moduleResolution: 'node16' },
      { module: 'nodenext', moduleResolution: 'nodenext' },
      { module: 'esnext', moduleResolution: 'bundler' },
    ])('finds the types of both entries with moduleResolution $moduleResolution', async (way) => {
      expect(await check(compiler, way, ['example-*.mts', 'wrong.mts'])).toBe('');
    });

    test.each([
      { module: 'nodenext', moduleResolution: 'nodenext' },
      { module: 'node20', moduleResolution: 'node16' },
    ])('lets a CommonJS module require the package with module $module', async (way) => {
      expect(await check(compiler, way, ['*.cts'])).toBe('');
    });

    test('lets none require it with module node16, which knows no require of an ES module', async () => {
      const way = { module: 'node16', moduleResolution: 'node16' };
      expect(await check(compiler, way, ['*.cts'])).toMatch(/TS14(?:71|79)/);
    });
  });
}
