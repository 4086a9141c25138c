import type { CloudRequest } from '../cloud-request.ts';
import { isJsonObject } from '../json-object.ts';

/** Whether a body asks for an agency, as far as it can be told before anybody has checked it. */
export function asksForAgency({ body }: CloudRequest): boolean {
  const methods = member(member(member(parsed(body), 'auth'), 'identity'), 'methods');
  return Array.isArray(methods) && methods.includes('assume_role');
}

function member(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
