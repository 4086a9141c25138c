import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { StepResult } from '../../scripts/runner/run-action.ts';
import { type Fault, type Simulator, startSimulator } from '../../simulator/index.ts';
import { type GithubIdentity, startGithubIdentity } from '../support/github-identity.ts';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { checkRows } from '../support/table.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { type LoginSetup, NO_KEYS, playLogin } from './play-login.ts';

const clock = virtualClock();
let github: GithubIdentity;
let simulator: Simulator;

beforeAll(async () => {
  github = await startGithubIdentity(clock.epochMs);
  simulator = await startSimulator({
    ...{ backupMs: 0, cloud: 'huaweicloud', oidc: github.provider },
    now: clock.epochMs,
  });
});

afterAll(async () => {
  await simulator.stop();
  github.stop();
});

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
const told = ({ written, files }: Pick<StepResult, 'written' | 'files'>) =>
  [...written.split('\n').filter((line) => !line.startsWith('::add-mask::')), ...files].join('\n');

/** A step that is played in this process, its files among what it tells. */
async function play(cloud: Simulator, setup: LoginSetup) {
  const step = await playLogin(cloud, clock, { ...setup, debug: true });
  return { ...step, files: [step.outputText, step.summary] };
}

const ways = ({
  account,
  stsEndpoint,
  iamEndpoint,
}: Simulator): readonly (readonly [string, LoginSetup, readonly string[]])[] => {
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
const endings: readonly (readonly [string, Fault | undefined])[] = [
  ['completed', undefined],
  ['refused', { name: 'forbidden', operation: 'create' }],
  ['answered by a page', { name: 'html-200', operation: 'create' }],
  ['cut off', { name: 'reset-after', operation: 'create' }],
];

/** The secrets that were told all the same. What was received is masked when it arrives, so the masks tell what else is secret. */
function findLeaks(
  step: Pick<StepResult, 'written' | 'files' | 'masks'>,
  planted: readonly string[],
): readonly string[] {
  const text = told(step);
  return [...planted, ...step.masks].filter((secret) =>
    listForms(secret).some((form) => form !== '' && text.includes(form)),
  );
}

test.each(endings)(
  'no secret is written when the backup is %s, whichever the login',
  async (_, fault) => {
    await checkRows(ways(simulator), async (_title, setup, planted) => {
      simulator.clearFaults();
      if (fault !== undefined) simulator.inject(fault);
      const step = await play(simulator, setup);
      expect(step.masks).toEqual(expect.arrayContaining([...planted]));
      expect(findLeaks(step, [...planted, ...github.handedOut])).toEqual([]);
    });
  },
);

test('the bundle masks what it was given and what it received, and writes none of it', async () => {
  const identity = await startGithubIdentity();
  const options = { backupMs: 0, cloud: 'huaweicloud', oidc: identity.provider } as const;
  await withSimulator(options, async (cloud) => {
    cloud.inject({ name: 'forbidden', operation: 'create' });
    const { agencyUrn, providerUrn } = cloud.account;
    const sts = {
      agency_urn: agencyUrn,
      provider_urn: providerUrn,
      sts_endpoint: cloud.stsEndpoint,
    };
    const proxy = `http://user:${encodeURIComponent(PROXY_PASSWORD)}@127.0.0.1:1`;
    const env = { ...identity.env, HTTPS_PROXY: proxy, OS_TOKEN: 'planted-os-token' };
    const inputs = { ...NO_KEYS, ...sts };
    const step = await runStep(cloud, 'taurusdb', { inputs, env, debug: true });
    const planted = [PROXY_PASSWORD, 'planted-os-token', ...identity.handedOut];
    expect(step.masks).toEqual(expect.arrayContaining(planted));
    expect(findLeaks(step, planted)).toEqual([]);
  });
  identity.stop();
});

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
    const step = await play(simulator, { inputs: keys });
    expect(step.exitCode).toBe(1);
    for (const secret of ['planted-wrong-secret', securityToken]) {
      expect(listForms(secret).filter((form) => told(step).includes(form))).toEqual([]);
    }
  }
});

