import type { Caller } from './caller.ts';
import type { CloudRequest } from './cloud-request.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** What belongs to an access key. */
export interface AccessKey {
  readonly secretKey: string;
  readonly owner: Caller;
}

/** The key a request names: the account's permanent one, or a temporary one with its security token. */
export function accessKey(
  { account, temporaryKeys }: World,
  access: string,
  { request, nowMs }: { readonly request: CloudRequest; readonly nowMs: number },
): AccessKey {
  const { secretKey, domainId, projectId } = account;
  if (access === account.accessKey) {
    return { secretKey, owner: { domainId, projectIds: [projectId] } };
  }
  const temporary = temporaryKeys.get(access);
  if (temporary === undefined) throw refused('the access key does not exist');
  if (request.headers['x-security-token'] !== temporary.securityToken) {
    throw refused('the security token does not belong to the access key');
  }
  if (nowMs >= temporary.expiresAt) throw refused('the temporary access key has expired');
  return { secretKey: temporary.secretKey, owner: temporary };
}

function refused(detail: string): Refusal {
  return new Refusal('badAuthentication', detail);
}
