import { setSecret } from '@actions/core';
import * as v from 'valibot';
import { isPassingStatus } from '../errors/kinds.ts';
import { LoginError } from '../errors/request-errors.ts';
import { abortable } from '../runtime/abort.ts';
import { systemClock } from '../runtime/clock.ts';
import { cleanCloudText } from '../runtime/text.ts';
import type { Environment } from '../task/inputs/environment.ts';

/** Who gives a job its identity token, and what to do where it gives none. */
interface TokenSource {
  readonly name: string;
  readonly hint: string;
}

const GITHUB: TokenSource = {
  name: 'GitHub',
  hint: [
    'Let the job ask for one (a workflow run from a fork can’t):',
    'permissions:',
    '  id-token: write',
  ].join('\n'),
};

const FORGEJO: TokenSource = {
  name: 'Forgejo',
  hint: [
    'Let the job, or its whole workflow, ask for one (a pull request from a fork can’t):',
    'enable-openid-connect: true',
  ].join('\n'),
};

const OTHER_LOGIN = 'log in with a password or an access key there.';

const GITEA: TokenSource = {
  name: 'Gitea',
  hint: `Gitea does not offer identity tokens yet: ${OTHER_LOGIN}`,
};

const ACT: TokenSource = { name: 'act', hint: `act has no identity tokens: ${OTHER_LOGIN}` };

/** By the variables that the runners set; Forgejo's sets those of Gitea and act as well. */
function tokenSourceOf(env: Environment): TokenSource {
  if (env['FORGEJO_ACTIONS'] === 'true') return FORGEJO;
  if (env['GITEA_ACTIONS'] === 'true') return GITEA;
  return env['ACT'] === 'true' ? ACT : GITHUB;
}

const LONGEST_MS = 30_000;

/** What the toolkit's client throws; there is a status where there was an answer. */
const trouble = v.object({ message: v.string(), statusCode: v.optional(v.number(), 0) });

function explain(cause: unknown, host: string, { name }: TokenSource): LoginError {
  const unknown = { message: String(cause), statusCode: 0 };
  const { message: why, statusCode: status } = v.parse(v.fallback(trouble, unknown), cause);
  const text = cleanCloudText(why, 200);
  const said = [status > 0 && `HTTP ${status}`, text && `"${text}"`].filter(Boolean).join(' ');
  const message = `${name}’s identity token could not be had from ${host}: ${said}.`;
  const outages = name === GITHUB.name ? '; GitHub’s status page tells of outages' : '';
  const hint = `On a self-hosted runner, check that it may reach ${host}, through its proxy too. Otherwise run this again${outages}.`;
  const isPassing = status < 300 || isPassingStatus(status);
  return new LoginError(message, { hint, cause, isPassing });
}

const idToken = v.object({ value: v.string() });

interface TokenRequest {
  readonly url: string;
  /** What the runner gives the job to ask with. */
  readonly token: string;
  readonly audience: string | undefined;
}

/** The toolkit's client is loaded on demand: no other login needs it. It asks again where a gateway fails. */
async function askForIdToken({ url, token, audience }: TokenRequest): Promise<string> {
  const { HttpClient } = await import('@actions/http-client');
  const client = new HttpClient('actions/oidc-client', [], { allowRetries: true, maxRetries: 10 });
  const address = audience ? `${url}&audience=${encodeURIComponent(audience)}` : url;
  const answer = await client.getJson(address, { authorization: `Bearer ${token}` });
  if (!v.is(idToken, answer.result)) throw new Error('there is no token in the answer');
  setSecret(answer.result.value);
  return answer.result.value;
}

/** Asks for a fresh identity token of this job, for 30 seconds at most, and masks it. */
export function createIdTokenGetter(
  env: Environment,
  audience: string | undefined,
  timeoutMs: number = LONGEST_MS,
) {
  const source = tokenSourceOf(env);
  return async (): Promise<string> => {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = env;
    if (!url || !token) {
      throw new LoginError(`${source.name} gives this job no identity token.`, {
        hint: source.hint,
      });
    }
    const late = systemClock.signalAfter(timeoutMs);
    try {
      return await abortable(askForIdToken({ url, token, audience }), late);
    } catch (error) {
      const isLate = late.aborted && error === late.reason;
      const cause = isLate ? new Error(`no answer within ${timeoutMs / 1000} s`) : error;
      throw explain(cause, URL.parse(url)?.host ?? 'its token service', source);
    }
  };
}
