import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { formatSdkDate, sign } from '../src/auth/sign.ts';
import { compare, type Effort, runPairs } from './pairs.ts';
import { root } from './processes.ts';
import type { Row } from './report.ts';

const GOAL = 2;
const SDK = 'the signer of @huaweicloud/huaweicloud-sdk-core 3.1.211';

interface SdkRequest {
  readonly method: string;
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: object;
}

interface SdkKeys {
  getAk(): string;
  getSk(): string;
}

/** The signer of Huawei Cloud's SDK, as far as the bench uses it. */
interface SdkSigner {
  sign(request: SdkRequest, keys: SdkKeys): Readonly<Record<string, string>>;
}

const folder = join(root, 'bench', 'signer');
const PACKAGE = '@huaweicloud/huaweicloud-sdk-core';

const isSigner = (value: unknown): value is SdkSigner =>
  typeof value === 'function' && 'sign' in value && typeof value.sign === 'function';

/** `undefined` where it is not installed: only the bench needs it, and only this row. */
function loadSdkSigner(): SdkSigner | undefined {
  if (!existsSync(join(folder, 'node_modules', PACKAGE))) return undefined;
  const load = createRequire(join(folder, 'package.json'));
  const { AKSKSigner }: Readonly<Record<string, unknown>> = load(`${PACKAGE}/auth/AKSKSigner.js`);
  if (!isSigner(AKSKSigner)) throw new Error(`${PACKAGE} has no AKSKSigner.sign`);
  return AKSKSigner;
}

const keys = { accessKey: 'SIMULATEDACCESSKEY01', secretKey: 'a-secret-key-that-opens-nothing' };
const sdkKeys = { getAk: () => keys.accessKey, getSk: () => keys.secretKey };
const projectId = '619d3e78f61b4be68bc5aa0b59edcf7b';
const endpoint = `https://gaussdb-mysql.eu-de.otc.t-systems.com/v3/${projectId}/backups/create`;
const contentType = { 'content-type': 'application/json' };
const data = {
  instance_id: '07033b125fd94a8a96896f8bcfee6ddain07',
  name: 'gh-web-shop-8bc0cc55-17600000001-1-bbd2b886-f095',
  description: 'octo-org/web-shop at 8f7e6d5, run 17600000001 attempt 1 by mona',
};

/** From the URL's text and the body's object to the signed headers, as the SDK's signer does it too. */
function createOwnSigner(findEpochMs: () => number) {
  const credentials = { kind: 'keys', ...keys } as const;
  return () => {
    const url = new URL(endpoint);
    const body = JSON.stringify(data);
    const request = { method: 'POST', url, headers: contentType, body } as const;
    return sign(request, credentials, { form: 'plain', epochMs: findEpochMs(), projectId });
  };
}

const signWithSdk = (sdk: SdkSigner, date: Readonly<Record<string, string>> = {}) =>
  sdk.sign(
    {
      method: 'POST',
      endpoint,
      headers: { ...contentType, 'X-Project-Id': projectId, ...date },
      data,
    },
    sdkKeys,
  );

/** Numbers of two signers that disagree would mean nothing. */
async function checkSame(sdk: SdkSigner): Promise<void> {
  const epochMs = 1_767_000_000_000;
  const { headers } = createOwnSigner(() => epochMs)();
  const theirs = signWithSdk(sdk, { 'X-Sdk-Date': formatSdkDate(epochMs) });
  if (headers['authorization'] === theirs['Authorization']) return;
  throw new Error(`signatures differ: ${headers['authorization']} ${theirs['Authorization']}`);
}

async function timeMany(count: number, sign: () => unknown): Promise<number> {
  const startMs = performance.now();
  for (let index = 0; index < count; index++) sign();
  return performance.now() - startMs;
}

/** How long it takes to sign one request. */
export async function measureSigning({ rounds, signings }: Effort): Promise<readonly Row[]> {
  const row = { what: 'Signing one request', against: SDK, goal: `≥ ${GOAL} × faster` };
  const sdk = loadSdkSigner();
  if (sdk === undefined) {
    const note = 'it is not installed: run npm ci --prefix bench/signer';
    return [{ ...row, result: 'left out', isMet: null, note }];
  }
  await checkSame(sdk);
  const signOwn = createOwnSigner(Date.now);
  const pairs = await runPairs(rounds, {
    ours: () => timeMany(signings, signOwn),
    theirs: () => timeMany(signings, () => signWithSdk(sdk)),
  });
  const { ratio, ours, theirs } = compare(pairs, (ms) => ms);
  const format = (ms: number) => `${((ms / signings) * 1000).toFixed(1)} µs`;
  return [
    {
      ...row,
      result: `${(1 / ratio).toFixed(1)} × faster`,
      isMet: 1 / ratio >= GOAL,
      note: `medians of ${rounds} rounds of ${signings}: ${format(ours)} and ${format(theirs)}`,
    },
  ];
}
