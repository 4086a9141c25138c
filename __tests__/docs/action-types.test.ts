import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';
import { buildActionTypes, restoreTypes } from '../../scripts/action-types.ts';
import { inputFields } from '../../src/task/inputs/fields.ts';
import { readText } from '../support/repository.ts';

const actionYml = readText('action.yml');
const text = readText('action-types.yml');

/** The format as its own page tells it; a key that it does not know is an error there too. */
const plain = v.strictObject({ type: v.picklist(['string', 'boolean', 'integer', 'float']) });
const choice = v.strictObject({
  type: v.literal('enum'),
  'allowed-values': v.pipe(v.array(v.string()), v.minLength(1)),
});
const list = v.strictObject({
  type: v.literal('list'),
  separator: v.pipe(v.string(), v.minLength(1)),
  'list-item': v.union([plain, choice]),
});
const types = v.record(v.string(), v.union([plain, choice, list]));
const { inputs, outputs } = v.parse(v.strictObject({ inputs: types, outputs: types }), parse(text));

test('action-types.yml is what action.yml and the schema of the inputs say', () => {
  expect(buildActionTypes(actionYml)).toBe(text);
});

test('it has every input and output of action.yml, in its order', () => {
  const action = parse(actionYml);
  expect(Object.keys(inputs)).toEqual(Object.keys(action.inputs));
  expect(Object.keys(outputs)).toEqual(Object.keys(action.outputs));
});

test('a new input of action.yml makes it stale', () => {
  const more = actionYml.replace('\ninputs:\n', '\ninputs:\n  shout:\n    description: a\n');
  expect(parse(buildActionTypes(more)).inputs.shout).toEqual({ type: 'string' });
});

const named = Object.entries(inputFields).map(([name, schema]) => ({
  name,
  schema,
  type: inputs[name],
}));

test.each(named)('$name is what the action takes', ({ schema, type }) => {
  const takes = (value: string) => v.safeParse(schema, value).success;
  if (type?.type === 'boolean')
    expect([takes('true'), takes('false'), takes('1')]).toEqual([true, true, false]);
  else if (type?.type === 'integer')
    expect([takes('1'), takes('1.5'), takes('x')]).toEqual([true, false, false]);
  else if (type?.type === 'enum') {
    expect(type['allowed-values'].filter((value) => !takes(value))).toEqual([]);
    expect(takes('none-of-them')).toBe(false);
  } else if (type?.type === 'list') {
    const some = ['a', 'b'].map((one) => `rds:${one.repeat(32)}in01`);
    const ids = some.map((one) => one.replace('rds:', ''));
    const read = [some, ids].map((items) => v.safeParse(schema, items.join(type.separator)));
    expect(read.some(({ success, output }) => success && Object(output).length === 2)).toBe(true);
  } else expect(type).toEqual({ type: 'string' });
});

test('the inputs with a default have one of their type', () => {
  const action = parse(actionYml);
  for (const [name, { default: value }] of Object.entries<{ default?: string }>(action.inputs)) {
    if (value === undefined) continue;
    if (inputs[name]?.type === 'boolean') expect(['true', 'false']).toContain(value);
    if (inputs[name]?.type === 'integer') expect(value).toMatch(/^\d+$/);
  }
});

test('restore/action-types.yml is what restore/action.yml and its inputs say', () => {
  const yml = readText('restore/action.yml');
  const written = readText('restore/action-types.yml');
  expect(buildActionTypes(yml, restoreTypes)).toBe(written);
  const own = v.parse(v.strictObject({ inputs: types, outputs: types }), parse(written));
  expect(Object.keys(own.inputs)).toEqual(Object.keys(parse(yml).inputs));
  expect(own.inputs).toMatchObject({ newest: { type: 'boolean' }, wait: { type: 'boolean' } });
});
