import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';
import { readText, root } from '../support/repository.ts';

const days = v.pipe(v.number(), v.integer(), v.minValue(7));
const schedule = v.strictObject({ interval: v.picklist(['daily', 'weekly', 'monthly']) });
const groups = v.record(v.string(), v.looseObject({}));
const dependabotSchema = v.strictObject({
  version: v.literal(2),
  updates: v.tuple([
    v.strictObject({
      'package-ecosystem': v.literal('npm'),
      directories: v.array(v.string()),
      schedule,
      cooldown: v.strictObject({ 'default-days': days, 'semver-major-days': days }),
      ignore: v.array(
        v.strictObject({
          'dependency-name': v.string(),
          'update-types': v.tuple([v.literal('version-update:semver-major')]),
        }),
      ),
      groups,
    }),
    // Of cooldown, the ecosystem of actions knows the default alone.
    v.strictObject({
      'package-ecosystem': v.literal('github-actions'),
      directory: v.literal('/'),
      schedule,
      cooldown: v.strictObject({ 'default-days': days }),
      groups,
    }),
  ]),
});

const text = v.pipe(v.string(), v.nonEmpty());
const formSchema = v.strictObject({
  name: text,
  description: text,
  title: text,
  body: v.array(
    v.looseObject({
      type: v.picklist(['markdown', 'input', 'textarea', 'dropdown', 'checkboxes']),
      id: v.optional(v.pipe(v.string(), v.regex(/^[\w-]+$/))),
      attributes: v.looseObject({ label: v.optional(text), value: v.optional(text) }),
    }),
  ),
});

test('Dependabot waits before it takes what is new, and sees every lock file', () => {
  const { updates } = v.parse(dependabotSchema, parse(readText('.github/dependabot.yml')));
  expect(updates[0].directories).toEqual(['/', '/bench/signer']);
  for (const folder of updates[0].directories) {
    expect(existsSync(join(root, folder, 'package-lock.json'))).toBe(true);
  }
});

test('the form for a smoke test’s report asks for what matters, and for no secrets', () => {
  const form = '.github/ISSUE_TEMPLATE/live-smoke-report.yml';
  const { body } = v.parse(formSchema, parse(readText(form)));
  const ids = body.flatMap(({ id }) => (id === undefined ? [] : [id]));
  expect(ids).toEqual(expect.arrayContaining(['cloud', 'service', 'region', 'result']));
  expect(new Set(ids).size).toBe(ids.length);
  expect(body[0]?.attributes.value).toContain('no secrets');
  expect(readText('docs/live-smoke.md')).toContain('?template=live-smoke-report.yml');
});
