import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';
import { readText, root } from '../support/repository.ts';

// The runner ignores a key that it does not know, so nothing else would find a misspelt one.
const text = v.pipe(v.string(), v.nonEmpty());
const actionSchema = v.strictObject({
  name: text,
  description: v.pipe(text, v.maxLength(125)),
  author: text,
  branding: v.strictObject({ icon: text, color: text }),
  inputs: v.record(
    v.pipe(v.string(), v.regex(/^[a-z]+(_[a-z]+)*$/)),
    v.strictObject({
      description: text,
      required: v.optional(v.boolean()),
      default: v.optional(v.string()),
      deprecationMessage: v.optional(text),
    }),
  ),
  outputs: v.record(
    v.pipe(v.string(), v.regex(/^[a-z]+(_[a-z]+)*$/)),
    v.strictObject({ description: text }),
  ),
  runs: v.strictObject({ using: v.literal('node24'), main: text }),
});

test('action.yml has only keys that the runner knows, and its entry exists', () => {
  const { runs } = v.parse(actionSchema, parse(readText('action.yml')));
  expect(existsSync(join(root, runs.main))).toBe(true);
});

test.each([
  ['a misspelt key of an input', /^ {4}description: >-$/m, '    descripton: >-'],
  ['a misspelt default', /^ {4}default: 60m$/m, '    defualt: 60m'],
  [
    'a value of an output, which only a composite action has',
    /^( {2}status:\n)/m,
    '  status:\n    value: a\n',
  ],
])('%s is found, which GitHub’s language service misses', (_, from, to) => {
  const mutated = readText('action.yml').replace(from, to);
  expect(mutated).not.toBe(readText('action.yml'));
  expect(v.safeParse(actionSchema, parse(mutated)).success).toBe(false);
});

test('a required input has no default', () => {
  const { inputs } = v.parse(actionSchema, parse(readText('action.yml')));
  const both = Object.entries(inputs).filter(([, input]) => input.required && input.default);
  expect(both).toEqual([]);
});

test('the README names the two commands, and package.json has every script it names', () => {
  const readme = readText('README.md');
  expect(readme).toContain('`npm ci && npm run demo`');
  expect(readme).toContain('`npm ci && npm test`');
  const { scripts } = v.parse(
    v.object({ scripts: v.record(v.string(), v.string()) }),
    JSON.parse(readText('package.json')),
  );
  const named = [...readme.matchAll(/npm (?:run )?(\w+)/g)].map(([, word = '']) => word);
  const used = named.filter((word) => !['ci', 'install', 'which'].includes(word));
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...used, 'docs']));
});
