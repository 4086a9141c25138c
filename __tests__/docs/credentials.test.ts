import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { CLOUDS } from '../../src/cloud/clouds.ts';
import { getService, serviceIds } from '../../src/services/index.ts';
import { ENVIRONMENT_FAMILIES } from '../../src/task/inputs/environment.ts';
import { listBlocks, readText, root } from '../support/repository.ts';
import { pages } from './snippets.ts';

const page = readText('docs/credentials.md');
const textOf = (heading: string) => page.split(`\n${heading}\n`)[1]?.split(/\n#{2,} /)[0] ?? '';

const action = v.pipe(v.string(), v.regex(/^[a-z]+(:[A-Za-z]+){2}$/));
const policySchema = v.strictObject({
  Version: v.picklist(['1.1', '5.0']),
  Statement: v.tuple([
    v.strictObject({
      Effect: v.literal('Allow'),
      Action: v.pipe(v.array(action), v.nonEmpty()),
      Resource: v.optional(v.unknown()),
      Principal: v.optional(v.unknown()),
      Condition: v.optional(v.unknown()),
    }),
  ]),
});

const jsonBlocks = pages.flatMap((path) =>
  listBlocks(readText(path), 'json').map((text, at) => ({
    title: `${path}, block ${at + 1}`,
    text,
  })),
);

test.each(jsonBlocks)('the JSON of $title parses, and a policy is one', ({ text }) => {
  const value = JSON.parse(text);
  if ('Statement' in value) v.parse(policySchema, value);
});

/** A new service brings its policies on its own page. */
const listPolicies = (heading: string, id: string) =>
  [page, readText(`docs/services/${id}.md`)].flatMap((text) => {
    const part = text.split(`\n#### ${heading}\n`)[1]?.split(/\n#{2,} /)[0] ?? '';
    return listBlocks(part, 'json').map((block) => v.parse(policySchema, JSON.parse(block)));
  });

const offered = serviceIds.flatMap((id) =>
  (['otc', 'huaweicloud'] as const)
    .filter((cloud) => Object.values(getService(id).hosts[cloud]).flat().length > 0)
    .map((cloud) => ({ id, cloud, heading: `\`${id}\` on ${CLOUDS[cloud].title}` })),
);

test.each(offered)('$heading has a policy to create and list backups', ({ id, cloud, heading }) => {
  const found = listPolicies(heading, id);
  const forAgencies = cloud === 'otc' ? [] : listPolicies(`\`${id}\` with an identity policy`, id);
  expect(found.map(({ Version }) => Version)).toEqual(['1.1']);
  expect(forAgencies.map(({ Version }) => Version)).toEqual(cloud === 'otc' ? [] : ['5.0']);
  for (const { Statement } of [...found, ...forAgencies]) {
    const actions = Statement[0].Action.join(' ');
    expect(actions).toMatch(/:create/);
    expect(actions).toMatch(/:backup:list(All)?\b/);
    expect(actions).not.toMatch(/delete|\*/i);
  }
});

test('the table of variables is that of the families, in their order', () => {
  const rows = textOf('## Environment variables')
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('| -'))
    .map((line) => line.split('|').slice(1, -1));
  const cells = rows.map((row) =>
    row.map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)),
  );
  const [head = [], ...body] = cells;
  expect(head.flat()).toEqual(ENVIRONMENT_FAMILIES.map(({ title }) => title));
  const shown = ENVIRONMENT_FAMILIES.map(({ title }, at) => {
    const found = body.map(([input = [], ...names]) => [input[0] ?? '', names[at] ?? []] as const);
    return { title, variables: Object.fromEntries(found.filter(([, names]) => names.length > 0)) };
  });
  expect(shown).toEqual(ENVIRONMENT_FAMILIES);
});

test('the regions with STS are those of the table of clouds', () => {
  const line = page.split('\n').find((text) => text.startsWith('`cn-north-4`, `cn-south-1`'));
  const regions = [...(line ?? '').matchAll(/`([^`]+)`/g)].map(([, region]) => region);
  expect(regions).toEqual(CLOUDS.huaweicloud.stsRegions);
});

const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s/g, '-');

const listAnchors = (path: string) =>
  [...readText(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => slug(heading));

test.each(pages)('every link of %s to this project leads somewhere', (path) => {
  const links = [...readText(path).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
  for (const [, file = '', anchor] of links) {
    const target = file === '' ? path : join(dirname(path), file).replaceAll('\\', '/');
    expect(existsSync(join(root, target))).toBe(true);
    if (anchor !== undefined) expect(listAnchors(target)).toContain(anchor);
  }
});
