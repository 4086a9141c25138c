import type { DocumentedError } from './documented-error.ts';
import type { JsonObject } from './json-object.ts';

/** The error body of the v3 and v4 database services. */
export function dbsErrorBody(error: DocumentedError): JsonObject {
  return { error_code: error.code, error_msg: error.message };
}
