import { getInput, setSecret } from '@actions/core';
import * as v from 'valibot';
import type { Credentials } from '../auth/credentials.ts';
import { InputError } from '../errors/input-error.ts';
import { inputFields, SECRET_INPUTS } from './input-fields.ts';
import { type Inputs, inputSchema } from './inputs.ts';

const names = Object.keys(inputFields);

function toCredentials({ token, access_key, secret_key, security_token }: Inputs): Credentials {
  if (access_key !== undefined && secret_key !== undefined) {
    const keys = { accessKey: access_key, secretKey: secret_key };
    return { kind: 'keys', ...keys, securityToken: security_token };
  }
  return { kind: 'token', token: token ?? '' };
}

function toActionInputs(inputs: Inputs) {
  const { service, endpoint } = inputs;
  const any = endpoint?.any === undefined ? {} : { [service]: endpoint.any };
  return {
    order: {
      service,
      instanceId: inputs.instance_id,
      name: inputs.name,
      description: inputs.description,
      databases: inputs.databases,
    },
    client: {
      cloud: inputs.cloud,
      region: inputs.region,
      projectId: inputs.project_id,
      projectName: inputs.project_name,
      endpoints: { ...endpoint?.byService, ...any },
      iamEndpoint: inputs.iam_endpoint,
      credentials: toCredentials(inputs),
      language: inputs.language,
    },
    wait: inputs.wait,
    waitTimeoutMs: inputs.wait_timeout,
    jobSummary: inputs.job_summary,
  };
}

/** What the step was asked to do, checked and in the library's terms. */
export type ActionInputs = ReturnType<typeof toActionInputs>;

/** The values of the inputs by name, without the empty ones. */
export type RawInputs = Readonly<Record<string, string>>;

/** Reads every input, once; secrets are masked here, before anything can go wrong. */
export function readRawInputs(): RawInputs {
  const entries = names.map((name) => [name, getInput(name)] as const);
  const raw = Object.fromEntries(entries.filter(([, value]) => value !== ''));
  for (const name of SECRET_INPUTS) {
    if (raw[name] !== undefined) setSecret(raw[name]);
  }
  return raw;
}

/** @throws InputError with every problem, in the order of action.yml. */
export function parseInputs(raw: RawInputs): ActionInputs {
  const result = v.safeParse(inputSchema, raw);
  if (result.success) return toActionInputs(result.output);
  const problems = result.issues.map((issue) => ({
    input: v.getDotPath(issue) ?? '',
    problem: issue.message,
  }));
  throw new InputError(problems.sort((a, b) => names.indexOf(a.input) - names.indexOf(b.input)));
}

/** Whether to write a summary, also when another input is wrong. */
export function wantsSummary({ job_summary }: RawInputs): boolean {
  const parsed = v.safeParse(inputFields.job_summary, job_summary);
  return !parsed.success || parsed.output;
}
