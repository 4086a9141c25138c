import { getIDToken } from '@actions/core';
import { LoginError } from '../errors/login-error.ts';
import type { Environment } from './inputs/environment-inputs.ts';

const HINT = [
  'Let the job ask for one (a workflow run from a fork can’t):',
  'permissions:',
  '  id-token: write',
].join('\n');

/** Asks GitHub for a fresh identity token of this job; the toolkit masks it. */
export function createIdTokenGetter(env: Environment, audience: string | undefined) {
  return async (): Promise<string> => {
    if (!env['ACTIONS_ID_TOKEN_REQUEST_URL'] || !env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']) {
      throw new LoginError('GitHub gives this job no identity token.', HINT);
    }
    try {
      return await getIDToken(audience);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      const text = `GitHub’s identity token could not be had: ${message.split('\n')[0]}`;
      throw new LoginError(text, 'Try again; GitHub’s status page tells of outages.', cause);
    }
  };
}
