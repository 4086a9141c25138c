import * as v from 'valibot';
import { parseEndpointUrl, parseIamUrl, parseServiceUrl } from '../../cloud/endpoints.ts';
import type { ServiceId } from '../../model.ts';
import { showValue } from '../../runtime/text.ts';
import { describeUnknownService, findServiceId, serviceIds } from '../../services/index.ts';

/** What a text stands for, or what is wrong with it. */
export type Parsed<Value> = { readonly value: Value } | { readonly problem: string };

/** A schema from a parser that says in its own words what is wrong, with the value only where it is no secret. */
export const parsedField = <Value>(parse: (text: string) => Parsed<Value>) =>
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }): Value => {
      const parsed = parse(dataset.value);
      if ('value' in parsed) return parsed.value;
      addIssue({ message: parsed.problem });
      return NEVER;
    }),
  );

/** A schema from a check that says what is wrong, or nothing. */
export const checkedField = (describe: (text: string) => string | undefined) =>
  parsedField((text) => {
    const problem = describe(text);
    return problem === undefined ? { value: text } : { problem };
  });

/** One of these words, and nothing else. */
export const oneOf = <Word extends string>(words: readonly Word[]) =>
  parsedField((text): Parsed<Word> => {
    const value = words.find((word) => word === text);
    return value === undefined
      ? { problem: `must be one of ${words.join(', ')}, not ${showValue(text)}` }
      : { value };
  });

/** YAML 1.2's booleans, as the toolkit's own reader takes them. */
export const booleanField = () =>
  parsedField((text): Parsed<boolean> => {
    if (/^(?:true|True|TRUE)$/.test(text)) return { value: true };
    if (/^(?:false|False|FALSE)$/.test(text)) return { value: false };
    return { problem: `${showValue(text)} is not a boolean: write true or false` };
  });

/** A whole number from 1 up to `most`. */
export const countField = (most: number) =>
  parsedField((text): Parsed<number> => {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    return value >= 1 && value <= most
      ? { value }
      : { problem: `${showValue(text)} is not a whole number from 1 to ${most}` };
  });

const UNIT_MS = { h: 3_600_000, m: 60_000, s: 1_000 } as const;

/** `90s`, `30m`, `2h` or `1h30m`, in milliseconds. */
export function parseDuration(text: string): Parsed<number> {
  const match = /^(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/.exec(text);
  if (match === null || text === '') {
    const problem = /^\d{1,6}$/.test(text)
      ? `has no unit: write ${text}s, ${text}m or ${text}h`
      : `${showValue(text)} is not a duration: write it like 90s, 30m, 2h or 1h30m`;
    return { problem };
  }
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((digits) => Number(digits ?? 0));
  return { value: hours * UNIT_MS.h + minutes * UNIT_MS.m + seconds * UNIT_MS.s };
}

const MAX_WAIT_MS = 24 * UNIT_MS.h;

/** How long something may take, in milliseconds: 24 hours at most. */
export const durationField = ({ minMs = 0 }: { readonly minMs?: number } = {}) =>
  parsedField((text): Parsed<number> => {
    const parsed = parseDuration(text);
    if ('problem' in parsed) return parsed;
    if (parsed.value < minMs)
      return { problem: `${text} is too short: write at least ${minMs / 1_000}s` };
    return parsed.value > MAX_WAIT_MS
      ? { problem: `${text} is too long: write at most 24h` }
      : parsed;
  });

const toParsed = (result: ReturnType<typeof parseEndpointUrl>): Parsed<string> =>
  'url' in result ? { value: result.url } : result;

/** A base URL, without its trailing slashes. */
export const urlField = () => parsedField((text) => toParsed(parseEndpointUrl(text)));

/** The same for IAM, with or without `/v3`. */
export const iamUrlField = () => parsedField((text) => toParsed(parseIamUrl(text)));

/** One URL for whichever service is asked for, or URLs by service. */
export interface Endpoints {
  readonly any?: string;
  readonly byService: Readonly<Partial<Record<ServiceId, string>>>;
}

function parseLine(line: string): Parsed<readonly [ServiceId, string]> {
  const at = line.indexOf('=');
  const word = line.slice(0, at).trim();
  const service = findServiceId(word);
  if (at < 0 || service === undefined) {
    return {
      problem:
        at < 0
          ? `has a line that does not start with a service and =: write lines like rds=https://host; the services are ${serviceIds.join(', ')}`
          : describeUnknownService(word),
    };
  }
  const parsed = parseServiceUrl(line.slice(at + 1).trim());
  if ('problem' in parsed) return { problem: `(${word}) ${parsed.problem}` };
  return { value: [service, parsed.url] };
}

/** A base URL, or lines of `service=url`. */
export function parseEndpoints(text: string): Parsed<Endpoints> {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const [first = ''] = lines;
  if (lines.length === 1 && !/^[a-z0-9-]+\s*=/.test(first)) {
    const parsed = parseServiceUrl(first);
    return 'url' in parsed ? { value: { any: parsed.url, byService: {} } } : parsed;
  }
  const parsed = lines.map(parseLine);
  const problem = parsed.find((line) => 'problem' in line);
  if (problem !== undefined) return problem;
  const pairs = parsed.flatMap((line) => ('value' in line ? [line.value] : []));
  const services = pairs.map(([service]) => service);
  const twice = services.find((service, index) => services.indexOf(service) !== index);
  if (twice !== undefined) return { problem: `names ${twice} twice: leave one of the lines out` };
  return { value: { byService: Object.fromEntries(pairs) } };
}

/** The URL of each of these services that has one. */
export function listEndpoints(
  endpoints: Endpoints | undefined,
  services: readonly ServiceId[],
): Endpoints['byService'] {
  const { any, byService } = endpoints ?? { byService: {} };
  if (any === undefined) return byService;
  return Object.fromEntries(services.map((service) => [service, any]));
}
