import { bodyFields, requiredObject } from '../body-fields.ts';
import type { Call } from '../call.ts';
import type { JsonObject } from '../json-object.ts';
import { Refusal } from '../refusal.ts';
import { identityErrors } from './identity-errors.ts';

/** The parts of a body every login of IAM has. */
export interface LoginFields {
  readonly auth: JsonObject;
  readonly identity: JsonObject;
  readonly method: string;
}

/** Reads a login's body; two methods at once are none the simulator knows. */
export function loginFields(call: Call): LoginFields {
  const auth = requiredObject(bodyFields(call), 'auth');
  const identity = requiredObject(auth, 'identity');
  const methods = identity['methods'];
  if (!Array.isArray(methods) || methods.length === 0) {
    throw new Refusal('badRequest', 'methods must be a list that is not empty');
  }
  const [method, ...more]: readonly unknown[] = methods;
  if (typeof method !== 'string') throw new Refusal('badRequest', 'methods must hold strings');
  if (more.length > 0) throw new Refusal(identityErrors.unauthorized);
  return { auth, identity, method };
}
