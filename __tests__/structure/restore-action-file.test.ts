import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { restoreOutputs } from '../../src/action/restore/outputs.ts';
import { restoreInputs } from '../../src/task/restore/fields.ts';
import { root } from '../support/repository.ts';

interface Described {
  readonly description: string;
  readonly default?: string;
}

const read = (file: string) => parse(readFileSync(join(root, file), 'utf8'));
const action = read('restore/action.yml');
const inputs: Readonly<Record<string, Described>> = action.inputs;

test('restore/action.yml and the code have the same inputs, defaults and outputs, in the same order', () => {
  expect(Object.keys(inputs)).toEqual(Object.keys(restoreInputs));
  const written = Object.entries(inputs).map(([name, input]) => [name, input.default ?? '']);
  expect(written).toEqual(
    Object.entries(restoreInputs).map(([name, { default: own }]) => [name, own]),
  );
  expect(Object.keys(action.outputs)).toEqual(Object.keys(restoreOutputs));
});

test('places and logins are those of the backup, in its words, but for the password and what it is beside', () => {
  const backup: Readonly<Record<string, Described>> = read('action.yml').inputs;
  const own = ['endpoint', 'region', 'project_id', 'username', 'wait', 'wait_timeout', 'dry_run'];
  const shared = Object.entries(restoreInputs).filter(
    ([name, { shared: as }]) => as === name && name !== 'instance_id' && !own.includes(name),
  );
  expect(shared.length).toBeGreaterThan(15);
  for (const [name] of shared) expect(inputs[name]).toEqual(backup[name]);
});

test('it has only keys that the runner knows, and starts its own bundle on Node 24', () => {
  expect(Object.keys(action)).toEqual([
    ...['name', 'description', 'author', 'branding', 'inputs', 'outputs', 'runs'],
  ]);
  expect(action.description.length).toBeLessThanOrEqual(125);
  const keys = new Set(Object.values(inputs).flatMap((input) => Object.keys(input)));
  expect([...keys].sort()).toEqual(['default', 'description', 'required']);
  expect(action.runs).toEqual({ using: 'node24', main: '../dist/restore/index.js' });
});
