import { InputError } from '../errors/request-errors.ts';
import type { Found } from './endpoint.ts';

/** @throws InputError with the one problem that stands in the way. */
export function foundOrThrow<Value>(result: Found<Value>): Value {
  if ('problem' in result) throw new InputError([result.problem]);
  return result.found;
}
