import { expect, test } from '@jest/globals';
import {
  type CommandCloud,
  type PlayedCommand,
  withCommandCloud,
} from '../support/command-cloud.ts';
import { instanceIdAt } from '../support/step-cloud.ts';
import { checkRows } from '../support/table.ts';

const PLANTED = 'planted-secret-4711';

const told = ({ stdout, stderr, envFile = '' }: PlayedCommand) =>
  [stdout, stderr, envFile].join('\n');

const which = ({ simulator }: CommandCloud) => [
  ...['create', '--service', 'taurusdb', '--region', 'eu-de'],
  ...['--instance-id', instanceIdAt(simulator, 'taurusdb')],
];

test.each([
  ['--password', 'OS_PASSWORD'],
  ['--secret-key', 'OS_SECRET_KEY'],
  ['--token', 'OS_TOKEN'],
  ['--security-token', 'OS_SECURITY_TOKEN'],
])('%s is an error that names the ways out and not the value', async (option, variable) => {
  await withCommandCloud({}, async (cloud) => {
    for (const given of [[option, PLANTED], [`${option}=${PLANTED}`]]) {
      const played = await cloud.play([...which(cloud), ...given]);
      expect(played).toMatchObject({ code: 2, requests: [] });
      expect(played.stderr).toContain(`${option}: is no option`);
      expect(played.stderr).toContain(`${option}-file FILE`);
      expect(played.stderr).toContain(variable);
      expect(told(played)).not.toContain(PLANTED);
    }
  });
});

test('a word that lost its option is not repeated: it may be a secret', async () => {
  await withCommandCloud({}, async (cloud) => {
    const played = await cloud.play([...which(cloud), PLANTED]);
    expect(played.code).toBe(2);
    expect(played.stderr).toContain('One word: belongs to no option');
    expect(told(played)).not.toContain(PLANTED);
  });
});

test('each way to give a secret makes a backup', async () => {
  await withCommandCloud({ backupMs: 1_000 }, async (cloud) => {
    const { account } = cloud.simulator;
    const user = ['--username', account.username, '--domain-name', account.domainName];
    const files = {
      key: cloud.write('key', `${account.secretKey}\n`),
      password: cloud.write('password', `${account.password}\r\n`),
      token: cloud.write('token', account.token),
    };
    const rows: readonly (readonly [readonly string[], object])[] = [
      [['--access-key', account.accessKey, '--secret-key-file', files.key], {}],
      [
        ['--access-key', account.accessKey, '--secret-key-file', '-'],
        { stdin: `${account.secretKey}\n` },
      ],
      [[...user, '--password-file', files.password], {}],
      [['--token-file', '-'], { stdin: account.token }],
      [['--token-file', files.token], {}],
      [
        [],
        {
          env: {
            OS_USERNAME: account.username,
            OS_PASSWORD: account.password,
            OS_USER_DOMAIN_NAME: account.domainName,
          },
        },
      ],
      [[], { env: { OS_TOKEN: account.token } }],
    ];
    for (const [args, setup] of rows) {
      const played = await cloud.play([...which(cloud), ...args], setup);
      expect([args, played.code]).toEqual([args, 0]);
      for (const secret of [account.secretKey, account.password, account.token]) {
        expect(told(played)).not.toContain(secret);
      }
    }
  });
});

test('a secret that can’t be read is wrong usage', async () => {
  await withCommandCloud({}, async (cloud) => {
    const user = ['--username', 'x', '--domain-name', 'y'];
    await checkRows<[readonly string[], string]>(
      [
        [[...user, '--password-file', `${cloud.folder}/none`], 'can’t be read (ENOENT)'],
        [[...user, '--password-file', cloud.folder], 'can’t be read (EISDIR)'],
        [[...user, '--password-file', '-'], 'standard input is empty'],
        [
          ['--access-key', 'x', '--secret-key-file', '-', '--security-token-file', '-'],
          'and so is another',
        ],
      ],
      async (args, line) => {
        const { code, stderr, requests } = await cloud.play([...which(cloud), ...args]);
        expect({ code, requests }).toEqual({ code: 2, requests: [] });
        expect(stderr).toContain(line);
      },
    );
  });
});

test('an identity token comes from the variable that is named, and without it nothing is sent', async () => {
  await withCommandCloud({}, async (cloud) => {
    const oidc = [...which(cloud), '--identity-provider', 'gitlab'];
    const lines = [
      [oidc, '--identity-provider: needs --id-token-env VARIABLE'],
      [
        [...oidc, '--id-token-env', 'NONE'],
        '--id-token-env: names NONE, and that variable is not set',
      ],
    ] as const;
    for (const [args, line] of lines) {
      const played = await cloud.play(args);
      expect(played).toMatchObject({ code: 2, requests: [] });
      expect(played.stderr).toContain(line);
    }
    const args = [...oidc, '--id-token-env', 'CLOUD_ID_TOKEN'];
    const played = await cloud.play(args, { env: { CLOUD_ID_TOKEN: PLANTED } });
    expect(played.code).toBe(1);
    expect(played.requests.map(({ operation }) => operation)).toContain('oidc-login');
    expect(told(played)).not.toContain(PLANTED);
  });
});

test('a secret that the cloud echoes is hidden in all that is written', async () => {
  await withCommandCloud({ backupMs: 1_000 }, async (cloud) => {
    const { secretKey } = cloud.simulator.account;
    cloud.simulator.inject({
      ...{ name: 'error', operation: 'create', status: 400 },
      body: JSON.stringify({ error_code: 'DBS.1', error_msg: `wrong: ${secretKey}` }),
    });
    const played = await cloud.create(['--json', '--debug', '--output-env', cloud.envFile]);
    expect(played.code).toBe(1);
    expect(played.stderr).toContain('wrong: ***');
    expect(told(played)).not.toContain(secretKey);
  });
});
