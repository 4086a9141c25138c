import type { JsonObject } from './json-object.ts';

/** A complete HTTP answer before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty text means no body. */
  readonly body: string;
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, body: JsonObject): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
