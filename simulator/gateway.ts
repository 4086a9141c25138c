import type { BackupBehaviour } from './backup-record.ts';
import { refusalAnswer } from './error-answers.ts';
import { Refusal } from './errors.ts';
import { validToken } from './identity/tokens.ts';
import type { CallLimit, ExternalToken } from './options.ts';
import { anonymous, type Call, type Caller, type RouteMatch } from './route.ts';
import { checkSignature } from './signature.ts';
import type { State } from './state.ts';
import { type Answer, type CloudRequest, jsonAnswer } from './wire.ts';

/** A request and the route it fell on, if any. */
export interface Arrival {
  readonly request: CloudRequest;
  readonly match: RouteMatch | undefined;
  readonly behaviour: BackupBehaviour;
}

const bodyLimitBytes = 12 * 1024 * 1024;

/** Takes a request through the gateway's checks to its route and words the answer. */
export async function answerRequest(state: State, arrival: Arrival): Promise<Answer> {
  try {
    return await routed(state, arrival);
  } catch (error) {
    if (error instanceof Refusal) {
      return refusalAnswer(error, arrival.match?.service, state.settings);
    }
    // A fault of the simulator itself must show in the test that met it.
    return jsonAnswer(500, { error_code: 'SIMULATOR', error_msg: String(error) });
  }
}

async function routed(state: State, { request, match, behaviour }: Arrival): Promise<Answer> {
  if (request.body.length > bodyLimitBytes) throw new Refusal('bodyTooLarge');
  if (match === undefined) throw new Refusal('unknownApi');
  const { service, route, params } = match;
  const external = await externalToken(state, request, match);
  const nowMs = state.settings.now();
  const caller =
    route.anonymous === true ? anonymous : checkCredentials(state, { request, nowMs, external });
  const seen = projectState(state, params['project_id']);
  const call: Call = { request, params, service, state: seen, caller, behaviour, nowMs };
  checkProject(call);
  checkLanguage(call);
  return route.handle(call);
}

/** A request with what else is known when its proof of identity is looked at. */
interface Presented {
  readonly request: CloudRequest;
  readonly nowMs: number;
  readonly external: ExternalToken | undefined;
}

/** Demands a valid token or a true signature; a token wins where both are sent. */
function checkCredentials(state: State, { request, nowMs, external }: Presented): Caller {
  const text = request.headers['x-auth-token'];
  if (text === undefined) {
    if (request.headers['authorization'] !== undefined) {
      return checkSignature(state, request, nowMs);
    }
    throw new Refusal('badAuthentication', 'x-auth-token not found');
  }
  if (external !== undefined) {
    const { projectId: externalProjectId } = external;
    const { domainId } = state.account;
    return { domainId, projectIds: [externalProjectId], externalProjectId };
  }
  const token = validToken(state, text, nowMs);
  const { project } = token.scope;
  const projectIds = project === undefined ? [] : [project.id];
  return { domainId: token.user.domain.id, projectIds, token };
}

/** What the test's own authority says of a token that was not issued here; IAM takes its word for projects only. */
async function externalToken(
  state: State,
  request: CloudRequest,
  { service, route }: RouteMatch,
): Promise<ExternalToken | undefined> {
  const text = request.headers['x-auth-token'];
  if (text === undefined || state.tokens.has(text)) return undefined;
  if (service.host === 'iam' && route.operation !== 'projects') return undefined;
  return state.settings.verifyToken?.(text);
}

/** Demands the credentials' own project in the path, and the same in X-Project-Id where it is sent. */
function checkProject({ caller, request, params }: Call): void {
  const projectId = params['project_id'];
  if (projectId === undefined) return;
  if (!/^[A-Za-z0-9]{32}$/.test(projectId)) throw new Refusal('badProjectId', projectId);
  if (!caller.projectIds.includes(projectId)) throw new Refusal('noPermission', projectId);
  const header = request.headers['x-project-id'];
  if (header !== undefined && header !== projectId) {
    throw new Refusal('noPermission', 'X-Project-Id differs from the path');
  }
}

/** X-Language is optional, but the pages know two values only. */
function checkLanguage({ request }: Call): void {
  const language = request.headers['x-language'];
  if (language === undefined || language === 'en-us' || language === 'zh-cn') return;
  throw new Refusal('badRequest', `X-Language ${language}`);
}

/** The state as one project sees it: instances and backups are in the main projects, none in the others. */
function projectState(state: State, projectId: string | undefined): State {
  const { account, settings } = state;
  const empty = [account.otherProjectId, ...settings.projects.map(({ id }) => id)];
  if (projectId === undefined || !empty.includes(projectId)) return state;
  return { ...state, instances: [], backups: [], jobs: [] };
}

/** Counts the calls of each host in windows of time; answers whether this one is too many. */
export function callThrottle(
  limit: CallLimit | undefined,
): (host: string, nowMs: number) => boolean {
  const windows = new Map<string, { readonly beganMs: number; calls: number }>();
  return (host, nowMs) => {
    if (limit === undefined) return false;
    const current = windows.get(host);
    const isOver = current === undefined || nowMs - current.beganMs >= limit.windowMs;
    const window = isOver ? { beganMs: nowMs, calls: 0 } : current;
    windows.set(host, window);
    window.calls += 1;
    return window.calls > limit.calls;
  };
}
