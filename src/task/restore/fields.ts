import * as v from 'valibot';
import { findTextProblem } from '../../auth/logins/fields.ts';
import { findNameProblem } from '../../backup/order.ts';
import type { RestoreFill } from '../../restore/fill.ts';
import { showValue } from '../../runtime/text.ts';
import { booleanField, checkedField, type Parsed, parsedField } from '../inputs/field-parsers.ts';
import { type InputName, inputFields } from '../inputs/fields.ts';

const findBackupIdProblem = (text: string) =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(text)
    ? undefined
    : `${showValue(text)} is not the id of a backup: write it as the console, or the output backup_id, has it`;

const FIELD = /^[a-z_]+(\.[^=\s]+)*$/;

function parseFill(text: string): Parsed<RestoreFill> {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const pairs = lines.map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, Math.max(0, at)).trim(), line.slice(at + 1).trim()] as const;
  });
  const wrong = pairs.findIndex(([field]) => !FIELD.test(field));
  if (wrong >= 0) {
    return {
      problem: `(line ${wrong + 1}) does not begin with a field and =: write lines like volume.size=200`,
    };
  }
  const fields = pairs.map(([field]) => field);
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice !== undefined) return { problem: `names ${twice} twice: leave one of the lines out` };
  return { value: Object.fromEntries(pairs) };
}

/** What a restore alone is given. */
export const ownFields = {
  backup_id: v.optional(checkedField(findBackupIdProblem)),
  newest: v.optional(booleanField(), 'false'),
  name: v.optional(checkedField(findNameProblem)),
  password: v.optional(checkedField(findTextProblem)),
  fill: v.optional(parsedField(parseFill), ''),
};

export type OwnName = keyof typeof ownFields;

/** The login's password has another name here: `password` is the new instance's. */
export const LOGIN_PASSWORD = 'login_password';

const SHARED: readonly InputName[] = [
  ...(['cloud', 'region', 'project_id', 'project_name', 'endpoint', 'iam_endpoint'] as const),
  ...(['token', 'access_key', 'secret_key', 'security_token', 'username', 'password'] as const),
  ...(['domain_name', 'identity_provider', 'oidc_audience', 'agency_urn', 'provider_urn'] as const),
  ...(['sts_endpoint', 'agency_name', 'agency_domain_name', 'wait', 'wait_timeout'] as const),
  ...(['dry_run', 'language', 'job_summary'] as const),
];

/** A restore takes longer than a backup. */
export const WAIT_TIMEOUT = '2h';

interface RestoreInput {
  /** What the backup's task calls it; `undefined`: a restore alone has it. */
  readonly shared: InputName | undefined;
  readonly schema: v.GenericSchema;
  readonly default: string;
}

const defaultOf = (field: object): string =>
  'default' in field && typeof field.default === 'string' ? field.default : '';

const toShared = (shared: InputName): RestoreInput => ({
  shared,
  schema: inputFields[shared],
  default: shared === 'wait_timeout' ? WAIT_TIMEOUT : defaultOf(inputFields[shared]),
});

/** Every input of restore/action.yml, in its order. */
export const restoreInputs: Readonly<Record<string, RestoreInput>> = {
  instance_id: toShared('instance_id'),
  ...Object.fromEntries(
    Object.entries(ownFields).map(([name, schema]) => [
      name,
      { shared: undefined, schema, default: defaultOf(schema) },
    ]),
  ),
  ...Object.fromEntries(
    SHARED.map((name) => [name === 'password' ? LOGIN_PASSWORD : name, toShared(name)]),
  ),
};
