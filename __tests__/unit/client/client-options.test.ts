import { expect, test } from '@jest/globals';
import { BackupClient, type BackupClientOptions, InputError } from '../../../src/index.ts';
import { checkRows } from '../../support/table.ts';

const token = { kind: 'token', token: 'the-token' } as const;
const keys = { kind: 'keys', accessKey: 'a', secretKey: 's' } as const;

function problemsOf(options: BackupClientOptions): readonly string[] {
  try {
    void new BackupClient(options).close();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ input }) => input);
  }
}

test('each odd option has its problem', () =>
  checkRows<[Partial<BackupClientOptions>, readonly string[]]>(
    [
      [{}, []],
      [{ credentials: keys }, []],
      [{ region: 'EU DE' }, ['region']],
      [{ projectId: 'x' }, ['projectId']],
      [{ cloud: 'aws' as 'otc' }, ['cloud']],
      [{ endpoints: { rds: 'http://h.test', taurusdb: 'https://h.test' } }, ['endpoints.rds']],
      [{ iamEndpoint: 'http://h.test' }, ['iamEndpoint']],
      [{ credentials: { kind: 'token', token: '' } }, ['credentials.token']],
      [{ credentials: { ...keys, secretKey: 'a\nb' } }, ['credentials.secretKey']],
      [{ credentials: { ...keys, securityToken: '' } }, ['credentials.securityToken']],
      [
        { region: '?', projectId: '?', credentials: { ...keys, accessKey: '' } },
        ['region', 'projectId', 'credentials.accessKey'],
      ],
    ],
    (options, problems) => {
      expect(problemsOf({ region: 'eu-de', credentials: token, ...options })).toEqual(problems);
    },
  ));