/** Letters and digits alone, so that no mark, entity or blank in between hides what is there. */
const lettersOf = (text: string) =>
  text
    .replace(/&#?\w+;/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();

/** Whether a text holds the secret, or 20 characters of it in a row. */
function holds(text: string, secret: string): boolean {
  const [there, wanted] = [lettersOf(text), lettersOf(secret)];
  const length = Math.min(20, wanted.length);
  return Array.from({ length: wanted.length - length + 1 }, (_, at) =>
    wanted.slice(at, at + length),
  ).some((piece) => there.includes(piece));
}

const PASSWORD = 'pl::anted_pass*wörd"<##[x]&>';
const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const says = (text: string) => ({ error: { code: 403, message: text, title: 'Forbidden' } });

test.each<[string, string | object]>([
  ['a text', says(`The password ${PASSWORD} is wrong.`)],
  ['JSON in a text', says(`Bad request: ${JSON.stringify({ password: PASSWORD })}`)],
  ['a URL in a text', says(`No page /login?password=${encodeURIComponent(PASSWORD)}`)],
  ['a code', { error_code: `IAM.${PASSWORD}`, error_msg: 'no' }],
  ['a request id', { error_code: 'X', request_id: `r-${encodeURI(PASSWORD)}` }],
  ['the title of a page', `<html><title>No ${escapeHtml(PASSWORD)}</title>`],
  ['plain text', `unknown password ${PASSWORD}`],
])('a password that the cloud echoes in %s is written nowhere', async (_, body) => {
  const { username, domainName } = simulator.account;
  simulator.clearFaults();
  simulator.inject({ name: 'error', operation: 'login', status: 403, body, times: 99 });
  const login = { ...NO_KEYS, username, password: PASSWORD, domain_name: domainName };
  const step = await play(simulator, { inputs: login });
  expect(step.exitCode).toBe(1);
  expect(step.outputs['backups']).toContain('***');
  expect(told(step)).toContain('***');
  expect(holds(told(step), PASSWORD)).toBe(false);
});

test('a long security token that the cloud echoes is written nowhere, not even in part', async () => {
  const token = randomBytes(525).toString('base64');
  const keys = {
    access_key: simulator.account.temporaryAccessKey,
    secret_key: 'planted-secret-key-of-a-while',
    security_token: token,
  };
  for (const before of ['', 'x'.repeat(300), 'x'.repeat(580)]) {
    simulator.clearFaults();
    const body = { error_code: 'APIG.0602', error_msg: `${before} The token ${token} is wrong.` };
    simulator.inject({ name: 'error', status: 400, body, times: 99 });
    const step = await play(simulator, { inputs: keys });
    expect(step.exitCode).toBe(1);
    expect(step.outputs['backups']).toContain('APIG.0602');
    expect(holds(told(step), token)).toBe(false);
  }
});

test('a secret in the reason of a failed backup, or in a word for its status, is written nowhere', async () => {
  const { secretKey } = simulator.account;
  const failReason = `Could not sign with ${secretKey}.`;
  const fates = [
    { name: 'backup-fails', failReason },
    { name: 'unknown-status', status: `WITH ${secretKey}` },
  ] as const;
  for (const fate of fates) {
    await withSimulator({ backupMs: 60_000, now: clock.epochMs }, async (cloud) => {
      cloud.inject(fate);
      const step = await play(cloud, {});
      expect(told(step)).toContain('***');
      expect(holds(told(step), secretKey)).toBe(false);
    });
  }
});

test('what is received on the way to an agency is hidden as well', async () => {
  const { username, password, domainName, agencyName, agencyDomainName } = simulator.account;
  simulator.clearFaults();
  const inputs = {
    ...NO_KEYS,
    ...{ username, password, domain_name: domainName },
    ...{ agency_name: agencyName, agency_domain_name: agencyDomainName },
  };
  const step = await play(simulator, { inputs });
  expect(step.exitCode).toBe(0);
  const tokens = step.requests.flatMap(({ headers }) => headers['x-auth-token'] ?? []);
  expect(new Set(tokens).size).toBe(2);
  expect(step.masks).toEqual(expect.arrayContaining([...new Set(tokens)]));
});
