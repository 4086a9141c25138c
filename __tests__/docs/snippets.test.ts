import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { stepWords } from '../../src/action/step-words.ts';
import { ENVIRONMENT_FAMILIES } from '../../src/task/inputs/environment.ts';
import { findLoginProblems, LOGIN_METHODS, SECRET_INPUTS } from '../../src/task/inputs/login.ts';
import { readText } from '../support/repository.ts';
import { listEnvironments, listInputs, listPermissions, listSnippets, pages } from './snippets.ts';

const action = parse(readText('action.yml'));
const inputNames: readonly string[] = Object.keys(action.inputs);
const all = pages.flatMap(listSnippets);
const readme = listSnippets('README.md');
const credentials = listSnippets('docs/credentials.md');

const variables = ENVIRONMENT_FAMILIES.flatMap((family) => Object.values(family.variables).flat());
/** What GitHub's own command line reads. */
const GITHUB_CLIENT = ['GH_TOKEN', 'GH_REPO'];
/** What PostgreSQL's own command line reads. */
const DATABASE_CLIENT = ['PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD', 'PGDATABASE'];
const NETWORK = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'];

test.each(all)('$title gives our action only inputs that action.yml has', (snippet) => {
  for (const inputs of listInputs(snippet)) {
    expect(inputNames).toEqual(expect.arrayContaining(Object.keys(inputs)));
  }
});

test.each(all)('$title holds one complete login, and no secret in clear text', (snippet) => {
  for (const inputs of listInputs(snippet)) {
    expect(
      findLoginProblems((input) => inputs[input] !== undefined, {
        isFork: false,
        words: stepWords,
      }),
    ).toEqual([]);
    for (const secret of SECRET_INPUTS) {
      const value = inputs[secret];
      if (value !== undefined) expect(value).toMatch(/^\$\{\{ (secrets|steps)\.[\w.]+ \}\}$/);
    }
  }
});

test.each(all)('$title sets only variables that something reads', (snippet) => {
  const set = listEnvironments(snippet).flatMap((env) => Object.keys(env));
  const ofCommands = [...snippet.text.matchAll(/(?:\$|process\.env\.)([A-Z_]+)\b/g)].map(
    ([, name]) => name,
  );
  const ofClient = /\bgh (?:api|release) /.test(snippet.text) ? GITHUB_CLIENT : [];
  const ofDatabase = /\bpsql /.test(snippet.text) ? DATABASE_CLIENT : [];
  const read = [...variables, ...NETWORK, ...ofCommands, ...ofClient, ...ofDatabase];
  expect(read).toEqual(expect.arrayContaining(set));
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

test('the credentials page shows every way to log in, an agency, and the environment', () => {
  const shown = credentials.flatMap(listInputs).map((inputs) => Object.keys(inputs));
  for (const { needs } of LOGIN_METHODS) {
    expect(shown.some((names) => needs.every((input) => names.includes(input)))).toBe(true);
  }
  expect(shown.some((names) => names.includes('agency_name'))).toBe(true);
  const set = credentials.flatMap(listEnvironments).flatMap((env) => Object.keys(env));
  expect(set).toEqual(expect.arrayContaining(['OS_USERNAME', 'OS_PASSWORD']));
});

test('the README’s table of logins names the inputs of each, and leads to its set-up', () => {
  const [, part = ''] = readText('README.md').split('\n## Login\n');
  const rows = (part.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| ['));
  const shown = rows.map((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  for (const { needs } of LOGIN_METHODS) {
    expect(shown.some((names) => needs.every((input) => names.includes(input)))).toBe(true);
  }
  expect(shown.flat()).toEqual(expect.arrayContaining(['agency_name', 'OS_USERNAME']));
  expect(rows.filter((row) => !row.includes('](docs/credentials.md#'))).toEqual([]);
});

test('secrets and variables have one set of names: those of the inputs', () => {
  const kinds = new Map<string, string>();
  for (const { text } of all) {
    for (const [, input = '', kind = '', name = ''] of text.matchAll(
      /(\w+): .*\$\{\{ (secrets|vars)\.(\w+) \}\}/g,
    )) {
      if (!inputNames.includes(input) || name === 'ACCOUNT_ID') continue;
      // A restore's is the new instance's.
      if (input === 'password' && text.includes('cloud-db-backup/restore@')) continue;
      expect(name).toBe(input.toUpperCase());
      kinds.set(name, kind);
    }
  }
  for (const page of ['README.md', 'docs/credentials.md']) {
    const [, part = ''] = readText(page).split(/\n#+ Secrets and variables\n/);
    const rows = part.split('\n').filter((line) => line.startsWith('| a '));
    const stored = rows.flatMap((row) => {
      const kind = row.startsWith('| a variable') ? 'vars' : 'secrets';
      const names = [...row.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name);
      return names.map((name): [string, string] => [name, kind]);
    });
    expect(new Map(stored.filter(([name]) => name !== 'ACCOUNT_ID'))).toEqual(kinds);
  }
});

test('OTC’s quick start logs in with a password, Huawei Cloud’s with keys', () => {
  const [otc, huawei] = readme.flatMap(listInputs);
  expect(otc).toMatchObject({ region: 'eu-de', username: expect.anything() });
  expect(huawei).toMatchObject({ region: 'ap-southeast-3', access_key: expect.anything() });
});
