import { documentedAnswer, refusalAnswer } from './error-answers.ts';
import { Refusal } from './errors.ts';
import type { AnswerFault } from './faults.ts';
import type { Settings } from './options.ts';
import type { ServiceDescription } from './route.ts';
import { type Answer, type Delivery, isJsonObject, type JsonObject, jsonAnswer } from './wire.ts';

/** Whether the call takes effect, and how its answer travels. */
export interface FaultPlan {
  readonly effect: boolean;
  readonly delivery: Delivery;
}

/** What a fault does to effect and delivery; the answer's wording is decided elsewhere. */
export function faultPlan(fault: AnswerFault | undefined): FaultPlan {
  const whole: Delivery = { way: 'whole' };
  switch (fault?.name) {
    case 'refuse':
    case 'reset-before':
      return { effect: false, delivery: { way: 'reset' } };
    case 'reset-after':
      return { effect: true, delivery: { way: 'reset' } };
    case 'timeout-before':
      return { effect: false, delivery: { way: 'never' } };
    case 'timeout-after':
      return { effect: true, delivery: { way: 'never' } };
    case 'replay':
      return fault.answer === 'none'
        ? { effect: true, delivery: { way: 'reset' } }
        : { effect: true, delivery: whole };
    case 'drip':
      return { effect: true, delivery: { way: 'drip', intervalMs: fault.intervalMs ?? 50 } };
    case 'truncated-json':
      return {
        effect: true,
        delivery: { way: 'half', matchingLength: fault.matchingLength ?? false },
      };
    case '429':
    case 'busy':
    case 'page':
    case 'token-expired':
    case 'forbidden':
      return { effect: false, delivery: whole };
    case '408':
    case '421':
    case '425':
    case '499':
    case '500':
    case '502':
    case '503':
    case '504':
    case 'html-200':
    case 'error':
      return { effect: fault.after ?? false, delivery: whole };
    default:
      return { effect: true, delivery: whole };
  }
}

/** The answer a fault puts in the place of the true one. */
export function faultyAnswer(
  fault: AnswerFault,
  realAnswer: Answer,
  service: ServiceDescription,
  settings: Settings,
): Answer {
  switch (fault.name) {
    case '429':
      return retryLater(refusalAnswer(new Refusal('throttled'), service, settings), fault);
    case '500':
      return retryLater(documentedAnswer(service, 'serverFailure'), fault);
    case '408':
    case '421':
    case '425':
    case '499':
      return { status: Number(fault.name), headers: {}, body: '' };
    case 'page':
      return strangersPage(fault);
    case '502':
    case '503':
    case '504':
      return retryLater(proxyPage(Number(fault.name)), fault);
    case 'html-200':
      return proxyPage(200);
    case 'empty-200':
      return { status: 200, headers: {}, body: '' };
    case 'no-id':
      return withoutIds(realAnswer);
    case 'lagging-list':
      return fault.lagMs === undefined ? withoutListEntries(realAnswer) : realAnswer;
    case 'lower-case-list':
      return withLowerCaseNames(realAnswer);
    case 'busy':
      return busyAnswer(service, fault);
    case 'token-expired':
      return documentedAnswer(service, 'tokenExpired');
    case 'forbidden':
      return documentedAnswer(service, 'noPermission');
    case 'error':
      return ownAnswer(fault);
    default:
      return realAnswer;
  }
}

function retryLater(answer: Answer, { retryAfter }: { readonly retryAfter?: string }): Answer {
  if (retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': retryAfter } };
}

function proxyPage(status: number): Answer {
  const body = `<html><head><title>${status}</title></head><body><h1>Proxy</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}

function strangersPage({ status, location }: Extract<AnswerFault, { readonly name: 'page' }>) {
  const answer = proxyPage(status);
  if (location === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, location } };
}

function busyAnswer(
  service: ServiceDescription,
  fault: { readonly code?: string; readonly status?: number },
): Answer {
  const error = service.errors.backupRunning;
  const { code = error.code, status = error.status } = fault;
  return jsonAnswer(status, service.errorBody({ status, code, message: error.message }));
}

function ownAnswer(fault: Extract<AnswerFault, { readonly name: 'error' }>): Answer {
  const body = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? '');
  const type = typeof fault.body === 'object' ? { 'content-type': 'application/json' } : {};
  const text = fault.body === undefined ? '' : body;
  return { status: fault.status, headers: { ...type, ...fault.headers }, body: text };
}

/** The same answer without the backup's id, wherever the service puts it. */
function withoutIds(answer: Answer): Answer {
  return changed(answer, (body) => {
    const isOfBackup = (name: string) => name.endsWith('_id') && name !== 'job_id';
    return Object.fromEntries(
      Object.entries(body)
        .filter(([name]) => !isOfBackup(name))
        .map(([name, value]) => [name, isJsonObject(value) ? withoutOwnId(value) : value]),
    );
  });
}

const withoutOwnId = ({ id: _, ...rest }: JsonObject) => rest;

/** The same answer with every list in it empty. */
function withoutListEntries(answer: Answer): Answer {
  return changed(answer, (body) =>
    Object.fromEntries(
      Object.entries(body).map(([name, value]) => {
        if (Array.isArray(value)) return [name, []];
        return [name, name.endsWith('count') ? 0 : value];
      }),
    ),
  );
}

/** The same answer with the name of every listed thing in lower case. */
function withLowerCaseNames(answer: Answer): Answer {
  const lower = (entry: unknown) =>
    isJsonObject(entry) && typeof entry['name'] === 'string'
      ? { ...entry, name: entry['name'].toLowerCase() }
      : entry;
  return changed(answer, (body) =>
    Object.fromEntries(
      Object.entries(body).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.map(lower) : value,
      ]),
    ),
  );
}

function changed(answer: Answer, change: (body: JsonObject) => JsonObject): Answer {
  const body: unknown = answer.body === '' ? undefined : JSON.parse(answer.body);
  if (answer.status >= 300 || !isJsonObject(body)) return answer;
  return { ...answer, body: JSON.stringify(change(body)) };
}
