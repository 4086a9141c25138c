import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { stepWords } from '../../../../src/action/step-words.ts';
import { agencyLogin } from '../../../../src/auth/logins/agency.ts';
import { keyLogin } from '../../../../src/auth/logins/keys.ts';
import { oidcLogin } from '../../../../src/auth/logins/oidc.ts';
import { passwordLogin } from '../../../../src/auth/logins/password.ts';
import { stsLogin } from '../../../../src/auth/logins/sts.ts';
import { describeMissingNode } from '../../../../src/backup/instances.ts';
import { writeAdvice } from '../../../../src/errors/advice.ts';
import { ERROR_HINTS, findErrorHint } from '../../../../src/errors/kinds.ts';
import {
  type Advice,
  ApiError,
  BackupError,
  DeadlineError,
  InstanceBusyError,
} from '../../../../src/index.ts';
import { inputFields } from '../../../../src/task/inputs/fields.ts';
import { describeError } from '../../../../src/task/report/errors.ts';
import { writeOptions } from '../../../../src/task/words.ts';
import { aBackup } from '../../../support/memory-cloud.ts';
import { root } from '../../../support/repository.ts';

const instance = { service: 'rds-v1', instanceId: 'i-1' } as const;
const busy = { instanceId: 'i-1', elapsedMs: 1, cause: new Error('x'), state: 'x', isStuck: false };

test.each<[Advice | undefined, string]>([
  [
    DeadlineError.waiting(aBackup(), 1).advice,
    'Do not migrate yet: wait for it in the console, or raise wait_timeout (at most 24h).',
  ],
  [
    DeadlineError.before(undefined).advice,
    'Raise wait_timeout (at most 24h), or find out why the cloud answers so slowly.',
  ],
  [
    new InstanceBusyError(busy).advice,
    'Run this again when the instance is free, or raise busy_timeout and wait_timeout (at most 24h).',
  ],
  [
    ERROR_HINTS['instance-not-found'],
    'No such instance in this project and region. Check instance_id, region and the project, and that service is the instance’s own.',
  ],
  [
    ERROR_HINTS['duplicate-name'],
    'A backup with this name exists. Write another name, or set reuse_existing: true to take that backup.',
  ],
  [
    findErrorHint('not-api', 'IAM'),
    'This address has no such API, or leads elsewhere: check iam_endpoint, or the region that IAM is asked in.',
  ],
  [
    findErrorHint('routing', 'STS'),
    'This address has no such API, or leads elsewhere: check sts_endpoint, or the region that STS is asked in.',
  ],
  [
    keyLogin.hint,
    'Check that access_key and secret_key belong together and to an account of this cloud, and that the key is not disabled. A temporary key needs its security_token too, and ends with it.',
  ],
  [
    passwordLogin.hint,
    'IAM says the same of a wrong password and of an unknown project: check username, password and domain_name, and that the project exists and the user may use it.',
  ],
  [
    oidcLogin.hint,
    'Check identity_provider, the audience, the provider’s conversion rules, and that its stored key set is the present one of GitHub, or of whichever server runs the job: the cloud does not fetch new keys by itself.',
  ],
  [
    stsLogin.hint,
    'Check agency_urn and provider_urn, the audience, and the conditions of the agency’s trust policy.',
  ],
  [
    agencyLogin.hint,
    'Check agency_name and agency_domain_name, and that the login may assume agencies (Agent Operator).',
  ],
  [
    describeMissingNode(instance).hint,
    'Check instance_id, region and project, or give the primary node’s id (it stands in the console under the instance’s nodes).',
  ],
])('the library’s hint becomes, in the words of the inputs: %#', (hint = '', said) => {
  expect(writeAdvice(hint)).not.toBe(said);
  expect(writeOptions(hint, stepWords)).toBe(said);
});

test('a name that is taken: a step makes one up where none is given', () => {
  const fields = { title: 'RDS', purpose: 'create', method: 'POST', path: '/', status: 400 };
  const hint = ERROR_HINTS['duplicate-name'];
  const taken = { ...fields, code: 'DBS.201201', text: 'x', requestId: undefined, hint };
  const error = new ApiError({ ...taken, kind: 'duplicate-name' });
  expect(describeError(error, stepWords).hint).toMatch(/ Without name one is made up\.$/);
});

/** The texts of the library that are sentences or parts of them, as they are written; a new instance has fields of the API’s. */
const sentences = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(
    (path) =>
      path.endsWith('.ts') && !/^(?:action\b|task\b|services\/new-instance\b|main\.ts)/.test(path),
  )
  .flatMap((path) => readFileSync(join(root, 'src', path), 'utf8').split('\n'))
  .filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line))
  .flatMap((line) => line.match(/'[^']*'|`[^`]*`/g) ?? [])
  .filter((text) => text.includes(' '))
  .map((text) => text.replace(/\$\{[^}]*\}/g, ''));

const inputs = Object.keys(inputFields).filter((name) => name.includes('_'));
const options = inputs.map((name) =>
  name.replace(/_./g, ([, letter = '']) => letter.toUpperCase()),
);
const holds = (words: readonly string[]) => (text: string) =>
  words.some((word) => new RegExp(`\\b${word}\\b`).test(text));

test('the library writes no input and no option into a text as mere words', () => {
  expect(sentences.filter(holds(inputs))).toEqual([]);
  // Said to a program that gives credentials by a function, or no order; no step and no command has either.
  expect(sentences.filter(holds([...options, 'timeoutMs', 'busyTimeoutMs'])).toSorted()).toEqual([
    `'Let it return { kind: "token", token } or { kind: "keys", accessKey, secretKey }.'`,
    `'must be an object with service, instanceId and name'`,
  ]);
});

test.each(['RDS: instanceId is wrong', 'raise timeoutMs', 'projectName', 'secretKey, accessKey'])(
  'a word in a text of the cloud’s stays: %j',
  (text) => {
    expect(writeOptions(text, stepWords)).toBe(text);
    expect(describeError(new BackupError(text, { hint: text }), stepWords)).toEqual({
      message: text,
      hint: text,
    });
  },
);
