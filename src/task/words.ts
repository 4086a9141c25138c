import { type Advice, type NamedOption, type OptionName, writeAdvice } from '../errors/advice.ts';
import type { InputName } from './inputs/fields.ts';

/** How a step or a command speaks to its user. */
export interface Words {
  /** An input as its user writes it, with a value or without: `keep_last: 7`, `--keep-last 7`. */
  input(name: InputName, value?: string): string;
  /** What runs: `step`. */
  readonly work: string;
  /** What a fault of ours would be one of: `action`. */
  readonly product: string;
  /** How a dry run is asked for: `dry_run`. */
  readonly dryRun: string;
  /** Where the login was looked for first: `the inputs`. */
  readonly given: string;
  /** Where all results are: `the output backups has all of them`. */
  readonly everything: string;
  /** To what retention keeps: `this workflow’s`. */
  readonly whose: string;
  /** How to keep runs from each other, in a sentence. */
  readonly apart: string;
  /** What looks like an input that was not given: `a secret that is not set arrives empty`. */
  readonly empty: string;
  /** Where to look when no login arrived. */
  readonly noLogin: string;
  /** What is missing where the run has no id, and what to do about it. */
  readonly noRun: string;
}

/** The input that each option of the library comes from. */
const INPUT_OF: Readonly<Record<OptionName, InputName>> = {
  accessKey: 'access_key',
  agencyDomainName: 'agency_domain_name',
  agencyName: 'agency_name',
  agencyUrn: 'agency_urn',
  busyTimeoutMs: 'busy_timeout',
  domainName: 'domain_name',
  iamEndpoint: 'iam_endpoint',
  identityProvider: 'identity_provider',
  instanceId: 'instance_id',
  password: 'password',
  projectId: 'project_id',
  projectName: 'project_name',
  providerUrn: 'provider_urn',
  reuseExisting: 'reuse_existing',
  secretKey: 'secret_key',
  securityToken: 'security_token',
  stsEndpoint: 'sts_endpoint',
  timeoutMs: 'wait_timeout',
  username: 'username',
};

/** What an input takes at most, where a text asks to raise it. */
const MOST: Readonly<Partial<Record<OptionName, string>>> = { timeoutMs: ' (at most 24h)' };

/** A text of the library's, with its options as the inputs that they come from. */
export const writeOptions = (text: Advice, words: Words): string =>
  writeAdvice(
    text,
    ({ option, value }) => `${words.input(INPUT_OF[option], value)}${MOST[option] ?? ''}`,
  );

/** A text of the task's own. */
export const writeInputs = (text: Advice<InputName>, words: Pick<Words, 'input'>): string =>
  writeAdvice(text, ({ option, value }: NamedOption<InputName>) => words.input(option, value));
