import { expect, test } from '@jest/globals';
import { InputError } from '../../../../src/index.ts';
import { serviceIds } from '../../../../src/services/index.ts';
import { parseRaw } from '../../../support/parse-raw-inputs.ts';
import { checkRows } from '../../../support/table.ts';

type Raw = Readonly<Record<string, string>>;

const good: Raw = {
  service: 'rds',
  instance_id: 'd8e6ca5a624745bcb546a227aa3ae1cfin01',
  region: 'eu-de',
  token: 'the-token',
};

function errorOf(raw: Raw): InputError {
  try {
    parseRaw(raw);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('no error');
}

const linesOf = (raw: Raw) =>
  errorOf(raw).problems.map(({ input, problem }) => `${input}: ${problem}`);

/** The good inputs with changes; an empty text leaves one out, as the action does. */
const change = (changes: Raw): Raw =>
  Object.fromEntries(Object.entries({ ...good, ...changes }).filter(([, value]) => value !== ''));

const services = serviceIds.join(', ');
const unset = '(a secret that is not set arrives empty)';
const cannotSend = 'holds a blank or another character that can’t be sent: paste it again';
const invisible = (where: string) =>
  `has an invisible character, ${where}: write it anew, without that`;
const isNoRegion =
  'is not the name of a region: write lower-case letters, digits and -, such as eu-de';
const noScheme = (host: string) => `"${host}" has no https:// in front: write https://${host}`;
const writeId = 'write the id from the console, letters, digits and - only';
const isName =
  'is a name, and not the id of an instance: write the id, from the console; one instance’s name can be given as the instance name';
const isNoDuration = 'is not a duration: write it like 90s, 30m, 2h or 1h30m';
const forbidden = `leave out > ! < " & ' = and line breaks, which no cloud takes here`;

test('each bad input has its line', () =>
  checkRows<[Raw, string]>(
    [
      [{ service: '' }, `service: is required: write one of ${services}; or targets for several`],
      [{ service: 'mysql' }, `service: does not know "mysql": MySQL is rds`],
      [{ service: 'RDS' }, `service: does not know "RDS": write rds`],
      [
        { instance_id: '' },
        'instance_id: is required: write the id of the instance, from the console; or its name, as instance_name',
      ],
      [{ instance_id: 'a b' }, `instance_id: "a b" has a blank inside: ${writeId}`],
      [{ instance_id: '../x' }, `instance_id: "../x" ${isName}`],
      [{ instance_id: 'x'.repeat(65) }, `instance_id: "${'x'.repeat(65)}" ${isName}`],
      [
        { instance_id: 'abcdef01'.repeat(9) },
        `instance_id: "${'abcdef01'.repeat(9)}" is not an instance id: ${writeId}`,
      ],
      [{ name: 'abc' }, 'name: "abc" has 3 characters: write 4 to 64'],
      [{ name: 'x'.repeat(65) }, `name: "${'x'.repeat(65)}" has 65 characters: write 4 to 64`],
      [{ name: '1abc' }, 'name: "1abc" must start with a letter (a to z)'],
      [
        { name: 'a b c' },
        'name: "a b c" has " " at position 2: write only letters (a to z), digits, - and _',
      ],
      [
        { name: 'Bäckup' },
        'name: "Bäckup" has "ä" at position 2: write only letters (a to z), digits, - and _',
      ],
      [{ description: "it's" }, `description: has ' at position 3: ${forbidden}`],
      [{ description: 'a=b' }, `description: has = at position 2: ${forbidden}`],
      [{ description: 'a\nb' }, `description: has a line break at position 2: ${forbidden}`],
      [{ description: 'x'.repeat(257) }, 'description: has 257 characters: write at most 256'],
      [{ databases: 'a, b\na' }, 'databases: names the database "a" twice: leave one out'],
      [
        { service: 'taurusdb', databases: 'a' },
        'databases: TaurusDB backs up whole instances only: leave it out, or use service rds',
      ],
      [
        { service: 'rds-v1', databases: 'a' },
        'databases: RDS v1 backs up whole instances only: leave it out, or use service rds',
      ],
      [{ cloud: 'aws' }, 'cloud: must be one of otc, huaweicloud, huaweicloud-eu, not "aws"'],
      [
        { region: 'mars-1' },
        'region: "mars-1" is not known. OTC has eu-de, eu-nl, eu-ch2. If it is right, set cloud.',
      ],
      [{ region: 'EU-DE' }, 'region: "EU-DE" has capitals: write eu-de'],
      [
        { region: 'eu-de.evil.test/' },
        'region: "eu-de.evil.test/" is not the name of a region: write lower-case letters, digits and -, such as eu-de',
      ],
      [
        { region: '' },
        'region: is required to find the endpoint of RDS: write the region of the instance, such as eu-de',
      ],
      [
        { region: '', endpoint: 'https://h.test' },
        'region: is required to find the endpoint of IAM: write the region of the instance, such as eu-de',
      ],
      [
        { region: '', endpoint: 'https://h.test', iam_endpoint: 'https://i.test' },
        'project_id: is required: write it, or project_name, or the region',
      ],
      [
        { cloud: 'otc', region: 'ap-southeast-1' },
        'region: is a region of Huawei Cloud, and cloud says otc: change one of them, or give the endpoints',
      ],
      [
        { cloud: 'huaweicloud', region: 'eu-de' },
        'region: is a region of Open Telekom Cloud, and cloud says huaweicloud: change one of them, or give the endpoints',
      ],
      [
        { service: 'geminidb', region: 'eu-nl' },
        expect.stringMatching(
          /^region: GeminiDB is not offered in eu-nl \(Open Telekom Cloud\).*It is offered in Open Telekom Cloud: eu-de; Huawei Cloud: /,
        ) as unknown as string,
      ],
      [
        { project_id: 'eu-de' },
        'project_id: "eu-de" is not a project id: write its 32 letters and digits (My Credentials in the console), or give the project’s name',
      ],
      [{ endpoint: 'h.test' }, `endpoint: ${noScheme('h.test')}`],
      [
        { endpoint: 'http://h.test' },
        'endpoint: would send the login unencrypted: write https://h.test',
      ],
      [{ endpoint: 'rds=x' }, `endpoint: (rds) ${noScheme('x')}`],
      [
        { iam_endpoint: 'https://i.test/v3?x' },
        'iam_endpoint: must be a base URL: leave out the ? or # and what follows',
      ],
      [
        { token: '' },
        `access_key: is required, with secret_key; or instead token; or username and password and domain_name; or identity_provider; or agency_urn and provider_urn. No login arrived. An empty secret looks the same as none: see that it is set under Settings, Secrets and variables, Actions; that its name is the same there; and, if it is an environment’s, that the job has environment. Secrets are empty in pull requests from forks.`,
      ],
      [{ token: 'a b' }, `token: ${cannotSend}`],
      [{ token: 'a\u200bb' }, `token: ${invisible('U+200B at position 2')}`],
      [{ project_name: 'eu\u00addash' }, `project_name: ${invisible('U+00AD at position 3')}`],
      [{ region: '/' }, `region: "/" ${isNoRegion}`],
      [{ region: '.' }, `region: "." ${isNoRegion}`],
      [{ region: 'eu-de/x' }, `region: "eu-de/x" ${isNoRegion}`],
      [{ region: 'eu-de.x' }, `region: "eu-de.x" ${isNoRegion}`],
      [{ token: '', access_key: 'a' }, `secret_key: is missing beside access_key ${unset}`],
      [{ token: '', secret_key: 's' }, `access_key: is missing beside secret_key ${unset}`],
      [
        { access_key: 'a', secret_key: 's' },
        'access_key: is part of a second login beside token: drop access_key and secret_key, or token',
      ],
      [
        { security_token: 's' },
        'security_token: is part of a second login beside token: drop security_token, or token',
      ],
      [{ wait: 'yes' }, 'wait: "yes" is not a boolean: write true or false'],
      [{ wait: '1' }, 'wait: "1" is not a boolean: write true or false'],
      [{ job_summary: 'tRUE' }, 'job_summary: "tRUE" is not a boolean: write true or false'],
      [{ wait_timeout: '60' }, 'wait_timeout: has no unit: write 60s, 60m or 60h'],
      [{ wait_timeout: '1 hour' }, `wait_timeout: "1 hour" ${isNoDuration}`],
      [{ wait_timeout: '0s' }, 'wait_timeout: 0s is too short: write at least 1s'],
      [{ wait_timeout: '24h1s' }, 'wait_timeout: 24h1s is too long: write at most 24h'],
      [{ language: 'de-de' }, 'language: must be one of en-us, zh-cn, not "de-de"'],
    ],
    (changes, line) => {
      expect(linesOf(change(changes))).toEqual([line]);
    },
  ));

test('half of a login of three parts is two problems', () => {
  const beside = `is missing beside security_token ${unset}`;
  expect(linesOf(change({ token: '', security_token: 's' }))).toEqual([
    `access_key: ${beside}`,
    `secret_key: ${beside}`,
  ]);
});

test('all problems come at once, in the order of action.yml, a line each', () => {
  const raw = {
    job_summary: 'x',
    wait_timeout: '5',
    token: 'a b',
    region: '?',
    name: '1',
    instance_id: '?',
    service: '?',
  };
  const error = errorOf(raw);
  expect(error.problems.map(({ input }) => input)).toEqual([
    'service',
    'instance_id',
    'name',
    'region',
    'token',
    'wait_timeout',
    'job_summary',
  ]);
  expect(error.message.split('\n')).toEqual([
    '7 inputs need a change; nothing was sent.',
    ...linesOf(raw),
  ]);
});

test('nothing given at all is told with what is needed', () => {
  expect(errorOf({}).problems.map(({ input }) => input)).toEqual([
    'service',
    'instance_id',
    'region',
    'access_key',
  ]);
});

test('a rule about two inputs takes its place among the others', () => {
  const raw = change({ service: 'taurusdb', databases: 'a', token: '', wait_timeout: '5' });
  const names = errorOf(raw).problems.map(({ input }) => input);
  expect(names).toEqual(['databases', 'access_key', 'wait_timeout']);
});
