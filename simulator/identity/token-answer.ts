import { type Answer, jsonAnswer } from '../answer.ts';
import type { Call } from '../call.ts';
import type { JsonObject } from '../json-object.ts';
import { catalogue } from './catalogue.ts';
import { iamTime } from './iam-time.ts';
import type { IssuedToken } from './issued-token.ts';
import type { TokenUser } from './token-user.ts';

/** A token's content with the token itself in X-Subject-Token. */
export function tokenAnswer(call: Call, status: 200 | 201, token: IssuedToken): Answer {
  const { methods, issuedAt, expiresAt, user, assumedBy, scope } = token;
  const scoped = scope.project !== undefined || scope.domain !== undefined;
  const body = {
    token: {
      methods,
      issued_at: iamTime(issuedAt),
      expires_at: iamTime(expiresAt),
      user: shownUser(user),
      ...scope,
      ...(scoped ? { roles: [{ id: '0', name: 'te_admin' }] } : {}),
      ...(scoped && !call.request.query['nocatalog'] ? { catalog: catalogue(call, scope) } : {}),
      ...(assumedBy === undefined ? {} : { assumed_by: { user: shownUser(assumedBy) } }),
    },
  };
  const answer = jsonAnswer(status, body);
  return { ...answer, headers: { ...answer.headers, 'x-subject-token': token.text } };
}

function shownUser({ id, name, domain, federation }: TokenUser): JsonObject {
  const user = { id, name, domain };
  return federation === undefined
    ? { ...user, password_expires_at: null }
    : { ...user, 'OS-FEDERATION': federation };
}
