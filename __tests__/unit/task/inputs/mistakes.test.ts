import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isForkEvent } from '../../../../src/action/run-context.ts';
import { InputError, serviceIds } from '../../../../src/index.ts';
import { checkRaw, parseRaw } from '../../../support/parse-raw-inputs.ts';
import { checkRows } from '../../../support/table.ts';

type Raw = Readonly<Record<string, string>>;

const ID = 'd8e6ca5a624745bcb546a227aa3ae1cfin03';

const good: Raw = { service: 'rds', instance_id: ID, region: 'eu-de', token: 'the-token' };

/** What is said of the good inputs with changes; an empty text leaves one out, as the action does. */
function linesOf(changes: Raw): readonly string[] {
  const given = Object.entries({ ...good, ...changes }).filter(([, value]) => value !== '');
  try {
    parseRaw(Object.fromEntries(given));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ input, problem }) => `${input}: ${problem}`);
  }
  return [];
}

const ONE_OF = `write one of ${serviceIds.join(', ')}`;

test('each word that is no service is answered with what it is', () =>
  checkRows(
    [
      ['postgresql', 'PostgreSQL is rds'],
      ['postgres', 'PostgreSQL is rds'],
      ['PostgreSQL', 'PostgreSQL is rds'],
      ['mysql', 'MySQL is rds'],
      ['mariadb', 'MariaDB is rds'],
      ['sqlserver', 'SQL Server is rds'],
      ['sql-server', 'SQL Server is rds'],
      ['mssql', 'SQL Server is rds'],
      ['mongodb', 'MongoDB is dds'],
      ['cassandra', 'Cassandra is geminidb'],
      ['redis', 'Redis, as far as it is GeminiDB’s, is geminidb'],
      ['influxdb', 'InfluxDB, as far as it is GeminiDB’s, is geminidb'],
      ['opengauss', 'openGauss is gaussdb'],
      ['taurus', 'TaurusDB is taurusdb'],
      ['GaussDB(for MySQL)', 'GaussDB(for MySQL) is taurusdb'],
      ['RDS', 'write rds'],
      ['"rds"', 'write rds'],
      ['RDS-V3', 'write rds'],
      ['oracle', ONE_OF],
    ],
    (word, answer) => {
      const problem = `does not know ${JSON.stringify(word)}: ${answer}`;
      expect(linesOf({ service: word })).toEqual([`service: ${problem}`]);
      const targets = { service: '', instance_id: '', targets: `${word}:${ID}` };
      expect(linesOf(targets)).toEqual([`targets: (number 1) ${problem}`]);
    },
  ));

const writeId = 'write the id from the console, letters, digits and - only';

test('each mistake shows what was given, and says what is wrong in it', () =>
  checkRows<[Raw, string]>(
    [
      [
        { instance_id: `"${ID}"` },
        `instance_id: "\\"${ID}\\"" has quotes around it: leave them out`,
      ],
      [{ instance_id: `'${ID}'` }, `instance_id: "'${ID}'" has quotes around it: leave them out`],
      [
        { instance_id: `[${ID}, ${ID}]` },
        `instance_id: "[${ID}, ${ID}]" has brackets around it: leave them out, and write one a line, or with commas`,
      ],
      [
        { instance_id: `- ${ID}` },
        `instance_id: "- ${ID}" begins as an entry of a list: leave out what is before the value`,
      ],
      [
        { instance_id: `${ID}\n# the old one` },
        'instance_id: (number 2) "# the old one" begins with #, which makes no comment here: leave it out',
      ],
      [
        { instance_id: `${ID} # shop` },
        `instance_id: "${ID} # shop" has # in it, which makes no comment here: leave out what follows`,
      ],
      [{ instance_id: `${ID} ${ID}` }, `instance_id: "${ID} ${ID}" has a blank inside: ${writeId}`],
      [
        { instance_id: 'shop-production' },
        'instance_id: "shop-production" is a name, and not the id of an instance: write the id, from the console; one instance’s name can be given as the instance name',
      ],
      [
        { service: '', instance_id: '', targets: 'rds:shop' },
        'targets: (number 1) "shop" is a name, and not the id of an instance: write the id, from the console; one instance’s name can be given as the instance name',
      ],
      [
        { service: '', instance_id: '', targets: `- rds:${ID}` },
        `targets: (number 1) "- rds:${ID}" begins as an entry of a list: leave out what is before the value`,
      ],
      [
        { service: '', instance_id: '', targets: `# old\nrds:${ID}` },
        'targets: (number 1) "# old" begins with #, which makes no comment here: leave it out',
      ],
      [
        { service: '', instance_id: '', targets: `rds:${ID} # shop` },
        `targets: (number 1) "${ID} # shop" has # in it, which makes no comment here: leave out what follows`,
      ],
      [
        { service: '', instance_id: '', targets: ID },
        `targets: (number 1) "${ID}" does not start with a service and a colon: write rds:${ID}`,
      ],
      [
        { service: '', instance_id: '', targets: `rds ${ID}\nrds=${ID}\nshop` },
        `targets: (number 1) "rds ${ID}" has no colon: write rds:${ID}; (number 2) "rds=${ID}" has no colon: write rds:${ID}; (number 3) "shop" does not start with a service and a colon: write a line like rds:instance_id, with ${ONE_OF.replace('write ', '')} in front`,
      ],
      [{ region: 'EU-DE' }, 'region: "EU-DE" has capitals: write eu-de'],
      [{ region: '"eu-de"' }, 'region: "\\"eu-de\\"" has quotes around it: leave them out'],
      [
        { region: 'eu-central-1' },
        'region: "eu-central-1" is not known. OTC has eu-de, eu-nl, eu-ch2. If it is right, set cloud.',
      ],
      [
        { region: 'ap-southest-1' },
        'region: "ap-southest-1" is not known. Did you mean ap-southeast-1? OTC has eu-de, eu-nl, eu-ch2. If it is right, set cloud.',
      ],
      [
        { project_id: 'eu-de_shop' },
        'project_id: "eu-de_shop" is not a project id: write its 32 letters and digits (My Credentials in the console), or give the project’s name',
      ],
      [
        { name: 'before deploy' },
        'name: "before deploy" has " " at position 7: write only letters (a to z), digits, - and _',
      ],
      [{ concurrency: 'many' }, 'concurrency: "many" is not a whole number from 1 to 100'],
      [
        { wait_timeout: '1 hour' },
        'wait_timeout: "1 hour" is not a duration: write it like 90s, 30m, 2h or 1h30m',
      ],
    ],
    (changes, line) => {
      expect(linesOf(changes)).toEqual([line]);
    },
  ));

