import * as v from 'valibot';
import { describePlainText, describeSecret } from '../auth/credential-problems.ts';
import { describeDescription, describeInstanceId, describeName } from '../backup/backup-order.ts';
import { describeProjectId, describeRegion } from '../client-options.ts';
import { CLOUD_IDS } from '../cloud/cloud.ts';
import { parseEndpointUrl, parseIamUrl } from '../cloud/parse-endpoint-url.ts';
import { findServiceId, type ServiceId, serviceIds } from '../services/index.ts';
import { type Parsed, parseDuration } from './parse-duration.ts';
import { parseEndpoints } from './parse-endpoints.ts';
import { checkedField, parsedField } from './parsed-field.ts';

const LANGUAGES = ['en-us', 'zh-cn'] as const;
const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 24 * 3_600_000;

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

const service = parsedField((text): Parsed<ServiceId> => {
  const value = findServiceId(text);
  if (value !== undefined) return { value };
  const problem = text === '' ? 'is required' : `does not know ${JSON.stringify(text)}`;
  return { problem: `${problem}: write one of ${serviceIds.join(', ')}` };
});

const waitTimeout = parsedField((text): Parsed<number> => {
  const parsed = parseDuration(text);
  if ('problem' in parsed) return parsed;
  if (parsed.value < MIN_WAIT_MS) return { problem: 'is too short: write at least 1s' };
  return parsed.value > MAX_WAIT_MS ? { problem: 'is too long: write at most 24h' } : parsed;
});

const busyTimeout = parsedField((text): Parsed<number> => {
  const parsed = parseDuration(text);
  if ('problem' in parsed) return parsed;
  return parsed.value > MAX_WAIT_MS ? { problem: 'is too long: write at most 24h' } : parsed;
});

const list = parsedField((text): Parsed<readonly string[]> => {
  const value = text
    .split(/[\r\n,]+/)
    .map((entry) => entry.trim())
    .filter(Boolean);
  const twice = value.find((entry, index) => value.indexOf(entry) !== index);
  return twice === undefined ? { value } : { problem: 'names a database twice: leave one out' };
});

const iamUrl = parsedField((text): Parsed<string> => {
  const parsed = parseIamUrl(text);
  return 'url' in parsed ? { value: parsed.url } : parsed;
});

const baseUrl = parsedField((text): Parsed<string> => {
  const parsed = parseEndpointUrl(text);
  return 'url' in parsed ? { value: parsed.url } : parsed;
});

const plainText = v.optional(checkedField(describePlainText));

const secret = v.optional(checkedField(describeSecret));

const requiredInstanceId = checkedField((text) =>
  text === ''
    ? 'is required: write the id of the instance, from the console'
    : describeInstanceId(text),
);

/** Every input of action.yml, in its order. Defaults are those of action.yml. */
export const inputFields = {
  service: v.optional(service, ''),
  instance_id: v.optional(requiredInstanceId, ''),
  name: v.optional(checkedField(describeName)),
  description: v.optional(checkedField(describeDescription)),
  databases: v.optional(list, ''),
  cloud: v.optional(oneOf(CLOUD_IDS)),
  region: v.optional(checkedField(describeRegion)),
  project_id: v.optional(checkedField(describeProjectId)),
  project_name: v.optional(v.string()),
  endpoint: v.optional(parsedField(parseEndpoints)),
  iam_endpoint: v.optional(iamUrl),
  token: secret,
  access_key: secret,
  secret_key: secret,
  security_token: secret,
  username: plainText,
  password: v.optional(v.string()),
  domain_name: plainText,
  identity_provider: secret,
  oidc_audience: plainText,
  agency_urn: plainText,
  provider_urn: plainText,
  sts_endpoint: v.optional(baseUrl),
  agency_name: plainText,
  agency_domain_name: plainText,
  wait: v.optional(yamlBoolean, 'true'),
  wait_timeout: v.optional(waitTimeout, '60m'),
  busy_timeout: v.optional(busyTimeout),
  reuse_existing: v.optional(yamlBoolean, 'false'),
  language: v.optional(oneOf(LANGUAGES), 'en-us'),
  job_summary: v.optional(yamlBoolean, 'true'),
};
