/** An option of the client or of a call, as texts name it. */
export type OptionName =
  | 'accessKey'
  | 'agencyDomainName'
  | 'agencyName'
  | 'agencyUrn'
  | 'busyTimeoutMs'
  | 'domainName'
  | 'iamEndpoint'
  | 'identityProvider'
  | 'instanceId'
  | 'password'
  | 'projectId'
  | 'projectName'
  | 'providerUrn'
  | 'reuseExisting'
  | 'secretKey'
  | 'securityToken'
  | 'stsEndpoint'
  | 'timeoutMs'
  | 'username';

/** An option in a text, with the value to give it or without. */
export interface NamedOption<Name extends string = OptionName> {
  /** Its name. */
  readonly option: Name;
  /** What to set it to, as it is written. */
  readonly value?: string | undefined;
}

/**
 * A text in parts: words, and the options that it names. The library writes `timeoutMs`, the action
 * `wait_timeout` and the command `--wait-timeout`; a program may write names of its own.
 */
export type Advice<Name extends string = OptionName> =
  | string
  | readonly (string | NamedOption<Name>)[];

type Parts<Name extends string> = Exclude<Advice<Name>, string>;

/** A tag for texts that name options: `` advice`raise ${option('timeoutMs')}.` `` */
export function advice<Name extends string = never>(
  texts: TemplateStringsArray,
  ...fillings: readonly (Advice<Name> | NamedOption<Name>)[]
): Advice<Name> {
  return joinWords(texts.flatMap((text, at) => [text, ...toParts(fillings[at] ?? '')]));
}

/** Words that stand side by side are one part, and a text without options is no more than words. */
function joinWords<Name extends string>(parts: Parts<Name>): Advice<Name> {
  const joined: (string | NamedOption<Name>)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') joined.splice(-1, 1, last + part);
    else joined.push(part);
  }
  return joined.every((part) => typeof part === 'string') ? joined.join('') : joined;
}

const toParts = <Name extends string>(filling: Advice<Name> | NamedOption<Name>): Parts<Name> =>
  typeof filling === 'string' || 'option' in filling ? [filling] : filling;

export const option = <Name extends string>(name: Name, value?: string): NamedOption<Name> => ({
  option: name,
  value,
});

/** As the library writes it: `reuseExisting: true`. */
const writeOption = ({ option: name, value }: NamedOption<string>): string =>
  value === undefined ? name : `${name}: ${value}`;

/** The whole text, with the options written in one's own way; without, in the library's. */
export const writeAdvice = <Name extends string>(
  parts: Advice<Name>,
  write: (option: NamedOption<Name>) => string = writeOption,
): string =>
  toParts(parts)
    .map((part) => (typeof part === 'string' ? part : write(part)))
    .join('');
