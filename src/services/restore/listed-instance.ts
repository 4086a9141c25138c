import { unicodeExpression } from '../../runtime/text.ts';
import { type FieldPath, readAt, readText } from '../fields.ts';
import type { Copied, OpenField, RestoreSource } from './restore-way.ts';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A body is pasted into files and shells: a value with other characters counts as not shown. */
const PLAIN = /^[\w .:+,()/-]{1,128}$/;

interface Need extends Pick<OpenField, 'allowed' | 'suggestion'> {
  /** Whether the page takes the instance's own value. Default: it takes each. */
  readonly takes?: (value: string) => boolean;
}

/** The tags that a page takes. */
export interface TagRule {
  takesKey(key: string): boolean;
  takesValue(value: string): boolean;
  /** The same in words. */
  readonly allowed: string;
}

const MOST_TAGS = 20;
const MOST_NAMED = 10;

/** What a page takes of a policy of automated backups. */
export interface StrategyRule {
  /** `full`: an hour that begins with minute 00; `quarter`: with 00, 15, 30 or 45. */
  readonly hour: 'full' | 'quarter';
  /** For how many days backups may be kept. */
  readonly days: { readonly least: number; readonly most: number };
  /** What the cloud does where the policy is left out: a sentence. */
  readonly unless: string;
}

export interface Strategy {
  readonly start_time: string;
  readonly keep_days: number;
}

const HOURS = { full: 'full hours', quarter: 'quarters of hours' } as const;
const MINUTES = { full: /^00$/, quarter: /^(00|15|30|45)$/ } as const;

/** Reads what a list shows of an instance, and leaves open what it does not show. */
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
    return found !== undefined && PLAIN.test(found) ? found : undefined;
  }
  function whole(...path: FieldPath): number | undefined {
    const value = text(...path);
    return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  }
  /** A value if there is one that the page takes, or an open field that says why not. */
  function need(value: string | undefined, rule: Need): string | OpenField {
    const { takes = () => true, ...open } = rule;
    if (value === undefined) return { open: notShown, ...open };
    return takes(value)
      ? value
      : { open: `The instance has ${value}, which the page does not take here.`, ...open };
  }
  return {
    isThere: instance !== undefined,
    /** Why a field is open. */
    notShown,
    at,
    list,
    text,
    whole,
    need,
    needText: (path: FieldPath, allowed: string) => need(text(...path), { allowed }),
    /** The enterprise project `0` is the default one, and needs no name. */
    project: () =>
      text('enterprise_project_id') === '0' ? undefined : text('enterprise_project_id'),
    /** Those that the page takes, and the names of the others. */
    tags({ takesKey, takesValue, allowed }: TagRule): Copied<readonly Tag[] | undefined> {
      const tags = list('tags').flatMap((tag) => {
        const key = readText(readAt(tag, ['key']));
        return key === undefined ? [] : [{ key, value: readText(readAt(tag, ['value'])) ?? '' }];
      });
      const fit = tags.filter(({ key, value }) => takesKey(key) && takesValue(value));
      const taken = fit.slice(0, MOST_TAGS);
      const left = tags.filter((tag) => !taken.includes(tag)).map(({ key }) => key);
      const names = left.slice(0, MOST_NAMED).join(', ');
      const more = left.length > MOST_NAMED ? ` and ${left.length - MOST_NAMED} more` : '';
      return {
        value: taken.length === 0 ? undefined : taken,
        notes:
          left.length === 0
            ? []
            : [
                `Tags to set afterwards: ${names}${more}. The request takes ${MOST_TAGS} at most, of ${allowed}.`,
              ],
      };
    },
    /** `undefined` where the list does not show it, or the page takes nothing of it. */
    strategy({ hour, days, unless }: StrategyRule): Copied<Strategy | undefined> {
      const start = text('backup_strategy', 'start_time');
      const keepDays = whole('backup_strategy', 'keep_days');
      const [, from = '', minutes = '', to = ''] =
        /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):\2$/.exec(start ?? '') ?? [];
      if (from === '' || (Number(from) + 1) % 24 !== Number(to) || keepDays === undefined) {
        return { value: undefined, notes: [unless] };
      }
      if (keepDays < days.least) {
        return { value: undefined, notes: [`The instance makes no automated backups. ${unless}`] };
      }
      const isTaken = MINUTES[hour].test(minutes);
      const hourTaken = isTaken ? `${from}:${minutes}-${to}:${minutes}` : `${from}:00-${to}:00`;
      const taken = Math.min(keepDays, days.most);
      return {
        value: { start_time: hourTaken, keep_days: taken },
        notes: [
          isTaken
            ? ''
            : `Automated backups begin at ${from}:${minutes} UTC; the page takes ${HOURS[hour]}: the request has ${hourTaken}.`,
          taken === keepDays
            ? ''
            : `Automated backups are kept for ${keepDays} days; the page takes ${taken} at most: the request has ${taken}.`,
        ].filter(Boolean),
      };
    },
  };
}

