import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { transformSync } from '@swc/core';
import * as v from 'valibot';
import { runAction } from '../../scripts/runner/run-action.ts';
import { readActionFile } from '../../scripts/runner/step-environment.ts';
import { findNode22 } from '../package/install-project.ts';
import { readText, root } from '../support/repository.ts';

const { main } = readActionFile(root).runs;
const entry = readText(main);

const tell = (version: string) =>
  `This action needs Node 24; the runner started it with ${version}: give the job an image with Node 24, or update the runner (https://github.com/OWNER/cloud-db-backup/blob/main/docs/other-runners.md).`;

/** The entry as a Node of that version would run it: what it writes, loads and exits with. */
function start(version: string) {
  const written: string[] = [];
  const loaded: string[] = [];
  const process = {
    versions: { node: version },
    stdout: { write: (text: string) => written.push(text) },
    exitCode: 0,
  };
  const run = new Function('process', 'require', 'exports', '__dirname', entry);
  run(process, (path: string) => loaded.push(path), {}, 'dist');
  return { written: written.join(''), loaded, exitCode: process.exitCode };
}

/** The Node of whoever runs the tests: npm has put the project's own before it. */
function findMachineNode(): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const others = folders.filter((folder) => !folder.includes('node_modules'));
  const found = others.map((folder) => join(folder, name)).find(existsSync);
  if (found === undefined) throw new Error('no Node on the PATH besides the project’s own');
  return found;
}

const isOld = (version: string) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 22 || (major === 22 && minor < 19);
};

test.each(['12.0.0', '16.20.2', '20.20.2', '22.9.0', '22.18.0'])(
  'Node %s gets one sentence as an error annotation, and nothing is loaded',
  (version) => {
    expect(start(version)).toEqual({
      written: `::error::${tell(version)}\n`,
      loaded: [],
      exitCode: 1,
    });
  },
);

test.each(['22.19.0', '22.23.3', '24.0.0', '24.21.0', '100.0.0'])(
  'Node %s loads the action, and only that',
  (version) => {
    expect(start(version)).toEqual({ written: '', loaded: ['dist/main.js'], exitCode: 0 });
  },
);

test('the oldest Node that starts it is the one that the packages need', () => {
  const { engines } = v.parse(
    v.object({ engines: v.object({ node: v.string() }) }),
    JSON.parse(readText('node_modules/undici/package.json')),
  );
  const [, oldest = ''] = /^>=([\d.]+)$/.exec(engines.node) ?? [];
  const [major, minor] = oldest.split('.').map(Number);
  expect(start(`${major}.${minor}.0`).loaded).toHaveLength(1);
  expect(start(`${major}.${Number(minor) - 1}.9`).loaded).toEqual([]);
});

/** The code as a compiler writes it for a version of the language: what the version lacks is another. */
const writeFor = (code: string, target: 'es2019' | 'es2024') =>
  transformSync(code, { isModule: false, jsc: { parser: { syntax: 'ecmascript' }, target } }).code;

test('Node 12 can read the entry: a compiler has nothing to change in it', () => {
  expect(writeFor(entry, 'es2019')).toBe(writeFor(entry, 'es2024'));
  const newer = `${entry}\nprocess.versions?.node;`;
  expect(writeFor(newer, 'es2019')).not.toBe(writeFor(newer, 'es2024'));
});

const inputs = { service: 'no-such-service' };

test('the Node of this machine either starts the action, or prints that sentence and no more', async () => {
  const node = findMachineNode();
  const version = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
  const { written, exitCode, annotations, lines } = await runAction({
    actionDir: root,
    node,
    inputs,
  });
  expect(exitCode).toBe(1);
  if (isOld(version)) {
    expect(written).toBe(`::error::${tell(version)}`);
    expect(annotations).toEqual([{ level: 'error', text: tell(version) }]);
  } else {
    expect(lines.join('\n')).toContain('no-such-service');
  }
});

test('a Node 22 that is new enough starts the action', async () => {
  const { lines } = await runAction({ actionDir: root, node: findNode22(), inputs });
  expect(lines.join('\n')).toContain('no-such-service');
});
