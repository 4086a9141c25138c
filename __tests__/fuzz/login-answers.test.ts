import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askTokenEnd, tokenAnswer } from '../../src/auth/iam-token.ts';
import { describeAgencyKeys } from '../../src/auth/logins/agency.ts';
import { describeStsLogin } from '../../src/auth/logins/sts.ts';
import type { Proof } from '../../src/auth/proof.ts';
import { answerOf, readBody } from '../support/read-answer.ts';
import { mutated } from './mutate.ts';
import { RUNS } from './odd-values.ts';

const keys = describeAgencyKeys({
  kind: 'agency',
  agencyName: 'a',
  agencyDomainName: 'd',
  base: { kind: 'token', token: 't' },
});
const sts = describeStsLogin(
  { kind: 'sts', agencyUrn: 'a', providerUrn: 'p', getIdToken: async () => 'jwt' },
  { next: async () => 'jwt' },
);

const token = {
  expires_at: '2026-07-07T01:17:05.123000Z',
  methods: ['password'],
  project: {
    domain: { id: 'd', name: 'OTC' },
    id: 'a4a5d4098fb4474fa22cd05f897d6b99',
    name: 'eu-de',
  },
};

/** The bodies of the pages that the calls name, with made-up values. */
const seeds = {
  token: [tokenAnswer, { header: 'MIIFvwYJKoZIhvcNAQ', body: { token } }],
  keys: [
    keys.answer,
    {
      credential: {
        access: 'E6DX0TF2ZREQ4ZAVM5CS',
        secret: 'w9ePum0qdfac39ErLD0UdjofYkqort6Iw',
        securitytoken: 'gQpjbi1ub3J0aC0x',
        expires_at: '2026-04-17T18:56:14.865000Z',
      },
    },
  ],
  sts: [
    sts.answer,
    {
      credentials: {
        access_key_id: 'HSTAI7D8S5B0EXAMPLE',
        secret_access_key: 'S4Nq3oY5EXAMPLE',
        security_token: 'hQpjbi1ub3J0aC0x',
        expiration: '2026-04-17T18:56:14.865Z',
      },
      sourced_id: 'x',
    },
  ],
} as const;

const isSecret = (value: unknown) => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
const isMoment = (value: unknown) => value === undefined || Number.isFinite(value);

test.each(Object.keys(seeds))('%s: the documented answer is a proof', (name) => {
  const [read, body] = seeds[name as keyof typeof seeds];
  const { by } = answerOf(read, body);
  expect(by.expiresAtMs).toBeGreaterThan(0);
});

test.each(Object.keys(seeds))('%s: any answer is a proof fit for headers, or none', (name) => {
  const [read, seed] = seeds[name as keyof typeof seeds];
  fc.assert(
    fc.property(mutated([seed]), (body) => {
      const readout = readBody<Proof>(read, body);
      if ('problem' in readout) return;
      const { by, projectId } = readout.answer;
      expect(isMoment(by.expiresAtMs)).toBe(true);
      const { kind, expiresAtMs: _, ...secrets } = by;
      expect(kind).toBe(name === 'token' ? 'token' : 'keys');
      expect(Object.values(secrets).filter((value) => !isSecret(value))).toEqual([]);
      expect(Object.keys(secrets)).toHaveLength(kind === 'token' ? 1 : 3);
      expect(projectId ?? 'none').toMatch(/^[A-Za-z0-9]{1,64}$/);
    }),
    RUNS,
  );
});

test('a token’s end is a moment or unknown', () => {
  fc.assert(
    fc.property(mutated([{ token }]), (body) => {
      const readout = readBody(askTokenEnd('t').answer, body);
      expect('problem' in readout || isMoment(readout.answer)).toBe(true);
    }),
    RUNS,
  );
});
