import { BackupError } from '../../errors/backup-error.ts';
import { nameTarget, type TargetResult } from './report.ts';

/** What the user reads of an error. */
export interface ErrorText {
  readonly message: string;
  readonly hint: string | undefined;
}

/** What the library says of its options, and what is said of the inputs in its place. */
const INPUT_WORDS: readonly (readonly [library: string, step: string])[] = [
  ['Raise timeoutMs', 'Raise wait_timeout'],
  ['or raise timeoutMs', 'or raise wait_timeout (at most 24h)'],
  ['raise busyTimeoutMs and timeoutMs', 'raise busy_timeout and wait_timeout'],
  ['Check instanceId,', 'Check instance_id,'],
  [
    'Write another name, or set reuseExisting',
    'Leave name out, write another one, or set reuse_existing',
  ],
  ['Give projectId:', 'Give project_id:'],
  ['give projectName as', 'give project_name as'],
  ['check iamEndpoint,', 'check iam_endpoint,'],
  ['check stsEndpoint,', 'check sts_endpoint,'],
  ['Check that accessKey and secretKey', 'Check that access_key and secret_key'],
  ['needs its securityToken too', 'needs its security_token too'],
  ['The securityToken has most likely', 'The security_token has most likely'],
  [
    'Check securityToken: it must be the one that came with accessKey and secretKey,',
    'Check security_token: it must be the one that came with access_key and secret_key,',
  ],
  [
    'Check secretKey: it must belong to accessKey.',
    'Check secret_key: it must belong to access_key.',
  ],
  ['Check secretKey: the cloud knows accessKey,', 'Check secret_key: the cloud knows access_key,'],
  ['Check accessKey:', 'Check access_key:'],
  ['username, password and domainName', 'username, password and domain_name'],
  ['Check identityProvider,', 'Check identity_provider,'],
  ['Check agencyUrn and providerUrn,', 'Check agency_urn and provider_urn,'],
  ['Check agencyName and agencyDomainName,', 'Check agency_name and agency_domain_name,'],
  ['STS, which agencyUrn needs,', 'STS, which agency_urn needs,'],
];

/**
 * A text of the library's in the words of the inputs. Whole phrases are looked for: a text of the
 * cloud's or a name beside them may hold one of the words, and has to stay as it is.
 */
export const toInputWords = (text: string): string =>
  INPUT_WORDS.reduce((said, [library, step]) => said.replaceAll(library, step), text);

/** The one place where an error becomes text. */
export function describeError(error: unknown): ErrorText {
  if (error instanceof BackupError) {
    const { message, hint } = error;
    return { message: toInputWords(message), hint: hint && toInputWords(hint) };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    message: `Unexpected error. ${message}`,
    hint: 'This is a fault of the action itself: please report it with a debug log of this step.',
  };
}

/** Several databases were to be backed up, and not all of them are. */
export class IncompleteError extends BackupError {
  override readonly name = 'IncompleteError';

  constructor(results: readonly TargetResult[], isWaited: boolean) {
    const lost = results.filter(({ error }) => error !== undefined);
    const lines = lost.map(({ order, instanceName, error }) => {
      const { message, hint } = describeError(error);
      return `${nameTarget(order, instanceName)}: ${message}${hint === undefined ? '' : ` ${hint}`}`;
    });
    const have = lost.length === 1 ? 'has' : 'have';
    const what = isWaited ? 'completed' : 'accepted';
    super(
      `${lost.length} of ${results.length} databases ${have} no ${what} backup.\n${lines.join('\n')}`,
      { cause: lost[0]?.error },
    );
  }
}
