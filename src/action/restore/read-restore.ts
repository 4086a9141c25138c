import { getInput } from '@actions/core';
import type { Log } from '../../runtime/log.ts';
import { type Environment, trimInput } from '../../task/inputs/environment.ts';
import { completeLogin, listSecrets } from '../../task/inputs/raw-inputs.ts';
import { restoreInputs } from '../../task/restore/fields.ts';
import type { RawRestore } from '../../task/restore/restore-inputs.ts';
import { createIdTokenGetter } from '../identity-token.ts';
import { findMisspelt } from '../read-inputs.ts';
import { isForkEvent } from '../run-context.ts';

/** Reads every input and the environment, once; secrets are masked here, before anything can go wrong. */
export function readRestore(env: Environment, log: Pick<Log, 'secret'>): RawRestore {
  const read = (name: string) => {
    const kind = name.endsWith('password') ? 'password' : name;
    return trimInput(kind, getInput(name, { trimWhitespace: false }));
  };
  const names = Object.keys(restoreInputs);
  const entries = names.map((name) => [name, read(name)] as const);
  const right = Object.fromEntries(entries.filter(([, value]) => value !== ''));
  const { values, misspelt } = findMisspelt(env, right, restoreInputs);
  const pick = (isShared: boolean) =>
    Object.entries(values).flatMap(([name, value]) => {
      const shared = restoreInputs[name]?.shared;
      if ((shared !== undefined) !== isShared) return [];
      return [[shared ?? name, value] as const];
    });
  const given = {
    values: Object.fromEntries(pick(true)),
    ...{ misspelt: [], env, isFork: isForkEvent(env) },
    getIdToken: (audience: string | undefined) => createIdTokenGetter(env, audience),
  };
  const own = Object.fromEntries(pick(false));
  for (const secret of [...listSecrets(given), own['password'] ?? '']) {
    if (secret !== '') log.secret(secret);
  }
  return { shared: completeLogin(given), own, misspelt };
}
