import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';

export const OUR_REPOSITORY = 'OWNER/cloud-db-backup';
export const OUR_ACTION = `${OUR_REPOSITORY}@v1`;

const entries = v.optional(v.record(v.string(), v.object({ description: v.string() })), {});
const actionSchema = v.object({
  name: v.string(),
  description: v.string(),
  inputs: entries,
  outputs: entries,
});
type Action = v.InferOutput<typeof actionSchema>;

const listNames = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { description: name }]));

const other = (inputs: readonly string[], outputs: readonly string[] = []): Action => ({
  ...{ name: 'other', description: 'other' },
  ...{ inputs: listNames(inputs), outputs: listNames(outputs) },
});

/** Other people's actions with the inputs that are used here: a new action, or input, is added by hand. */
const OTHERS: Readonly<Record<string, Action>> = {
  'actions/checkout': other(['fetch-depth', 'persist-credentials']),
  'actions/setup-node': other(['node-version', 'package-manager-cache']),
  'actions/upload-artifact': other(['name', 'path', 'if-no-files-found', 'retention-days']),
  'actions/download-artifact': other(['name', 'path']),
  'actions/attest': other(['subject-path'], ['bundle-path', 'attestation-url']),
  'github/codeql-action/init': other(['languages', 'build-mode', 'config']),
  'github/codeql-action/analyze': other(['category']),
};

const readOurs = (...path: readonly string[]): Action => {
  const file = join(import.meta.dirname, '..', '..', ...path, 'action.yml');
  return v.parse(actionSchema, parse(readFileSync(file, 'utf8')));
};

/** Ours, by the folders that they are in. */
const OURS: Readonly<Record<string, Action>> = {
  [OUR_REPOSITORY]: readOurs(),
  [`${OUR_REPOSITORY}/restore`]: readOurs('restore'),
};

/** What an action takes and gives, by `owner/name` and its folder. */
export const findAction = (name: string): Action | undefined => OURS[name] ?? OTHERS[name];
