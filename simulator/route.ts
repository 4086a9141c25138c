import type { BackupBehaviour } from './backup-record.ts';
import type { DocumentedError, ErrorTable, GatewayError } from './errors.ts';
import type { Cloud } from './options.ts';
import type { IssuedToken, SeedInstance, State } from './state.ts';
import { type Answer, type CloudRequest, type JsonObject, percentDecoded } from './wire.ts';

/** Everything the simulator must know of one service; one file in services/ each. */
export interface ServiceDescription {
  readonly id: string;
  /** Services with the same host share a listener, instances and backups. */
  readonly host: string;
  readonly title: string;
  /** Its entry in IAM's catalogue, the path below its host; absent where no client is known to look for it. */
  readonly catalogue?: { readonly type: string; readonly path: string };
  readonly routes: readonly Route[];
  readonly instances: readonly SeedInstance[];
  readonly errors: ErrorTable;
  readonly errorBody: (error: DocumentedError) => JsonObject;
  /** Where the service rewords refusals of the gateway, or some of them. */
  readonly gatewayErrorBody?: (error: GatewayError) => JsonObject | undefined;
}

/** What a route does, the word by which faults and recorded requests name it. */
export type Operation =
  | 'create'
  | 'list'
  | 'job'
  | 'delete'
  | 'instances'
  | 'restore'
  | 'delete-instance'
  | 'projects'
  | 'domains'
  | 'versions'
  | 'catalogue'
  | 'login'
  | 'agency-login'
  | 'oidc-login'
  | 'sts-login'
  | 'temporary-keys'
  | 'check-token'
  | 'revoke-token';

/** One documented method and path. */
export interface Route {
  readonly operation: Operation;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  /** Placeholders in braces, as the pages write them: /v3/{project_id}/backups. */
  readonly path: string;
  /** The only cloud that has it; without it both do. */
  readonly onlyOn?: Cloud;
  /** True where the call itself brings the proof of identity. */
  readonly anonymous?: boolean;
  /** For pages that share a method and path: whether the request is for this one. */
  readonly means?: (request: CloudRequest) => boolean;
  readonly handle: (call: Call) => Answer;
}

/** One request on its way through a route. */
export interface Call {
  readonly request: CloudRequest;
  /** Values of the route's placeholders, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly service: ServiceDescription;
  readonly state: State;
  readonly caller: Caller;
  readonly nowMs: number;
  /** How a backup made by this call will fare. */
  readonly behaviour: BackupBehaviour;
}

/** Who makes a call, once that is proved. */
export interface Caller {
  readonly domainId: string;
  /** The projects the proof is good for. */
  readonly projectIds: readonly string[];
  /** Where the proof was a token issued here. */
  readonly token?: IssuedToken;
  /** Where the token is external: its project. */
  readonly externalProjectId?: string;
}

/** The caller of a route that asks for no proof before. */
export const anonymous: Caller = { domainId: '', projectIds: [] };

/** A route from the line a page heads it with: `POST /v3/{project_id}/backups`. */
export function documentedRoute(
  operation: Operation,
  line: `${Route['method']} /${string}`,
  handle: Route['handle'],
): Route {
  const [method, path] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
  if (!isMethod(method)) throw new Error(line);
  return { operation, method, path, handle };
}

const isMethod = (word: string): word is Route['method'] =>
  ['GET', 'HEAD', 'POST', 'DELETE'].includes(word);

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
  const given = rawPath.split('/').map(percentDecoded);
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
