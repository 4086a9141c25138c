import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { fillChoices } from '../../scripts/docs.ts';
import { CLOUD_IDS } from '../../src/cloud/clouds.ts';
import { serviceIds } from '../../src/services/index.ts';
import { parseDuration } from '../../src/task/inputs/field-parsers.ts';
import { LOGIN_METHODS, SECRET_INPUTS } from '../../src/task/inputs/login.ts';
import { readText } from '../support/repository.ts';
import { listCalls, listSnippets, pages } from './snippets.ts';
import { parseReusable } from './workflow-file.ts';

const path = '.github/workflows/backup.yml';
const text = readText(path);
const { on, concurrency, jobs } = parseReusable(text);
const { workflow_call: called, workflow_dispatch: dispatched } = on;
const { backup: job } = jobs;
const [step] = job.steps;
const passed = Object.entries(step?.with ?? {});
const action = parse(readText('action.yml'));
const secretNames = [...SECRET_INPUTS, 'username', 'domain_name'].sort();
const OWN_INPUTS = ['environment', 'group', 'runs_on', 'timeout_minutes'];

test('it runs our action by its full name, alone, and nothing in a shell', () => {
  expect(job.steps.map(({ uses, run }) => [uses, run])).toEqual([
    // By its commit from the first release on.
    [expect.stringMatching(/^OWNER\/cloud-db-backup@(v1|[0-9a-f]{40})$/), undefined],
  ]);
  expect(text).not.toContain('./');
});

test('it asks for no permissions, neither at the top nor in the job', () => {
  expect(text).not.toMatch(/^\s*permissions:/m);
});

test('it passes every input of action.yml, each as an input or a secret of the same name', () => {
  expect(passed.map(([name]) => name).sort()).toEqual(Object.keys(action.inputs).sort());
  for (const [name, value] of passed) {
    const source = secretNames.includes(name) ? 'secrets' : 'inputs';
    expect(value).toBe(`\${{ ${source}.${name} }}`);
  }
  const inputs = passed.map(([name]) => name).filter((name) => !secretNames.includes(name));
  expect(Object.keys(called.inputs).sort()).toEqual([...inputs, ...OWN_INPUTS].sort());
});

test('its secrets are named and optional, and every login of secrets can be passed', () => {
  expect(Object.keys(called.secrets).sort()).toEqual(secretNames);
  const known = [...Object.keys(called.secrets), ...Object.keys(called.inputs)];
  expect(known).toEqual(expect.arrayContaining(LOGIN_METHODS.flatMap(({ needs }) => needs)));
});

test('an input that is not given leaves the action’s default as it is', () => {
  for (const [name, { type, default: value }] of Object.entries(called.inputs)) {
    const isSwitch = ['true', 'false'].includes(action.inputs[name]?.default);
    if (OWN_INPUTS.includes(name)) continue;
    expect(type).toBe(isSwitch ? 'boolean' : 'string');
    expect(isSwitch ? String(value ?? false) : value).toBe(
      isSwitch ? action.inputs[name].default : undefined,
    );
  }
});

test('its outputs are those of the step, through the job', () => {
  const names = Object.keys(called.outputs);
  expect(names).toEqual(
    expect.arrayContaining(['backup_id', 'job_id', 'status', 'created', 'backups']),
  );
  expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(names));
  for (const name of names) {
    expect(called.outputs[name]?.value).toBe(`\${{ jobs.backup.outputs.${name} }}`);
    expect(job.outputs[name]).toBe(`\${{ steps.${step?.id}.outputs.${name} }}`);
  }
  expect(Object.keys(job.outputs)).toEqual(names);
});

test('runs for the same instances wait for each other, and none is cancelled', () => {
  expect(concurrency['cancel-in-progress']).toBe(false);
  expect(concurrency.group).toMatch(/\binputs\.targets\b.*\binputs\.instance_id\b/);
  // An instance's name alone may be one of another service, or of another region.
  expect(concurrency.group).toMatch(/\binputs\.region, inputs\.service, inputs\.instance_id\b/);
});

test('the job outlives the wait, and belongs to the environment that the caller names', () => {
  const minutes = Number(called.inputs['timeout_minutes']?.default);
  expect(job['timeout-minutes']).toBe(`\${{ inputs.timeout_minutes || ${minutes} }}`);
  const wait = parseDuration(action.inputs.wait_timeout.default);
  expect('value' in wait && minutes * 60_000 > wait.value).toBe(true);
  expect(job.environment).toBe(`\${{ inputs.environment }}`);
});

test('started by hand it asks ten things at most, and offers every service', () => {
  const names = Object.keys(dispatched.inputs);
  expect(names.length).toBeLessThanOrEqual(10);
  expect(Object.keys(called.inputs)).toEqual(expect.arrayContaining(names));
  expect(dispatched.inputs['service']).toMatchObject({ type: 'choice', options: serviceIds });
  expect(fillChoices(text, path)).toBe(text);
  expect(() => fillChoices('on: push', path)).toThrow(`${path} has no list of services`);
});

test('whoever starts it by hand says which cloud the login is for, so that no region sends it elsewhere', () => {
  expect(dispatched.inputs['cloud']).toMatchObject({
    type: 'choice',
    options: CLOUD_IDS,
    required: true,
  });
  expect(called.inputs['cloud']).toEqual({ type: 'string' });
});

const calls = pages
  .flatMap(listSnippets)
  .flatMap((snippet) => listCalls(snippet).map((call) => ({ title: snippet.title, call })));

test.each(calls)('$title calls it with inputs and secrets that it has', ({ call }) => {
  expect(Object.keys(called.inputs)).toEqual(expect.arrayContaining(Object.keys(call.with)));
  const given = Object.keys(call.secrets);
  expect(Object.keys(called.secrets)).toEqual(expect.arrayContaining(given));
  const all = [...Object.keys(call.with), ...given];
  const methods = LOGIN_METHODS.filter(({ needs }) => needs.every((name) => all.includes(name)));
  expect(methods).toHaveLength(1);
  const isKeyless = methods.some(({ kind }) => kind === 'oidc' || kind === 'sts');
  expect(call.permissions).toEqual(isKeyless ? { 'id-token': 'write' } : {});
});

test('the pages show how to call it, with secrets and without', () => {
  expect(calls.filter(({ call }) => 'id-token' in call.permissions)).not.toEqual([]);
  expect(calls.filter(({ call }) => 'password' in call.secrets)).not.toEqual([]);
});
