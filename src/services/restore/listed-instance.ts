import { type FieldPath, readAt, readText } from '../fields.ts';
import type { Hole, RestoreSource, RestoreValue } from './restore-way.ts';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What is copied into a body goes into a shell too: what has other characters counts as not shown. */
const COPIED = /^[\w .:+,()/-]{1,128}$/;

interface Need {
  /** What the page takes, in words. */
  readonly allowed: string;
  /** Whether the page takes the instance's own value. Default: it takes each. */
  readonly takes?: (value: string) => boolean;
}

/** Reads what a list shows of an instance, and makes a hole of what it does not. */
export function readInstance(instance: RestoreSource['instance']) {
  const notShown =
    instance === undefined
      ? 'The instance is no longer in the list.'
      : 'The list of instances does not show it.';
  const at = (...path: FieldPath) => readAt(instance, path);
  const list = (...path: FieldPath) => listOf(at(...path));

  function text(...path: FieldPath): string | undefined {
    const value = at(...path);
    const found = typeof value === 'number' ? String(value) : readText(value);
    return found !== undefined && COPIED.test(found) ? found : undefined;
  }
  function whole(...path: FieldPath): number | undefined {
    const value = text(...path);
    return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  }
  /** A value if there is one that the page takes, or a hole that says why not. */
  function need(value: string | undefined, { allowed, takes = () => true }: Need): string | Hole {
    if (value === undefined) return { hole: notShown, allowed };
    return takes(value)
      ? value
      : { hole: `The instance has ${value}, which the page does not take here.`, allowed };
  }
  return {
    isThere: instance !== undefined,
    /** The reason of a hole. */
    notShown,
    at,
    list,
    text,
    whole,
    need,
    needText: (path: FieldPath, allowed: string) => need(text(...path), { allowed }),
    needWhole: (path: FieldPath, allowed: string): number | Hole =>
      whole(...path) ?? { hole: notShown, allowed },
    /** A text with a meaning: an enterprise project of `0` is the default one. */
    project: () =>
      text('enterprise_project_id') === '0' ? undefined : text('enterprise_project_id'),
    /** At most 20, as the pages take them. */
    tags(): RestoreValue {
      const tags = list('tags').flatMap((tag) => {
        const [key, value] = [readText(readAt(tag, ['key'])), readAt(tag, ['value'])];
        const isPlain = key !== undefined && COPIED.test(key);
        if (!isPlain || typeof value !== 'string' || !/^[\w .:+,()/-]{0,128}$/.test(value))
          return [];
        return [{ key, value }];
      });
      return tags.length === 0 ? undefined : tags.slice(0, 20);
    },
    /** `undefined` where it is switched off or not shown. */
    strategy(takesTime: RegExp) {
      const start = text('backup_strategy', 'start_time');
      const keepDays = whole('backup_strategy', 'keep_days');
      if (start === undefined || !takesTime.test(start) || !keepDays) return undefined;
      return { start_time: start, keep_days: keepDays };
    },
  };
}

export type InstanceReader = ReturnType<typeof readInstance>;

const distinct = (values: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
];

/** The zones of nodes, each once, as they stand there. */
export const zonesOf = (nodes: readonly unknown[]): readonly string[] =>
  distinct(nodes.map((node) => readInstance(node).text('availability_zone')));

/** The nodes of all groups; an example prints one group where the definition has a list. */
export const groupsOf = (read: InstanceReader): readonly unknown[] => {
  const groups = read.list('groups');
  return groups.length > 0 ? groups : [read.at('groups')].filter((group) => group !== undefined);
};

/** The two that no list can know. */
export function nameAndPassword(read: InstanceReader, passwordRule: string) {
  const name = read.text('name');
  const allowed = '4 to 64 letters, digits, - and _, a letter first';
  return {
    name: {
      hole: 'The new instance is another one.',
      allowed: name === undefined ? allowed : `${allowed}, such as ${name.slice(0, 55)}-restored`,
    },
    password: { hole: 'No list shows a password.', allowed: passwordRule },
  };
}

/** Where the new instance stands in the network. */
export const network = (read: InstanceReader) => ({
  vpc_id: read.needText(['vpc_id'], 'the id of a VPC'),
  subnet_id: read.needText(['subnet_id'], 'the network id of a subnet of that VPC'),
  security_group_id: read.needText(['security_group_id'], 'the id of a security group'),
});

/** One hour, at minutes that all pages take. */
export const FULL_HOUR = /^\d\d:00-\d\d:00$/;
export const QUARTER_HOUR = /^\d\d:(00|15|30|45)-\d\d:\1$/;
