import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import tls from 'node:tls';
import { types } from 'node:util';
import type { Log } from '../runtime/log.ts';
import type { Environment } from './inputs/environment.ts';

/** How many certificates Node has taken from the file; `undefined`: this Node does not tell. */
export type CountTaken = () => number | undefined;

/** Node 22.15 and later tell it. */
const countTaken: CountTaken = () =>
  typeof tls.getCACertificates === 'function' ? tls.getCACertificates('extra').length : undefined;

const CERTIFICATE = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END [^-]*-----/g;
/** A DER file begins with an ASN.1 sequence. */
const SEQUENCE = 0x30;

/** What is wrong with the file, as far as it can be told from here. */
function findFault(file: string): string {
  if (!statSync(file).isFile()) return 'it is no file';
  const bytes = readFileSync(file);
  if (bytes.length === 0) return 'it is empty';
  const certificates = bytes.toString('latin1').match(CERTIFICATE) ?? [];
  if (certificates.length === 0) {
    return bytes[0] === SEQUENCE
      ? `it is DER, and Node takes PEM only: openssl x509 -inform der -in ${file} -out ca.pem`
      : 'no certificate in PEM stands in it';
  }
  const isBroken = (text: string) => {
    try {
      return new X509Certificate(text).raw.length === 0;
    } catch {
      return true;
    }
  };
  const at = certificates.findIndex(isBroken);
  if (at >= 0) return `its certificate ${at + 1} of ${certificates.length} is broken`;
  return 'nothing is wrong with it now, so it came after this process began: Node reads it when it starts';
}

const ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'it may not be read',
};

function explainUntaken(file: string): string {
  try {
    return findFault(file);
  } catch (error) {
    const code: unknown = types.isNativeError(error) ? Reflect.get(error, 'code') : undefined;
    return ERRORS[String(code)] ?? `it can’t be read (${String(code)})`;
  }
}

/** Tells which certificates Node trusts beside its own; it says nothing itself of a file without any. */
export function tellTrust(
  log: Pick<Log, 'debug' | 'warning'>,
  { NODE_EXTRA_CA_CERTS: file }: Environment,
  count: CountTaken = countTaken,
): void {
  const taken = file ? count() : undefined;
  if (!file) {
    log.debug('No extra certificates.');
  } else if (taken === 0) {
    log.warning(
      `NODE_EXTRA_CA_CERTS names ${file}, from which Node took no certificate: ${explainUntaken(file)}.`,
    );
  } else {
    const amount = taken === undefined ? 'the certificates' : `certificates (${taken})`;
    log.debug(`Trusting ${amount} of NODE_EXTRA_CA_CERTS (${file}) too.`);
  }
}
