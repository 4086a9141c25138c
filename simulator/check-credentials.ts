import type { Caller } from './caller.ts';
import { checkSignature } from './check-signature.ts';
import type { CloudRequest } from './cloud-request.ts';
import { validToken } from './identity/valid-token.ts';
import { Refusal } from './refusal.ts';
import type { VouchedToken } from './simulator-options.ts';
import type { World } from './world.ts';

/** A request with what else is known when its proof of identity is looked at. */
export interface Presented {
  readonly request: CloudRequest;
  readonly nowMs: number;
  readonly vouched: VouchedToken | undefined;
}

/** Demands a valid token or a true signature; a token wins where both are sent. */
export function checkCredentials(world: World, { request, nowMs, vouched }: Presented): Caller {
  const text = request.headers['x-auth-token'];
  if (text === undefined) {
    if (request.headers['authorization'] !== undefined) {
      return checkSignature(world, request, nowMs);
    }
    throw new Refusal('badAuthentication', 'x-auth-token not found');
  }
  if (vouched !== undefined) {
    const { projectId: vouchedProjectId } = vouched;
    const { domainId } = world.account;
    return { domainId, projectIds: [vouchedProjectId], vouchedProjectId };
  }
  const token = validToken(world, text, nowMs);
  const { project } = token.scope;
  const projectIds = project === undefined ? [] : [project.id];
  return { domainId: token.user.domain.id, projectIds, token };
}
