import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../support/repository.ts';
import { type Packed, packProject } from './pack-project.ts';
import { runNpm } from './run-npm.ts';

const versionSchema = v.object({ version: v.string() });
const nodeSchema = v.object({ bin: v.object({ node: v.string() }) });

const readJson = (...path: readonly string[]): unknown =>
  JSON.parse(readFileSync(join(root, ...path), 'utf8'));

/** The oldest major version of Node that the package promises to work on. */
export function findNode22(): string {
  const folder = 'scripts/node22/node_modules/node';
  return join(root, folder, v.parse(nodeSchema, readJson(folder, 'package.json')).bin.node);
}

export interface Installed extends Packed {
  /** The folder of the user's project. */
  readonly project: string;
}

/** An empty project of a user's, into which the packed library is installed, with Node's types. */
export async function installProject(folder: string): Promise<Installed> {
  const packed = await packProject(folder);
  const project = join(folder, 'installed');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  const { version } = v.parse(versionSchema, readJson('node_modules/@types/node/package.json'));
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await runNpm(project, 'install', ...flags, packed.tarball, `@types/node@${version}`);
  return { ...packed, project };
}
