import * as v from 'valibot';
import { findSecretProblem, findTextProblem } from '../../auth/credentials.ts';
import { findDescriptionProblem, findNameProblem } from '../../backup/order.ts';
import { CLOUD_IDS } from '../../cloud/clouds.ts';
import { parseEndpointUrl, parseIamUrl } from '../../cloud/endpoints.ts';
import { findProjectIdProblem, findRegionProblem } from '../../options.ts';
import {
  busyTimeoutField,
  checkedField,
  countField,
  type Parsed,
  parsedField,
  parseEndpoints,
  waitTimeoutField,
} from './field-parsers.ts';
import {
  databasesField,
  instanceIdsField,
  instanceNameField,
  serviceField,
  targetsField,
} from './targets.ts';

const LANGUAGES = ['en-us', 'zh-cn'] as const;
const MOST_KEPT = 1_000;
const MOST_CREATES = 100;

const oneOf = <Word extends string>(words: readonly Word[]) =>
  parsedField((text): Parsed<Word> => {
    const value = words.find((word) => word === text);
    return value === undefined ? { problem: `must be one of ${words.join(', ')}` } : { value };
  });

/** YAML 1.2's booleans, as the toolkit's own reader takes them. */
const yamlBoolean = parsedField((text): Parsed<boolean> => {
  if (/^(?:true|True|TRUE)$/.test(text)) return { value: true };
  if (/^(?:false|False|FALSE)$/.test(text)) return { value: false };
  return { problem: 'is not a boolean: write true or false' };
});

const iamUrl = parsedField((text): Parsed<string> => {
  const parsed = parseIamUrl(text);
  return 'url' in parsed ? { value: parsed.url } : parsed;
});

const baseUrl = parsedField((text): Parsed<string> => {
  const parsed = parseEndpointUrl(text);
  return 'url' in parsed ? { value: parsed.url } : parsed;
});

const plainText = v.optional(checkedField(findTextProblem));

const secret = v.optional(checkedField(findSecretProblem));

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
  project_name: plainText,
  endpoint: v.optional(parsedField(parseEndpoints)),
  iam_endpoint: v.optional(iamUrl),
  token: secret,
  access_key: secret,
  secret_key: secret,
  security_token: secret,
  username: plainText,
  password: plainText,
  domain_name: plainText,
  identity_provider: secret,
  oidc_audience: plainText,
  agency_urn: plainText,
  provider_urn: plainText,
  sts_endpoint: v.optional(baseUrl),
  agency_name: plainText,
  agency_domain_name: plainText,
  wait: v.optional(yamlBoolean, 'true'),
  wait_timeout: v.optional(waitTimeoutField, '60m'),
  busy_timeout: v.optional(busyTimeoutField),
  reuse_existing: v.optional(yamlBoolean, 'false'),
  keep_last: v.optional(countField(MOST_KEPT)),
  concurrency: v.optional(countField(MOST_CREATES), '8'),
  fail_fast: v.optional(yamlBoolean, 'false'),
  dry_run: v.optional(yamlBoolean, 'false'),
  language: v.optional(oneOf(LANGUAGES), 'en-us'),
  job_summary: v.optional(yamlBoolean, 'true'),
};
