import type {
  FieldValue,
  OpenField,
  RestoreDescription,
  RestoreStates,
} from '../services/restore/restore-way.ts';

/** A field of a request that is to be filled in. */
export interface RestoreField {
  /** What stands in its place in the body, such as `<VOLUME_TYPE>`. */
  readonly mark: string;
  /** Where it stands, such as `volume.type`. */
  readonly field: string;
  /** Why the instance's own value is not there. */
  readonly reason: string;
  /** What the API's page takes, in words. */
  readonly allowed: string;
  /** How JSON writes it: a mark stands in quotes, which a number and a list do not have. */
  readonly type: 'text' | 'number' | 'list';
  /** A value that the page takes; of the name another one each time. */
  readonly suggestion: string | undefined;
}

/** A request as data. Nothing of this library sends it. */
export interface PrintedRequest {
  /** The clouds make every instance by this one. */
  readonly method: 'POST';
  /** Where it goes: the service's own endpoint. Below it the new instance is found, and deleted. */
  readonly url: string;
  /** It always names the backup; in the place of open fields it has their marks. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** How a backup is restored to a new instance: from the clouds' pages, unverified on a live cloud. */
export interface RestoreGuide {
  /** `undefined` where no page has one for this backup, or what it is made of could not be read. */
  readonly request: PrintedRequest | undefined;
  /** Why there is no request. */
  readonly whyNoRequest: string | undefined;
  /** What is to fill in, as it stands in the body from the top down. */
  readonly openFields: readonly RestoreField[];
  /** What will differ from the instance, and what else to know: a sentence each. */
  readonly notes: readonly string[];
  /** The clicks that lead there in the console. */
  readonly console: string | undefined;
  /** The console's manual of it, where one is known. */
  readonly manual: string | undefined;
  /** The API's page of it. */
  readonly page: string | undefined;
  /** The words by which the list of instances shows how far the new instance is. */
  readonly states: RestoreStates | undefined;
  /** The instance's name, where a list has shown it. */
  readonly instanceName?: string | undefined;
}

const isOpen = (value: object): value is OpenField => 'open' in value;

const isList = (value: object): value is readonly FieldValue[] => Array.isArray(value);

/** The body as JSON has it, with a mark for each open field; the restore point is always in it. */
export function printBody({ fields, point }: Pick<RestoreDescription, 'fields' | 'point'>) {
  const openFields: RestoreField[] = [];
  const print = (value: FieldValue, path: readonly string[]): unknown => {
    if (typeof value !== 'object') return value;
    if (isList(value)) return value.map((one, index) => print(one, [...path, String(index)]));
    if (isOpen(value)) {
      const mark = `<${path.join('_').toUpperCase()}>`;
      const { open: reason, allowed, type = 'text', suggestion } = value;
      openFields.push({ mark, field: path.join('.'), reason, allowed, type, suggestion });
      return mark;
    }
    return printMembers(value, path);
  };
  const printMembers = (
    members: Readonly<Record<string, FieldValue>>,
    path: readonly string[],
  ): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(members)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, print(value, [...path, name])]),
    );
  return { body: { ...printMembers(fields, []), [point.field]: point.value }, openFields };
}
