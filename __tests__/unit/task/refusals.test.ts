import { expect, test } from '@jest/globals';
import type { Simulator } from '../../../simulator/index.ts';
import { stepWords } from '../../../src/action/step-words.ts';
import { describeError } from '../../../src/task/report/errors.ts';
import { runInProcess } from '../../support/run-in-process.ts';
import { withSimulator } from '../../support/simulated-cloud.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

type Given = (simulator: Simulator) => Readonly<Record<string, string>>;
type Row = readonly [title: string, service: string, given: Given, message: string, hint: string];

const PRIMARY = 'd8e6ca5a624745bcb546a227aa3ae1cfin01';
const REPLICA = '5f2b8f0c3d7e4a6b9c1d0e8f7a6b5c4din01';
const MONGODB = '1236a91546294036b75931e879882200in06';

/** In place of the password of the account. */
const noPassword = { username: '', password: '', domain_name: '' };

const keys =
  (changes: Readonly<Record<string, string>>): Given =>
  ({ account: { accessKey, secretKey, projectId } }) => ({
    ...noPassword,
    access_key: accessKey,
    secret_key: secretKey,
    project_id: projectId,
    ...changes,
  });

const agency =
  (given: Given): Given =>
  (simulator) => ({
    ...given(simulator),
    project_id: '',
    agency_name: simulator.account.agencyName,
    agency_domain_name: simulator.account.agencyDomainName,
  });

const refusedCreate = (title: string, id: string, said: string) =>
  `${title} refused to create backup NAME of instance ${id}: ${said}`;
const badKey = 'APIGW.0301 "Incorrect IAM authentication information: ';
const findProject = 'IAM refused to find the project eu-de: ';
const assume = 'The login failed. IAM refused to assume agency AGENCY of DOMAIN: ';

const TOKEN =
  'The token is wrong, of another project, or has ended (it lives for 24 hours at most). It can’t be renewed: get a new one, for this project.';
const SECRET_KEY =
  'Check secret_key: the cloud knows access_key, and this is not the secret key that belongs to it. Five wrong signatures in a row lock the key for five minutes.';
const ACCESS_KEY =
  'Check access_key: the cloud does not know it. It is mistyped, disabled or deleted, or of an account of another cloud.';

const logins: readonly Row[] = [
  [
    'an expired token',
    'rds',
    ({ account: { expiredToken, projectId } }) => {
      return { ...noPassword, token: expiredToken, project_id: projectId };
    },
    refusedCreate('RDS', PRIMARY, 'DBS.280056 "Invalid token." (HTTP 403).'),
    TOKEN,
  ],
  [
    'an expired token, at the look for the project',
    'dds',
    ({ account }) => ({ ...noPassword, token: account.expiredToken }),
    `${findProject}"The request you have made requires authentication." (HTTP 401).`,
    TOKEN,
  ],
  [
    'a wrong secret key',
    'rds',
    keys({ secret_key: 'not-the-secret-key' }),
    refusedCreate('RDS', PRIMARY, `${badKey}verify aksk signature fail" (HTTP 401).`),
    SECRET_KEY,
  ],
  [
    'an access key that is disabled',
    'rds',
    keys({ access_key: 'DISABLED' }),
    refusedCreate(
      'RDS',
      PRIMARY,
      `${badKey}Get secretKey failed,ak:***,err:ak not exist" (HTTP 401).`,
    ),
    ACCESS_KEY,
  ],
  [
    'a temporary key with another security token',
    'rds',
    ({ account: { temporaryAccessKey, temporarySecretKey, projectId } }) => ({
      ...noPassword,
      access_key: temporaryAccessKey,
      secret_key: temporarySecretKey,
      security_token: 'another',
      project_id: projectId,
    }),
    refusedCreate(
      'RDS',
      PRIMARY,
      `${badKey}the security token does not belong to the access key" (HTTP 401).`,
    ),
    'Check security_token: it must be the one that came with access_key and secret_key, and it ends with them. Check that access_key and secret_key belong together and to an account of this cloud, and that the key is not disabled. A temporary key needs its security_token too, and ends with it.',
  ],
  [
    'a wrong password',
    'rds',
    () => ({ password: 'not-the-password' }),
    'The login failed. IAM refused to log in as backup-operator of OTC-EU-DE-00000000001000012345 for project eu-de: "The request you have made requires authentication." (HTTP 401).',
    'IAM says the same of a wrong password and of an unknown project: check username, password and domain_name, and that the project exists and the user may use it.',
  ],
  [
    'an agency, for a wrong secret key',
    'rds',
    agency(keys({ secret_key: 'not-the-secret-key' })),
    `${assume}IAM.0001 "Incorrect IAM authentication information: verify aksk signature fail" (HTTP 401).`,
    SECRET_KEY,
  ],
  [
    'an agency that there is not',
    'rds',
    (simulator) => ({ ...agency(keys({}))(simulator), agency_name: 'nobody' }),
    'The login failed. IAM refused to assume agency nobody of DOMAIN: IAM.0004 "Could not find the requested resource. (agency)" (HTTP 404).',
    'Check agency_name and agency_domain_name, and that the login may assume agencies (Agent Operator).',
  ],
];

