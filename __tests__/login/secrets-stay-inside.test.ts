import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { runStep, type Step, type StepSetup } from '../action/run-step.ts';
import { type GithubIdentity, startGithubIdentity } from './github-identity.ts';

let github: GithubIdentity;
let simulator: Simulator;

beforeAll(async () => {
  github = await startGithubIdentity();
  simulator = await startSimulator({ backupMs: 0, cloud: 'huaweicloud', oidc: github.provider });
});

afterAll(async () => {
  await simulator.stop();
  github.stop();
});

const NO_KEYS = { access_key: '', secret_key: '' };
const PROXY_PASSWORD = 'planted proxy pässword';

/** How a secret could be written in another way. */
function listForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((shift) =>
    // The middle of a base64 text does not depend on what stands before and after it.
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [
    secret,
    bytes.toString('hex'),
    bytes.toString('base64url'),
    ...shifted.filter((form) => form.length >= 8),
    encodeURIComponent(secret),
    encodeURI(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  ];
}

/** Everything that left the process, but for the lines that ask for a mask. */
const told = (step: Step) =>
  [
    ...step.written.split('\n').filter((line) => !line.startsWith('::add-mask::')),
    ...step.files,
  ].join('\n');

const ways = (): readonly (readonly [string, StepSetup, readonly string[]])[] => {
  const { account, stsEndpoint, iamEndpoint } = simulator;
  const { accessKey, secretKey, username, password, domainName, token } = account;
  const { temporaryAccessKey, temporarySecretKey, securityToken } = account;
  const keys = { access_key: accessKey, secret_key: secretKey };
  const user = { ...NO_KEYS, username, password, domain_name: domainName };
  const agency = { agency_name: account.agencyName, agency_domain_name: account.agencyDomainName };
  const urns = { agency_urn: account.agencyUrn, provider_urn: account.providerUrn };
  const sts = { ...NO_KEYS, ...urns, sts_endpoint: stsEndpoint };
  const temporary = {
    access_key: temporaryAccessKey,
    secret_key: temporarySecretKey,
    security_token: securityToken,
  };
  const proxy = `http://user:${encodeURIComponent(PROXY_PASSWORD)}@127.0.0.1:1`;
  return [
    ['keys', { inputs: keys }, [secretKey]],
    ['temporary keys', { inputs: temporary }, [temporarySecretKey, securityToken]],
    ['a token', { inputs: { ...NO_KEYS, token } }, [token]],
    ['a password', { inputs: user }, [password]],
    ['an agency', { inputs: { ...user, ...agency } }, [password]],
    ['an agency for keys', { inputs: { ...keys, ...agency } }, [secretKey]],
    ['OIDC', { inputs: { ...NO_KEYS, identity_provider: 'github' }, env: github.env }, []],
    ['STS', { inputs: sts, env: github.env }, []],
    ['a proxy', { inputs: keys, env: { HTTPS_PROXY: proxy } }, [secretKey, PROXY_PASSWORD]],
    [
      'OS_* keys',
      {
        inputs: NO_KEYS,
        env: { OS_ACCESS_KEY: accessKey, OS_SECRET_KEY: secretKey, OS_TOKEN: 'planted-os-token' },
      },
      [secretKey, 'planted-os-token'],
    ],
    ['OS_* token', { inputs: NO_KEYS, env: { OS_TOKEN: token } }, [token]],
    [
      'OS_* user',
      {
        inputs: NO_KEYS,
        env: { OS_USERNAME: username, OS_PASSWORD: password, OS_USER_DOMAIN_NAME: domainName },
      },
      [password],
    ],
    [
      'HUAWEICLOUD_SDK_*',
      {
        inputs: NO_KEYS,
        env: {
          HUAWEICLOUD_SDK_AK: temporaryAccessKey,
          HUAWEICLOUD_SDK_SK: temporarySecretKey,
          HUAWEICLOUD_SDK_SECURITY_TOKEN: securityToken,
          HUAWEICLOUD_SDK_IAM_ENDPOINT: iamEndpoint,
        },
      },
      [temporarySecretKey, securityToken],
    ],
    [
      'HW_*',
      { inputs: NO_KEYS, env: { HW_ACCESS_KEY: accessKey, HW_SECRET_KEY: secretKey } },
      [secretKey],
    ],
    [
      'HUAWEI_CLOUD_*',
      {
        inputs: NO_KEYS,
        env: {
          HUAWEI_CLOUD_ACCESS_KEY_ID: accessKey,
          HUAWEI_CLOUD_SECRET_ACCESS_KEY: secretKey,
        },
      },
      [secretKey],
    ],
  ];
};

/** The step works; or the cloud refuses it and echoes what it was sent. */
const endings: readonly (readonly [string, () => void])[] = [
  ['completed', () => {}],
  ['refused', () => simulator.inject({ name: 'forbidden', operation: 'create' })],
  ['answered by a page', () => simulator.inject({ name: 'html-200', operation: 'create' })],
  ['cut off', () => simulator.inject({ name: 'reset-after', operation: 'create' })],
];

test.each(endings)(
  'no secret is written when the backup is %s, whichever the login',
  async (_, spoil) => {
    for (const [title, setup, planted] of ways()) {
      simulator.clearFaults();
      spoil();
      const inputs = { wait_timeout: '2s', ...setup.inputs };
      const step = await runStep(simulator, 'taurusdb', { ...setup, inputs, debug: true });
      // What was received is masked when it arrives, so the masks tell what else is secret.
      const secrets = [...planted, ...step.masks, ...github.handedOut];
      expect(step.masks).toEqual(expect.arrayContaining([...planted]));
      const text = told(step);
      const leaks = secrets.filter((secret) =>
        listForms(secret).some((form) => form !== '' && text.includes(form)),
      );
      expect([title, leaks]).toEqual([title, []]);
    }
  },
);

test('a signature that is refused is answered with our own request, and none of it is written', async () => {
  const { accessKey, temporaryAccessKey, securityToken } = simulator.account;
  simulator.clearFaults();
  for (const keys of [
    { access_key: accessKey, secret_key: 'planted-wrong-secret' },
    {
      access_key: temporaryAccessKey,
      secret_key: 'planted-wrong-secret',
      security_token: securityToken,
    },
  ]) {
    const step = await runStep(simulator, 'taurusdb', { inputs: keys, debug: true });
    expect(step.exitCode).toBe(1);
    for (const secret of ['planted-wrong-secret', securityToken]) {
      expect(listForms(secret).filter((form) => told(step).includes(form))).toEqual([]);
    }
  }
});
