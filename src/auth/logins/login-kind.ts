import * as v from 'valibot';
import type { Advice } from '../../errors/advice.ts';
import type { ApiError } from '../../errors/api-error.ts';
import type { ApiCall } from '../../http/api-call.ts';
import type { Scope } from '../project.ts';
import type { Proof } from '../proof.ts';

/** A proof that was refused in use. */
export interface RefusedUse {
  /** The words of the refusal. */
  readonly text?: string | undefined;
  /** Whether the same was accepted before. */
  readonly wasAccepted?: boolean;
}

/** What a login asks IAM or STS for. */
export interface LoginRequest {
  readonly from: 'IAM' | 'STS';
  readonly call: ApiCall<Proof>;
  /** What proves the call itself, where its body does not. */
  readonly by?: Proof;
  /** What to change when it is refused. */
  readonly hintAfter: (refusal: ApiError) => Advice;
  /** The statuses that refuse it. Default: 401 and 403. */
  readonly refusals?: readonly number[];
}

/** What a login may use to get a proof. */
export interface Asking {
  readonly signal: AbortSignal;
  /** The cloud's time in milliseconds since 1970. */
  nowMs(): number;
  /**
   * The project that a token shall be for; one that is known by name needs its domain. `undefined`:
   * the proof is for assuming an agency, whose account has the project.
   */
  scopeOf(domainName?: string): Scope | undefined;
  /** Keeps a secret out of every text from here on. */
  hide(secret: string): void;
  /** @throws LoginError, or the signal's reason */
  ask(request: LoginRequest): Promise<Proof>;
}

/** Where a kind of login has its proof from; what the caller gave as it is can’t be renewed. */
type Source = 'caller' | 'function' | 'IAM' | 'STS';

/** One kind of login: all that is known of it. */
interface LoginDescription<Given> {
  /** As `kind` in the credentials. */
  readonly kind: string;
  /** As the step logs it, after "Logging in with": `a token`. */
  readonly title: string;
  readonly from: Source;
  /** Its fields; the step's inputs have the same names in snake_case. */
  readonly schema: v.GenericSchema<Given> & { readonly entries?: v.ObjectEntries };
  /** What to change when the login is refused. */
  readonly hint: Advice;
  /** What to change when a proof that it gave is refused. Default: the login itself worked. */
  readonly hintInUse?: (given: Given, use: RefusedUse) => Advice;
  /** Which of its fields are secrets. */
  readonly secretFields: readonly (keyof Given & string)[];
  /** The login that it takes to log in. */
  readonly baseOf?: (given: Given) => CallerLogin;
  /** @throws LoginError, the signal's reason, or what a function of the caller's throws */
  readonly obtain: (given: Given, asking: Asking) => Promise<Proof>;
}

/** One caller’s login. */
export interface CallerLogin {
  readonly hint: Advice;
  readonly secrets: readonly string[];
  /** Whether asking again can give another proof. */
  readonly isRenewable: boolean;
  /** Whether no cloud has accepted its proof when it is used for the first time. */
  readonly isUntried: boolean;
  hintInUse(use: RefusedUse): Advice;
  /** What proves a request: as given, or asked for. */
  obtain(asking: Asking): Promise<Proof>;
}

/** A field that is a text. */
export interface LoginField {
  readonly name: string;
  readonly isNeeded: boolean;
  readonly isSecret: boolean;
}

/** One kind of login, as all others see it. */
export interface LoginKind<Given>
  extends Pick<LoginDescription<Given>, 'kind' | 'title' | 'from' | 'schema' | 'hint'> {
  /** Its fields that are texts. */
  readonly fields: readonly LoginField[];
  /** Whether it sends an identity token of the caller’s. */
  readonly hasIdToken: boolean;
  /** The login of these credentials; `undefined` where they are of another kind, or wrong. */
  read(credentials: unknown): CallerLogin | undefined;
}

const ISSUED =
  'The login itself worked; what it gave is refused here. Check that region, project and endpoint are of one cloud and account.';

/** The fields that are texts, as the schema has them. */
const listTexts = (entries: v.ObjectEntries, secretFields: readonly string[]) =>
  Object.entries(entries).flatMap(([name, entry]): readonly LoginField[] => {
    const isNeeded = entry.type === 'string';
    const isText = isNeeded || ('wrapped' in entry && secretFields.includes(name));
    return isText ? [{ name, isNeeded, isSecret: secretFields.includes(name) }] : [];
  });

/** What a caller gave and every text has to hide; what is asked for later is not there yet. */
const listGivenSecrets = (credentials: object, secretFields: readonly string[]) =>
  secretFields.flatMap((name) => {
    const value: unknown = Reflect.get(credentials, name);
    return typeof value === 'string' ? [value] : [];
  });

/** A kind of login, from its description. */
export function defineLogin<Given extends object>(own: LoginDescription<Given>): LoginKind<Given> {
  const { kind, title, from, schema, hint, secretFields } = own;
  const { entries = {} } = schema;
  return {
    ...{ kind, title, from, schema, hint },
    fields: listTexts(entries, secretFields),
    hasIdToken: 'getIdToken' in entries,
    read(credentials) {
      if (!v.is(schema, credentials)) return undefined;
      return {
        hint,
        secrets: [
          ...listGivenSecrets(credentials, secretFields),
          ...(own.baseOf?.(credentials).secrets ?? []),
        ],
        isRenewable: from !== 'caller',
        isUntried: from === 'caller' || from === 'function',
        hintInUse: (use) => own.hintInUse?.(credentials, use) ?? ISSUED,
        obtain: (asking) => own.obtain(credentials, asking),
      };
    },
  };
}

/** The login of these credentials, which a schema has checked. */
export function readBy<Given>(kinds: readonly LoginKind<Given>[], credentials: Given): CallerLogin {
  for (const kind of kinds) {
    const login = kind.read(credentials);
    if (login !== undefined) return login;
  }
  throw new TypeError('these credentials are of no kind that is known');
}