const instances: readonly Row[] = [
  [
    'a read replica',
    'rds',
    () => ({ instance_id: REPLICA }),
    refusedCreate('RDS', REPLICA, 'DBS.212003 "Operation not allowed. (read replica)" (HTTP 400).'),
    'Most likely this is a read replica, which can’t be backed up: give the id of its primary instance.',
  ],
  [
    'the name of a read replica',
    'rds',
    () => ({ instance_id: '', instance_name: 'shop-replica' }),
    `Instance ${REPLICA} (shop-replica) is a read replica, which can’t be backed up.`,
    'Give the id of its primary instance.',
  ],
  [
    'a node of a read replica, of which RDS v1 says the same as of a busy instance',
    'rds-v1',
    () => ({ instance_id: '7c6b5a4938271605f4e3d2c1b0a99887no01' }),
    `Instance ${REPLICA} (shop-replica) is a read replica, which can’t be backed up.`,
    'Give the id of its primary instance.',
  ],
  [
    'single databases of MySQL',
    'rds',
    () => ({ databases: 'orders' }),
    refusedCreate('RDS', PRIMARY, 'DBS.201207 "Engine not supported. (databases)" (HTTP 400).'),
    'RDS backs up single databases of SQL Server only, and on Huawei Cloud of PostgreSQL: leave databases out, and the whole instance is backed up.',
  ],
  [
    'an engine that GeminiDB does not back up here',
    'geminidb',
    () => ({ instance_id: MONGODB }),
    refusedCreate(
      'GeminiDB',
      MONGODB,
      'DBS.212008 "Database type not supported. (mongodb)" (HTTP 400).',
    ),
    'The service makes no backups of this engine or version. Its page has the engines: https://github.com/OWNER/cloud-db-backup/tree/main/docs/services.',
  ],
  [
    'another service’s id',
    'taurusdb',
    () => ({ instance_id: PRIMARY }),
    refusedCreate(
      'TaurusDB',
      PRIMARY,
      `DBS.200002 "DB instance does not exist. (${PRIMARY})" (HTTP 404).`,
    ),
    `Instance id ${PRIMARY} ends like one of RDS, but the service is TaurusDB: check both.`,
  ],
  [
    'another service’s id, with its name',
    'taurusdb',
    () => ({ instance_id: PRIMARY, instance_name: 'shop' }),
    `TaurusDB lists no instance ${PRIMARY} in project 619d3e78f61b4be68bc5aa0b59edcf7b.`,
    `Instance id ${PRIMARY} ends like one of RDS, but the service is TaurusDB: check both.`,
  ],
];

/** What differs between two runs stands as what it is. */
const settle = (text: string, { account }: Simulator) =>
  text
    .replace(/, request id [0-9a-f]+/, '')
    .replace(/gh-web-shop-\S+/, 'NAME')
    .replace(`agency ${account.agencyName} `, 'agency AGENCY ')
    .replace(account.agencyDomainName, 'DOMAIN');

test.each([...logins, ...instances])(
  'a refusal of %s says what to change, and of nothing else',
  async (_, service, given, message, hint) => {
    await withSimulator({}, async (simulator) => {
      const inputs = given(simulator);
      const step = await runInProcess(simulator, virtualClock(), { service, inputs });
      const told = describeError(step.error, stepWords);
      expect({ ...told, message: settle(told.message, simulator) }).toEqual({ message, hint });
      expect(simulator.backups).toHaveLength(0);
    });
  },
);

test('a key that too many wrong signatures have locked is told as that', async () => {
  await withSimulator({}, async (simulator) => {
    const clock = virtualClock();
    const wrong = keys({ secret_key: 'not-the-secret-key' })(simulator);
    const hints: (string | undefined)[] = [];
    for (const _run of [1, 2, 3]) {
      const step = await runInProcess(simulator, clock, { service: 'rds', inputs: wrong });
      hints.push(describeError(step.error, stepWords).hint);
    }
    expect(hints).toEqual([
      SECRET_KEY,
      SECRET_KEY,
      'Too many wrong signatures in a row have locked this access key for five minutes. Check secret_key: it must belong to access_key. Then wait until the five minutes are over.',
    ]);
  });
});
