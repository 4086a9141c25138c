import { expect, test } from '@jest/globals';
import { InputError } from '../../../../src/index.ts';
import { parseRaw } from '../../../support/parse-raw-inputs.ts';

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

const ONE_OF = 'write one of dds, gaussdb, geminidb, rds, rds-v1, taurusdb';

test.each([
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
])('service %s is answered with what it is', (word, answer) => {
  const problem = `does not know ${JSON.stringify(word)}: ${answer}`;
  expect(linesOf({ service: word })).toEqual([`service: ${problem}`]);
  const targets = { service: '', instance_id: '', targets: `${word}:${ID}` };
  expect(linesOf(targets)).toEqual([`targets: (number 1) ${problem}`]);
});
