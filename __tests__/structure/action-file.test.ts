import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { fillActionInputs } from '../../scripts/action-inputs.ts';
import { inputFields } from '../../src/task/inputs/fields.ts';
import { SECRET_INPUTS } from '../../src/task/inputs/login.ts';
import { backupValues } from '../../src/task/report/backup-values.ts';
import { root } from '../support/repository.ts';

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));

test('action.yml and the schema have the same inputs, in the same order', () => {
  expect(Object.keys(action.inputs)).toEqual(Object.keys(inputFields));
});

test('action.yml describes each input as the table does, from which the command’s help comes too', () => {
  const text = readFileSync(join(root, 'action.yml'), 'utf8');
  expect(fillActionInputs(text)).toBe(text);
});

test('a default in action.yml is the schema’s', () => {
  const defaults = Object.entries(inputFields).flatMap(([name, field]) =>
    'default' in field && field.default ? [[name, field.default]] : [],
  );
  const written = Object.entries<{ default?: string }>(action.inputs).flatMap(([name, input]) =>
    input.default === undefined ? [] : [[name, input.default]],
  );
  expect(written).toEqual(defaults);
});

test('action.yml and the code have the same outputs, in the same order', () => {
  expect(Object.keys(action.outputs)).toEqual([
    ...Object.keys(backupValues),
    'backups',
    'deleted_backup_ids',
  ]);
});

test('an input whose name tells of a secret is masked', () => {
  const secretive = Object.keys(inputFields).filter((name) =>
    /token|password|secret|access_key/.test(name),
  );
  expect([...SECRET_INPUTS].sort()).toEqual(secretive.sort());
});

test('the action runs on Node 24, from the committed bundle', () => {
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
});
