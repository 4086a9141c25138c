import { getIDToken } from '@actions/core';
import { LoginError } from '../errors/request-errors.ts';
import { orAbort } from '../runtime/abort.ts';
import { systemClock } from '../runtime/clock.ts';
import { cleanCloudText } from '../runtime/text.ts';
import type { Environment } from './inputs/environment-inputs.ts';

const PERMISSION_HINT = [
  'Let the job ask for one (a workflow run from a fork can’t):',
  'permissions:',
  '  id-token: write',
].join('\n');

const LONGEST_MS = 30_000;

/** Refusals; what else goes wrong may be gone at the next try. */
const isRefusal = (status: number) =>
  status >= 300 && status < 500 && ![408, 421, 425, 429, 499].includes(status);

/** The toolkit writes status and cause on further lines, and "undefined" where there is no status. */
function readTrouble(cause: unknown): { readonly status: number; readonly text: string } {
  const message = cause instanceof Error ? cause.message : String(cause);
  const status = Number(/Error Code : (\d{3})\b/.exec(message)?.[1] ?? 0);
  const text = /[\s\S]*Error Message: ([\s\S]*)$/.exec(message)?.[1] ?? message;
  return { status, text: cleanCloudText(text, 200) };
}

function explain(cause: unknown, host: string): LoginError {
  const { status, text } = readTrouble(cause);
  const said = [status > 0 && `HTTP ${status}`, text && `"${text}"`].filter(Boolean).join(' ');
  const message = `GitHub’s identity token could not be had from ${host}: ${said}.`;
  const hint = `On a self-hosted runner, check that it may reach ${host}, through its proxy too. Otherwise run this again; GitHub’s status page tells of outages.`;
  return new LoginError(message, { hint, cause, isPassing: !isRefusal(status) });
}

/** Asks GitHub for a fresh identity token of this job, for 30 seconds at most; the toolkit masks it. */
export function createIdTokenGetter(
  env: Environment,
  audience: string | undefined,
  timeoutMs: number = LONGEST_MS,
) {
  return async (): Promise<string> => {
    const url = env['ACTIONS_ID_TOKEN_REQUEST_URL'];
    if (!url || !env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']) {
      throw new LoginError('GitHub gives this job no identity token.', { hint: PERMISSION_HINT });
    }
    const late = systemClock.signalAfter(timeoutMs);
    try {
      return await orAbort(getIDToken(audience), late);
    } catch (error) {
      const isLate = late.aborted && error === late.reason;
      const cause = isLate ? new Error(`no answer within ${timeoutMs / 1000} s`) : error;
      throw explain(cause, URL.parse(url)?.host ?? 'its token service');
    }
  };
}
