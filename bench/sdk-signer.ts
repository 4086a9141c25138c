import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { signerDir } from './places.ts';

export interface SdkRequest {
  readonly method: string;
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: object;
}

export interface SdkKeys {
  getAk(): string;
  getSk(): string;
}

/** The signer of Huawei Cloud's SDK, as far as the bench uses it. */
export interface SdkSigner {
  sign(request: SdkRequest, keys: SdkKeys): Readonly<Record<string, string>>;
}

const PACKAGE = '@huaweicloud/huaweicloud-sdk-core';

const isSigner = (value: unknown): value is SdkSigner =>
  typeof value === 'function' && 'sign' in value && typeof value.sign === 'function';

/** `undefined` where it is not installed: only the bench needs it, and only this row. */
export function loadSdkSigner(): SdkSigner | undefined {
  if (!existsSync(join(signerDir, 'node_modules', PACKAGE))) return undefined;
  const load = createRequire(join(signerDir, 'package.json'));
  const { AKSKSigner }: Readonly<Record<string, unknown>> = load(`${PACKAGE}/auth/AKSKSigner.js`);
  if (!isSigner(AKSKSigner)) throw new Error(`${PACKAGE} has no AKSKSigner.sign`);
  return AKSKSigner;
}
