import { expect, test } from '@jest/globals';
import {
  afterAcceptance,
  afterRefusal,
  decide,
  FIRST_TRY,
  type NextStep,
  NO_REFUSAL,
  type RefusalFacts,
} from '../../../src/auth/refused-login.ts';
import { checkRows } from '../../support/table.ts';

const FACTS: RefusalFacts = {
  standing: { refusals: 1, isRenewalVain: false },
  tries: { refusals: 1, hasRenewed: false, seen: 0 },
  wasAccepted: true,
  isOptional: false,
  canSignOtherwise: false,
  canRenew: false,
};
const VAIN = { refusals: 1, isRenewalVain: true };
const THIRD = { refusals: 3, isRenewalVain: false };
const RENEWED = { refusals: 2, hasRenewed: true, seen: 1 };
const everything = { canSignOtherwise: true, canRenew: true };

test('what follows a refused login: the first row that holds', () =>
  checkRows<[string, Partial<RefusalFacts>, NextStep]>(
    [
      ['accepted before, and nothing else to try', {}, 'pause'],
      ['another form of the signature', everything, 'sign-otherwise'],
      ['another login', { canRenew: true }, 'renew'],
      ['a login was asked for by this call', { canRenew: true, tries: RENEWED }, 'pause'],
      ['a new login was refused here', { canRenew: true, standing: VAIN }, 'pause'],
      ['the call was refused three times', { tries: { ...RENEWED, refusals: 3 } }, 'end-call'],
      ['the service refused three in a row', { ...everything, standing: THIRD }, 'end-service'],
      ['never accepted', { wasAccepted: false }, 'end-login'],
      ['never accepted, three in a row', { wasAccepted: false, standing: THIRD }, 'end-login'],
      ['never accepted, another form', { ...everything, wasAccepted: false }, 'sign-otherwise'],
      ['never accepted, another login', { wasAccepted: false, canRenew: true }, 'renew'],
      ['its answer only explains', { canRenew: true, isOptional: true }, 'end-call'],
      ['it explains, another form', { ...everything, isOptional: true }, 'sign-otherwise'],
      ['it explains, never accepted', { isOptional: true, wasAccepted: false }, 'end-login'],
    ],
    (_, facts, step) => expect(decide({ ...FACTS, ...facts })).toBe(step),
  ));

test('of calls that were under way together only one refusal counts', () => {
  const first = afterRefusal(NO_REFUSAL, FIRST_TRY, false);
  const second = afterRefusal(first.standing, FIRST_TRY, false);
  expect(second.standing.refusals).toBe(1);
  const later = afterRefusal(first.standing, { ...first.tries, seen: 1 }, false);
  expect(later.standing.refusals).toBe(2);
});

test('a new login that is refused in its turn was of no use, unless its signature was at fault', () => {
  const renewed = { ...FIRST_TRY, hasRenewed: true };
  expect(afterRefusal(NO_REFUSAL, renewed, false).standing.isRenewalVain).toBe(true);
  expect(afterRefusal(NO_REFUSAL, renewed, true).standing.isRenewalVain).toBe(false);
  expect(afterRefusal(NO_REFUSAL, FIRST_TRY, false).standing.isRenewalVain).toBe(false);
});

test('an accepted call ends the row; one that logged in anew shows that this helps', () => {
  const refused = { refusals: 2, isRenewalVain: true };
  expect(afterAcceptance(refused, FIRST_TRY)).toEqual({ refusals: 0, isRenewalVain: true });
  expect(afterAcceptance(refused, RENEWED)).toEqual({ refusals: 0, isRenewalVain: false });
});