interface Tag {
  readonly [name: string]: string;
  readonly key: string;
  readonly value: string;
}

export type InstanceReader = ReturnType<typeof readInstance>;

/** A size that no list shows any more, or none that the page takes. */
export const openSize = (read: InstanceReader, allowed: string): OpenField => ({
  open: read.notShown,
  allowed,
});

/** The zones of nodes, each once, as they stand there. */
export const zonesOf = (nodes: readonly unknown[]): readonly string[] => [
  ...new Set(nodes.flatMap((node) => readInstance(node).text('availability_zone') ?? [])),
];

/** The groups of nodes; an example prints one group where the definition has a list. */
export const groupsOf = (read: InstanceReader): readonly InstanceReader[] => {
  const groups = read.list('groups');
  const all = groups.length > 0 ? groups : [read.at('groups')].filter(Boolean);
  return all.map((group) => readInstance(group));
};

/** The name and password of the new instance, which are always filled in by hand. */
export function nameAndPassword(
  read: InstanceReader,
  { digits }: Pick<RestoreSource, 'digits'>,
  passwordRule: string,
) {
  const original = /^[A-Za-z][\w-]*/.exec(read.text('name') ?? '')?.[0].slice(0, 45);
  const open = (text: string, allowed: string): OpenField => ({ open: text, allowed });
  return {
    name: {
      ...open(
        'The new instance is found by it: take a name that no instance has.',
        '4 to 64 letters, digits, - and _, a letter first',
      ),
      suggestion: [original, 'restored', digits].filter(Boolean).join('-'),
    },
    password: open('No list shows a password.', passwordRule),
  };
}

/** Where the new instance stands in the network. */
export const network = (read: InstanceReader) => ({
  vpc_id: read.needText(['vpc_id'], 'the id of a VPC'),
  subnet_id: read.needText(['subnet_id'], 'the network id of a subnet of that VPC'),
  security_group_id: read.needText(['security_group_id'], 'the id of a security group'),
});

const TAG_LETTER = '[\\p{L}\\p{N}_.:=+@-]';
const TAG_SIGN = '[\\p{L}\\p{N} _.:=+@-]';

/** The tags of RDS: letters of any language. */
export const RDS_TAGS: TagRule = {
  takesKey: (key) =>
    unicodeExpression(`^${TAG_LETTER}(?:${TAG_SIGN}{0,126}${TAG_LETTER})?$`).test(key),
  takesValue: (value) => unicodeExpression(`^${TAG_SIGN}{0,255}$`).test(value),
  allowed: 'letters, digits, blanks and _ . : = + - @',
};

/** The tags of TaurusDB and DDS. */
export const PLAIN_TAGS: TagRule = {
  takesKey: (key) => /^[\w-]{1,36}$/.test(key),
  takesValue: (value) => /^[\w-]{0,43}$/.test(value),
  allowed: 'letters, digits, - and _, keys of 36 and values of 43 characters at most',
};
