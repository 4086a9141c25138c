import type { Cloud } from './cloud.ts';
import type { CloudRequest } from './cloud-request.ts';
import type { Route } from './route.ts';
import type { ServiceDescription } from './service-description.ts';

/** A route, whose it is, and the values of its placeholders. */
export interface RouteMatch {
  readonly service: ServiceDescription;
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The one route of a host's services for a method and path on this cloud. */
export function matchRoute(
  services: readonly ServiceDescription[],
  request: CloudRequest,
  cloud: Cloud,
): RouteMatch | undefined {
  for (const service of services) {
    for (const route of service.routes) {
      if (route.method !== request.method || (route.onlyOn ?? cloud) !== cloud) continue;
      if (route.means?.(request) === false) continue;
      const params = pathParams(route.path, request.rawPath);
      if (params !== undefined) return { service, route, params };
    }
  }
  return undefined;
}

function pathParams(pattern: string, rawPath: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = rawPath.split('/').map(decoded);
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, segment] of wanted.entries()) {
    const value = given[at] ?? '';
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined ? segment !== value : value === '') return undefined;
    if (name !== undefined) params[name] = value;
  }
  return params;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
