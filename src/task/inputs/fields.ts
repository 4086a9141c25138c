import * as v from 'valibot';
import { findSecretProblem, findTextProblem } from '../../auth/logins/fields.ts';
import { findDescriptionProblem, findNameProblem } from '../../backup/order.ts';
import { CLOUD_IDS, findProjectIdProblem, findRegionProblem } from '../../cloud/clouds.ts';
import {
  booleanField,
  checkedField,
  countField,
  durationField,
  iamUrlField,
  oneOf,
  parsedField,
  parseEndpoints,
  urlField,
} from './field-parsers.ts';
import {
  databasesField,
  instanceIdsField,
  instanceNameField,
  serviceField,
  targetsField,
} from './targets.ts';

export const LANGUAGES = ['en-us', 'zh-cn'] as const;
const MOST_KEPT = 1_000;
const MOST_DAYS = 3_650;
const MOST_CREATES = 100;
const SHORTEST_WAIT_MS = 1_000;

const plainText = () => v.optional(checkedField(findTextProblem));

const secret = () => v.optional(checkedField(findSecretProblem));

/** Those that take any text: what is wrong with one is a character that can’t be sent or seen, by its name. */
export const freeTexts = {
  project_name: plainText(),
  token: secret(),
  access_key: secret(),
  secret_key: secret(),
  security_token: secret(),
  username: plainText(),
  password: plainText(),
  domain_name: plainText(),
  identity_provider: secret(),
  oidc_audience: plainText(),
  agency_urn: plainText(),
  provider_urn: plainText(),
  agency_name: plainText(),
  agency_domain_name: plainText(),
};

/** Every input of action.yml, in its order. Defaults are those of action.yml. */
export const inputFields = {
  service: v.optional(serviceField),
  instance_id: v.optional(instanceIdsField),
  instance_name: v.optional(instanceNameField),
  targets: v.optional(targetsField),
  name: v.optional(checkedField(findNameProblem)),
  description: v.optional(checkedField(findDescriptionProblem)),
  databases: v.optional(databasesField, ''),
  cloud: v.optional(oneOf(CLOUD_IDS)),
  region: v.optional(checkedField(findRegionProblem)),
  project_id: v.optional(checkedField(findProjectIdProblem)),
  project_name: freeTexts.project_name,
  endpoint: v.optional(parsedField(parseEndpoints)),
  iam_endpoint: v.optional(iamUrlField()),
  token: freeTexts.token,
  access_key: freeTexts.access_key,
  secret_key: freeTexts.secret_key,
  security_token: freeTexts.security_token,
  username: freeTexts.username,
  password: freeTexts.password,
  domain_name: freeTexts.domain_name,
  identity_provider: freeTexts.identity_provider,
  oidc_audience: freeTexts.oidc_audience,
  agency_urn: freeTexts.agency_urn,
  provider_urn: freeTexts.provider_urn,
  sts_endpoint: v.optional(urlField()),
  agency_name: freeTexts.agency_name,
  agency_domain_name: freeTexts.agency_domain_name,
  wait: v.optional(booleanField(), 'true'),
  wait_timeout: v.optional(durationField({ minMs: SHORTEST_WAIT_MS }), '60m'),
  busy_timeout: v.optional(durationField()),
  reuse_existing: v.optional(booleanField(), 'false'),
  keep_last: v.optional(countField(MOST_KEPT)),
  keep_days: v.optional(countField(MOST_DAYS)),
  concurrency: v.optional(countField(MOST_CREATES), '8'),
  fail_fast: v.optional(booleanField(), 'false'),
  dry_run: v.optional(booleanField(), 'false'),
  language: v.optional(oneOf(LANGUAGES), 'en-us'),
  job_summary: v.optional(booleanField(), 'true'),
};

export type InputName = keyof typeof inputFields;

const isInputName = (name: string): name is InputName => Object.hasOwn(inputFields, name);

/** The input of this name; `undefined`: there is none. */
export const findInputName = (name: string): InputName | undefined =>
  isInputName(name) ? name : undefined;

/** What the inputs stand for; `undefined` for one that was not given and has no default. */
export type Inputs = {
  readonly [Name in InputName]: v.InferOutput<(typeof inputFields)[Name]>;
};

/** What is wrong with the text of one field. */
interface FieldProblem<Fields> {
  readonly input: keyof Fields & string;
  readonly problem: string;
}

type FieldTable<Fields> = { readonly [Name in keyof Fields]: v.GenericSchema };

/** What these fields make of their texts; a wrong one is missing. */
type RightValues<Fields extends FieldTable<Fields>> = {
  -readonly [Name in keyof Fields]?: v.InferOutput<Fields[Name]>;
};

function readFields<Fields extends FieldTable<Fields>>(
  fields: Fields,
  texts: Readonly<Record<string, string>>,
) {
  const values: RightValues<Fields> = {};
  const problems: FieldProblem<Fields>[] = [];
  for (const input in fields) {
    const result = v.safeParse(fields[input], texts[input]);
    if (result.success) values[input] = result.output;
    else problems.push(...result.issues.map(({ message: problem }) => ({ input, problem })));
  }
  return { values, problems };
}

/** Has the field of each input read its text, which happens nowhere else and only once. */
export const parseFields = (texts: Readonly<Record<string, string>>) =>
  readFields(inputFields, texts);

/** The inputs as far as they are right by themselves. */
export type RightInputs = Readonly<ReturnType<typeof parseFields>['values']>;

/** Whether all of them are. */
export const areComplete = (inputs: RightInputs): inputs is Inputs =>
  Object.keys(inputFields).every((name) => Object.hasOwn(inputs, name));
