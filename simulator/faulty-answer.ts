import { type Answer, jsonAnswer } from './answer.ts';
import type { AnswerFault } from './fault.ts';
import { Refusal } from './refusal.ts';
import { documentedAnswer, refusalAnswer } from './refusal-answer.ts';
import type { ServiceDescription } from './service-description.ts';
import type { Settings } from './settings.ts';
import { withLowerCaseNames, withoutIds, withoutListEntries } from './spoiled-answer.ts';

/** The answer a fault puts in the place of the true one. */
export function faultyAnswer(
  fault: AnswerFault,
  truth: Answer,
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
      return withoutIds(truth);
    case 'lagging-list':
      return withoutListEntries(truth);
    case 'lower-case-list':
      return withLowerCaseNames(truth);
    case 'busy':
      return busyAnswer(service, fault);
    case 'token-expired':
      return documentedAnswer(service, 'tokenExpired');
    case 'forbidden':
      return documentedAnswer(service, 'noPermission');
    case 'error':
      return ownAnswer(fault);
    default:
      return truth;
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
