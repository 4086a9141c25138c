import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ENVIRONMENT_FAMILIES, SECRET_INPUTS } from '../../src/action/inputs/environment.ts';
import { findLoginProblems, LOGIN_METHODS } from '../../src/action/inputs/login.ts';
import { readText } from '../support/repository.ts';
import { listEnvironments, listInputs, listPermissions, listSnippets, pages } from './snippets.ts';

const action = parse(readText('action.yml'));
const inputNames: readonly string[] = Object.keys(action.inputs);
const all = pages.flatMap(listSnippets);
const readme = listSnippets('README.md');
const credentials = listSnippets('docs/credentials.md');

const variables = ENVIRONMENT_FAMILIES.flatMap((family) => Object.values(family.variables).flat());
const NETWORK = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'];

test.each(all)('$title gives our action only inputs that action.yml has', (snippet) => {
  for (const inputs of listInputs(snippet)) {
    expect(inputNames).toEqual(expect.arrayContaining(Object.keys(inputs)));
  }
});

test.each(all)('$title holds one complete login, and no secret in clear text', (snippet) => {
  for (const inputs of listInputs(snippet)) {
    expect(findLoginProblems((input) => inputs[input] !== undefined)).toEqual([]);
    for (const secret of SECRET_INPUTS) {
      const value = inputs[secret];
      if (value !== undefined) expect(value).toMatch(/^\$\{\{ (secrets|steps)\.[\w.]+ \}\}$/);
    }
  }
});

test.each(all)('$title sets only variables that something reads', (snippet) => {
  const set = listEnvironments(snippet).flatMap((env) => Object.keys(env));
  const ofCommands = [...snippet.text.matchAll(/\$([A-Z_]+)\b/g)].map(([, name]) => name);
  expect([...variables, ...NETWORK, ...ofCommands]).toEqual(expect.arrayContaining(set));
});

test.each(all)('$title asks for an identity token where it logs in with one', (snippet) => {
  const needs = listInputs(snippet).some(
    (inputs) => 'identity_provider' in inputs || 'agency_urn' in inputs,
  );
  const asks = listPermissions(snippet).some((granted) => granted['id-token'] === 'write');
  const isRuleAlone = listInputs(snippet).length === 0;
  expect(asks || !needs).toBe(true);
  expect(needs || isRuleAlone || !asks).toBe(true);
});

test.each([
  ['README.md', readme],
  ['docs/credentials.md', credentials],
])('%s shows every way to log in, an agency, and the environment', (_, snippets) => {
  const shown = snippets.flatMap(listInputs).map((inputs) => Object.keys(inputs));
  for (const { needs } of LOGIN_METHODS) {
    expect(shown.some((names) => needs.every((input) => names.includes(input)))).toBe(true);
  }
  expect(shown.some((names) => names.includes('agency_name'))).toBe(true);
  const set = snippets.flatMap(listEnvironments).flatMap((env) => Object.keys(env));
  expect(set).toEqual(expect.arrayContaining(['OS_USERNAME', 'OS_PASSWORD']));
});

test('OTC’s quick start logs in with a password, Huawei Cloud’s with keys', () => {
  const [otc, huawei] = readme.flatMap(listInputs);
  expect(otc).toMatchObject({ region: 'eu-de', username: expect.anything() });
  expect(huawei).toMatchObject({ region: 'ap-southeast-3', access_key: expect.anything() });
});
