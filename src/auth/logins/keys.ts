import * as v from 'valibot';
import { type Advice, advice, option } from '../../errors/advice.ts';
import { loginFields, moment, secretText } from './fields.ts';
import { defineLogin, type RefusedUse } from './login-kind.ts';

/** An access key pair; `securityToken` belongs to temporary ones. */
export interface KeyCredentials {
  /** The kind of login. */
  readonly kind: 'keys';
  /** The key’s id, which each signed request names. */
  readonly accessKey: string;
  /** Signs each request, and is never sent. */
  readonly secretKey: string;
  /** Only with temporary keys, which have to outlive the wait. */
  readonly securityToken?: string | undefined;
  /** Milliseconds since 1970, when known: a function that returns it is asked again in time. */
  readonly expiresAtMs?: number | undefined;
}

const HINT = advice`Check that ${option('accessKey')} and ${option('secretKey')} belong together and to an account of this cloud, and that the key is not disabled. A temporary key needs its ${option('securityToken')} too, and ends with it.`;

/** What gateways say of a key (“Common Errors Related to IAM Authentication Information”), and what to change then. */
const HINTS_BY_WORDS: readonly (readonly [RegExp, Advice])[] = [
  [
    /reach the limit/,
    advice`Too many wrong signatures in a row have locked this access key for five minutes. Check ${option('secretKey')}: it must belong to ${option('accessKey')}. Then wait until the five minutes are over.`,
  ],
  [
    /Get secretKey failed|ak not exist/,
    advice`Check ${option('accessKey')}: the cloud does not know it. It is mistyped, disabled or deleted, or of an account of another cloud.`,
  ],
  [
    /signature fail/,
    advice`Check ${option('secretKey')}: the cloud knows ${option('accessKey')}, and this is not the secret key that belongs to it. Five wrong signatures in a row lock the key for five minutes.`,
  ],
];

/** Only its end explains that it was accepted before. */
const ENDED = advice`The ${option('securityToken')} has most likely ended, and its temporary key with it, for both were accepted before: get new ones that outlive the wait.`;

const TEMPORARY = advice`Check ${option('securityToken')}: it must be the one that came with ${option('accessKey')} and ${option('secretKey')}, and it ends with them.`;

/** The lengths that the clouds give both. */
const ACCESS_KEY_LENGTH = 20;
const SECRET_KEY_LENGTH = 40;

const SWAPPED = advice`${option('accessKey')} has ${String(SECRET_KEY_LENGTH)} characters and ${option('secretKey')} ${String(ACCESS_KEY_LENGTH)}, which are the lengths of the other: most likely they are swapped.`;

const areSwapped = ({ accessKey, secretKey }: KeyCredentials) =>
  accessKey.length === SECRET_KEY_LENGTH && secretKey.length === ACCESS_KEY_LENGTH;

function hintInUse(keys: KeyCredentials, { text = '', wasAccepted }: RefusedUse) {
  if (areSwapped(keys)) return SWAPPED;
  const { securityToken } = keys;
  const [, hint] = HINTS_BY_WORDS.find(([words]) => words.test(text)) ?? [text, HINT];
  if (securityToken === undefined) return hint;
  return wasAccepted ? ENDED : advice`${TEMPORARY} ${hint}`;
}

export const keyLogin = defineLogin<KeyCredentials>({
  kind: 'keys',
  title: 'an access key',
  from: 'caller',
  schema: loginFields({
    kind: v.literal('keys'),
    accessKey: secretText,
    secretKey: secretText,
    securityToken: v.optional(secretText),
    expiresAtMs: moment,
  }),
  hint: HINT,
  hintInUse,
  secretFields: ['accessKey', 'secretKey', 'securityToken'],
  obtain: async (given) => ({ by: given }),
});
