/** Five refusals in a row lock a key. */
export const MAX_REFUSALS = 3;

/** How one service stands to the login. */
export interface Standing {
  /** Refusals in a row. */
  readonly refusals: number;
  /** A new login did not help: the next refusal does not call for another. */
  readonly isRenewalVain: boolean;
}

/** How far one call has come. */
export interface Tries {
  readonly refusals: number;
  readonly hasRenewed: boolean;
  /** How many refusals of the service there were when the last exchange began. */
  readonly seen: number;
}

export const NO_REFUSAL: Standing = { refusals: 0, isRenewalVain: false };
export const FIRST_TRY: Tries = { refusals: 0, hasRenewed: false, seen: 0 };

/** The row of refusals ends; a call that came through after a new login shows that one helps. */
export const afterAcceptance = (standing: Standing, { hasRenewed }: Tries): Standing => ({
  refusals: 0,
  isRenewalVain: standing.isRenewalVain && !hasRenewed,
});

/**
 * One more refusal. Of calls that were under way together only one counts, for they met the same
 * trouble; and a new login that is refused in its turn was of no use.
 */
export const afterRefusal = (standing: Standing, tries: Tries, canSignOtherwise: boolean) => ({
  standing: {
    refusals: standing.refusals === tries.seen ? standing.refusals + 1 : standing.refusals,
    isRenewalVain: standing.isRenewalVain || (tries.hasRenewed && !canSignOtherwise),
  },
  tries: { ...tries, refusals: tries.refusals + 1 },
});

/** What is known when a login is refused. */
export interface RefusalFacts {
  /** The service's refusals, this one among them. */
  readonly standing: Standing;
  /** The call's refusals, this one among them. */
  readonly tries: Tries;
  /** Whether any service has ever accepted the login. */
  readonly wasAccepted: boolean;
  /** Whether the call's answer only explains, so that its refusal costs nothing. */
  readonly isOptional: boolean;
  /** Whether the same key can sign at another time or in another form. */
  readonly canSignOtherwise: boolean;
  /** Whether asking for the login again can give another proof. */
  readonly canRenew: boolean;
}

/** Whether a new login is to be tried: once a call, and not where one was of no use. */
const isRenewalDue = ({ canRenew, tries, standing }: RefusalFacts) =>
  canRenew && !tries.hasRenewed && !standing.isRenewalVain;

/** What follows a refused login: the first row that holds. */
const ROWS = [
  ['sign-otherwise', (facts) => facts.isOptional && facts.wasAccepted && facts.canSignOtherwise],
  ['end-call', (facts) => facts.isOptional && facts.wasAccepted],
  ['end-service', (facts) => facts.wasAccepted && facts.standing.refusals >= MAX_REFUSALS],
  ['sign-otherwise', (facts) => facts.canSignOtherwise],
  ['renew', isRenewalDue],
  ['end-login', (facts) => !facts.wasAccepted],
  // A login that was accepted before stays good, and other calls may be accepted all the while.
  ['pause', (facts) => facts.tries.refusals < MAX_REFUSALS],
  ['end-call', () => true],
] as const satisfies readonly (readonly [string, (facts: RefusalFacts) => boolean])[];

/** The same call once more, with another proof (`sign-otherwise`, `renew`) or after a pause; or the end of a call, a service or the login. */
export type NextStep = (typeof ROWS)[number][0];

export const decide = (facts: RefusalFacts): NextStep =>
  ROWS.find(([, holds]) => holds(facts))?.[0] ?? 'end-call';
