import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { root } from '../support/repository.ts';

const runFile = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'api-reference-'));
const typedoc = join(root, 'scripts/typedoc/node_modules/typedoc/bin/typedoc');
const options = join(root, 'scripts/typedoc/typedoc.jsonc');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const partSchema = v.array(v.object({ text: v.string() }));
const commentSchema = v.object({
  summary: partSchema,
  blockTags: v.optional(v.array(v.object({ tag: v.string(), content: partSchema })), []),
});

interface Entry {
  readonly name: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly isNumber: boolean;
  readonly isCall: boolean;
}

const numberSchema = v.union([
  v.object({ type: v.literal('intrinsic'), name: v.literal('number') }),
  v.pipe(
    v.object({ type: v.literal('union'), types: v.array(v.unknown()) }),
    v.check(({ types }) => JSON.stringify(types).includes('"name":"number"')),
  ),
]);
const entrySchema = v.object({
  name: v.string(),
  kind: v.number(),
  type: v.optional(v.unknown()),
  comment: v.optional(commentSchema),
});
const SIGNATURE = 4096;
const PROPERTY = 1024;

/** Everything in the reference that has a comment, with the path that leads to it. */
function* listEntries(node: unknown, path = ''): Generator<Entry> {
  if (typeof node !== 'object' || node === null) return;
  const read = v.safeParse(entrySchema, node);
  const name = read.success ? `${path}.${read.output.name}` : path;
  if (read.success && read.output.comment !== undefined) {
    const { comment, kind, type } = read.output;
    const { summary, blockTags } = comment;
    yield {
      name,
      text: summary.map(({ text }) => text).join(''),
      tags: blockTags.map(({ tag }) => tag),
      isNumber: kind === PROPERTY && v.is(numberSchema, type),
      isCall: kind === SIGNATURE,
    };
  }
  for (const inner of Object.values(node)) yield* listEntries(inner, name);
}

const reference = (async () => {
  const file = join(folder, 'api.json');
  const out = ['--out', join(folder, 'html'), '--json', file];
  const built = await runFile(process.execPath, [typedoc, '--options', options, ...out]).catch(
    ({ stdout, stderr, code }) => ({ stdout, stderr, code }),
  );
  return { ...built, file };
})();

test('the reference of both entry points is built without a warning', async () => {
  const { stdout, stderr } = await reference;
  expect(`${stdout}${stderr}`).not.toMatch(/warning|error/i);
});

test('every number tells its unit', async () => {
  const { file } = await reference;
  const entries = [...listEntries(JSON.parse(readFileSync(file, 'utf8')))];
  const numbers = entries.filter(({ isNumber }) => isNumber);
  const unit =
    /millisecond|second|epoch ms|per cent|\bTCP port\b|\bMB\b|\bKB\b|how many|HTTP status/i;
  expect(numbers.length).toBeGreaterThan(25);
  expect(numbers.filter(({ text }) => !unit.test(text)).map(({ name }) => name)).toEqual([]);
});

test('every method of the client that asks the cloud tells its errors and where its API is told of', async () => {
  const { file } = await reference;
  const entries = [...listEntries(JSON.parse(readFileSync(file, 'utf8')))];
  const calls = entries.filter(
    ({ name, isCall }) =>
      isCall && /\.src(\.index)?\.BackupClient\./.test(name) && !/close/.test(name),
  );
  expect(calls.length).toBeGreaterThan(10);
  expect(calls.filter(({ tags }) => !tags.includes('@throws')).map(({ name }) => name)).toEqual([]);
  const sourceless = calls.filter(({ tags, text }) => !tags.includes('@see') && !/GET/.test(text));
  expect(sourceless.map(({ name }) => name)).toEqual([]);
});
