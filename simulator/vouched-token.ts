import type { CloudRequest } from './cloud-request.ts';
import type { RouteMatch } from './match-route.ts';
import type { VouchedToken } from './simulator-options.ts';
import type { World } from './world.ts';

/** What the test's own authority says of a token that was not issued here; IAM takes its word for projects only. */
export async function vouchedToken(
  world: World,
  request: CloudRequest,
  { service, route }: RouteMatch,
): Promise<VouchedToken | undefined> {
  const text = request.headers['x-auth-token'];
  if (text === undefined || world.tokens.has(text)) return undefined;
  if (service.host === 'iam' && route.operation !== 'projects') return undefined;
  return world.settings.verifyToken?.(text);
}
