import type { Hole, RestoreValue } from '../services/restore/restore-way.ts';

/** A value of a request that its reader has to fill in. */
export interface RestoreHole {
  /** What stands in its place in the body, such as `<VOLUME_TYPE>`. */
  readonly mark: string;
  /** Where it stands, such as `volume.type`. */
  readonly field: string;
  /** Why nobody else knows it. */
  readonly reason: string;
  /** What the API's page takes, in words. */
  readonly allowed: string;
}

/** A request as data. Nothing of this library sends it. */
export interface PrintedRequest {
  /** The clouds make every instance by this one. */
  readonly method: 'POST';
  /** Where it goes: the service's own endpoint. */
  readonly url: string;
  /** It always names the backup; its holes hold their marks. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** How a backup is restored to a new instance: from the clouds' pages, unverified on a live cloud. */
export interface RestoreGuide {
  /** `undefined` where no page has one for this backup, or what it is made of could not be read. */
  readonly request: PrintedRequest | undefined;
  /** Why there is no request. */
  readonly whyNoRequest: string | undefined;
  /** What is to fill in, as it stands in the body from the top down. */
  readonly holes: readonly RestoreHole[];
  /** What will differ from the instance, and what else is to know: a sentence each. */
  readonly notes: readonly string[];
  /** The clicks that lead there in the console. */
  readonly console: string | undefined;
  /** The cloud's own page of it. */
  readonly page: string | undefined;
  /** The instance's name, where a list has told it. */
  readonly instanceName?: string | undefined;
}

const isHole = (value: object): value is Hole => 'hole' in value;

/** The body as JSON has it, with a mark for each hole. */
export function printBody(body: Readonly<Record<string, RestoreValue>>) {
  const holes: RestoreHole[] = [];
  const print = (value: RestoreValue, path: readonly string[]): unknown => {
    if (typeof value !== 'object') return value;
    if (isList(value)) return value.map((one, index) => print(one, [...path, String(index)]));
    if (isHole(value)) {
      const mark = `<${path.join('_').toUpperCase()}>`;
      const { hole: reason, allowed } = value;
      holes.push({ mark, field: path.join('.'), reason, allowed });
      return mark;
    }
    return printMembers(value, path);
  };
  const printMembers = (
    members: Readonly<Record<string, RestoreValue>>,
    path: readonly string[],
  ): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(members)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, print(value, [...path, name])]),
    );
  return { body: printMembers(body, []), holes };
}

const isList = (value: object): value is readonly RestoreValue[] => Array.isArray(value);
