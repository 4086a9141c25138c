import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { checkRows } from '../support/table.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { NO_KEYS, playLogin } from './play-login.ts';

const clock = virtualClock();
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ backupMs: 0, now: clock.epochMs });
});

afterAll(() => simulator.stop());

const NOTHING = { ...NO_KEYS, region: '', iam_endpoint: '' };

const families = () => {
  const { account, iamEndpoint } = simulator;
  const { accessKey, secretKey, projectId } = account;
  return [
    [
      'keys from the environment (OS_*)'.replace('keys', 'an access key'),
      {
        OS_ACCESS_KEY_ID: accessKey,
        OS_ACCESS_KEY_SECRET: secretKey,
        OS_REGION_NAME: 'eu-de',
        OS_AUTH_URL: `${iamEndpoint}/v3`,
        HW_SECRET_KEY: 'of-another-family',
      },
    ],
    [
      'a token from the environment (OS_*)',
      {
        OS_TOKEN: account.token,
        OS_PASSWORD: 'unused',
        OS_PROJECT_ID: projectId,
        OS_REGION_NAME: 'eu-de',
      },
    ],
    [
      'a user and a password from the environment (OS_*)',
      {
        OS_USERNAME: account.username,
        OS_PASSWORD: account.password,
        OS_DOMAIN_NAME: account.domainName,
        OS_AUTH_URL: `${iamEndpoint}/v3.0`,
        OS_TENANT_NAME: 'eu-de',
      },
    ],
    [
      'an access key from the environment (HUAWEICLOUD_SDK_*)',
      {
        HUAWEICLOUD_SDK_AK: account.temporaryAccessKey,
        HUAWEICLOUD_SDK_SK: account.temporarySecretKey,
        HUAWEICLOUD_SDK_SECURITY_TOKEN: account.securityToken,
        HUAWEICLOUD_SDK_PROJECT_ID: projectId,
      },
    ],
    [
      'an access key from the environment (HW_*)',
      {
        HW_ACCESS_KEY: accessKey,
        HW_SECRET_KEY: secretKey,
        HW_REGION_NAME: 'eu-de',
        HW_PROJECT_NAME: 'eu-de',
        HW_AUTH_URL: iamEndpoint,
      },
    ],
    [
      'an access key from the environment (HUAWEI_CLOUD_*)',
      {
        HUAWEI_CLOUD_ACCESS_KEY_ID: accessKey,
        HUAWEI_CLOUD_SECRET_ACCESS_KEY: secretKey,
        HUAWEI_CLOUD_REGION: 'eu-de',
        HUAWEI_CLOUD_PROJECT_ID: projectId,
      },
    ],
  ] as const;
};

test('each family logs in where no input does, and the log names it', () =>
  checkRows(families(), async (title, env) => {
    const step = await playLogin(simulator, clock, { inputs: NOTHING, env });
    expect(step).toMatchObject({ exitCode: 0, annotations: [] });
    expect(step.lines).toContain(`Logging in with ${title}`);
  }));

test('an input always beats the environment', async () => {
  const { account } = simulator;
  const step = await playLogin(simulator, clock, {
    inputs: { ...NO_KEYS, token: account.token },
    env: { OS_PASSWORD: 'unused', OS_REGION_NAME: 'eu-nl', OS_PROJECT_ID: 'unused' },
  });
  expect(step.exitCode).toBe(0);
  expect(step.lines).toContain('Logging in with a token from the inputs');
  expect(step.outputs['region']).toBe('eu-de');
  expect(step.masks).toContain('unused');
});

test('an incomplete or unusable family is an input error that names the variable', () =>
  checkRows(
    [
      [
        { OS_SECRET_KEY: 'half' },
        'OS_ACCESS_KEY: is missing beside OS_SECRET_KEY (a secret that is not set arrives empty)',
      ],
      [
        { OS_PASSWORD: 'half', HW_ACCESS_KEY: 'AK', HW_SECRET_KEY: 'SK' },
        'OS_USERNAME: is missing beside OS_PASSWORD (a secret that is not set arrives empty)',
      ],
      [
        { OS_CLOUD: 'otc' },
        'OS_CLOUD: names an entry of clouds.yaml, which is not read: give username, password and domain_name, or access_key and secret_key, and region',
      ],
      [
        { HW_ACCESS_KEY: 'AK', HW_SECRET_KEY: 'SK', HW_AUTH_URL: 'http://iam.example/v3' },
        'HW_AUTH_URL: would send the login unencrypted: write https://iam.example',
      ],
    ],
    async (env, line) => {
      const step = await playLogin(simulator, clock, {
        inputs: { ...NO_KEYS, iam_endpoint: '' },
        env,
      });
      expect(step.exitCode).toBe(1);
      expect(step.requests).toEqual([]);
      expect(step.annotations[0]?.text.split('\n')).toContain(line);
    },
  ));
