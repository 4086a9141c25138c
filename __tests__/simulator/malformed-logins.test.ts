import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { checkRows } from '../support/table.ts';

const user = { name: 'somebody', password: 'something' };

test('each malformed login is a bad request in Keystone’s words', () =>
  checkRows(
    [
      ['no JSON', '{'],
      ['no auth', {}],
      ['no identity', { auth: {} }],
      ['no methods', { auth: { identity: {} } }],
      ['empty methods', { auth: { identity: { methods: [] } } }],
      ['no password', { auth: { identity: { methods: ['password'] } } }],
      [
        'a user without domain',
        { auth: { identity: { methods: ['password'], password: { user } } } },
      ],
      ['no agency', { auth: { identity: { methods: ['assume_role'], assume_role: {} } } }],
      [
        'an empty scope',
        { auth: { identity: { methods: ['token'], token: { id: 'x' } }, scope: {} } },
      ],
    ],
    (_, body) =>
      withCloud(async ({ send, simulator }) => {
        const headers = { 'content-type': 'application/json' };
        const { status, json } = await send('iam', 'POST /v3/auth/tokens', { body, headers });
        expect(status).toBe(400);
        const error = { code: 400, message: expect.any(String), title: 'Bad Request' };
        expect(json).toEqual({ error });
        expect(simulator.refusedLogins).toBe(0);
      }),
  ));

test('a body must say that it is JSON', () =>
  withCloud(async ({ send }) => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await send('iam', 'POST /v3/auth/tokens', { body: '{}', headers });
    expect(answer.status).toBe(400);
  }));

test('a method the simulator does not know is refused', () =>
  withCloud(async ({ send }) => {
    const body = { auth: { identity: { methods: ['totp'], totp: {} } } };
    expect((await send('iam', 'POST /v3/auth/tokens', { body })).status).toBe(401);
  }));