const PROJECT = '0123456789abcdef0123456789abcdef';

test.each<[Raw, string]>([
  [
    { endpoint: 'https://rds.eu-de.otc.t-systems.com/v3' },
    'endpoint: must be a base URL, without /v3: write https://rds.eu-de.otc.t-systems.com',
  ],
  [
    { endpoint: `https://rds.eu-de.otc.t-systems.com/v3/${PROJECT}/` },
    `endpoint: must be a base URL, without /v3/${PROJECT}: write https://rds.eu-de.otc.t-systems.com`,
  ],
  [
    { endpoint: `rds=https://proxy.test/clouds/v3/${PROJECT}/backups` },
    `endpoint: (rds) must be a base URL, without /v3/${PROJECT}/backups: write https://proxy.test/clouds`,
  ],
  [
    { iam_endpoint: 'https://iam.eu-de.otc.t-systems.com/v3/auth/tokens' },
    'iam_endpoint: must be a base URL, without /auth/tokens: write https://iam.eu-de.otc.t-systems.com/v3',
  ],
])('%j is answered with the right address', (changes, line) => {
  expect(linesOf(changes)).toEqual([line]);
});

test.each<Raw>([
  { endpoint: 'https://proxy.test/v3/rds' },
  { endpoint: 'https://v3.test/rds' },
  { iam_endpoint: 'https://iam.eu-de.otc.t-systems.com/v3' },
])('%j is an address', (changes) => {
  expect(linesOf(changes)).toEqual([]);
});

const NO_LOGIN =
  'is required, with secret_key; or instead token; or username and password and domain_name; or identity_provider; or agency_urn and provider_urn. No login arrived. An empty secret looks the same as none: see that it is set under Settings, Secrets and variables, Actions; that its name is the same there; and, if it is an environment’s, that the job has environment. Secrets are empty in pull requests from forks';

const pull = (head: string | undefined, base: string) => ({
  pull_request: {
    head: { repo: head === undefined ? null : { full_name: head } },
    base: { repo: { full_name: base } },
  },
});

test('where no login arrived, each kind of run is told where secrets stay', () =>
  checkRows<[string, string, unknown, string]>(
    [
      [
        'a fork’s pull request',
        'pull_request',
        pull('mona/shop', 'octo/shop'),
        ', and this is one.',
      ],
      ['one of a deleted fork', 'pull_request', pull(undefined, 'octo/shop'), ', and this is one.'],
      ['one’s own pull request', 'pull_request', pull('octo/shop', 'octo/shop'), '.'],
      ['the base’s own run', 'pull_request_target', pull('mona/shop', 'octo/shop'), '.'],
      ['a push', 'push', {}, '.'],
      ['an event that is none', 'pull_request', [], '.'],
    ],
    (_, GITHUB_EVENT_NAME, event, end) => {
      const dir = mkdtempSync(join(tmpdir(), 'event-'));
      try {
        const GITHUB_EVENT_PATH = join(dir, 'event.json');
        writeFileSync(GITHUB_EVENT_PATH, JSON.stringify(event));
        const isFork = isForkEvent({ GITHUB_EVENT_NAME, GITHUB_EVENT_PATH });
        const { token: _none, ...given } = good;
        expect(checkRaw(given, isFork).problems).toEqual([
          { input: 'access_key', problem: `${NO_LOGIN}${end}` },
        ]);
      } finally {
        rmSync(dir, { recursive: true });
      }
    },
  ));
