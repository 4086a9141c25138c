import { expect, test } from '@jest/globals';
import { createSignatureForms } from '../../../src/auth/sign.ts';

const HOST = 'rds.eu-de.otc.t-systems.com';

test('a call whose form another call’s refusal has changed goes once more, in the new form', () => {
  const forms = createSignatureForms(true);
  const [one, other] = [forms.find(HOST), forms.find(HOST)];
  expect(forms.change(HOST, one)).toBe(true);
  expect(forms.find(HOST)).not.toBe(one);
  expect(forms.change(HOST, other)).toBe(true);
  expect(forms.change(HOST, forms.find(HOST))).toBe(false);
});

test('so it does at a host of its own, once some host has accepted a form', () => {
  const forms = createSignatureForms(true);
  forms.accept('iam.eu-de.otc.t-systems.com', 'scoped');
  expect([forms.change(HOST, 'scoped'), forms.change(HOST, 'scoped')]).toEqual([true, true]);
  expect(forms.change(HOST, 'plain')).toBe(false);
});
