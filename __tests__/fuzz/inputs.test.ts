import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { serviceIds } from '../../src/services/index.ts';
import { areComplete, type Inputs } from '../../src/task/inputs/fields.ts';
import { randomRuns } from '../support/long-runs.ts';
import { checkRaw } from '../support/parse-raw-inputs.ts';
import { findUrlBreaches } from './odd-urls.ts';
import { anyInputs, inputNames, nearlyRight } from './raw-inputs.ts';

const LOGINS = [
  ['token'],
  ['access_key', 'secret_key'],
  ['username', 'password', 'domain_name'],
  ['identity_provider'],
  ['agency_urn', 'provider_urn'],
] as const;

const sendable = (text = 'x') => /^[\x21-\x7e]+$/.test(text);

/** The rules about which instances are meant. */
function listTargetRules(inputs: Inputs): readonly (readonly [string, boolean])[] {
  const { databases } = inputs;
  const { service, targets = [] } = inputs;
  const services = [...targets.map((target) => target.service), ...(service ? [service] : [])];
  const ids = [...targets.map(({ instanceId }) => instanceId), ...(inputs.instance_id ?? [])];
  const pairs = targets.map((target) => `${target.service}:${target.instanceId}`);
  const instances = inputs.instance_id ?? [inputs.instance_name].filter(Boolean);
  return [
    ['which', targets.length > 0 || (service !== undefined && instances.length > 0)],
    ['one way', targets.length === 0 || (service ?? ids[0] ?? inputs.instance_name) === undefined],
    ['services', services.every((id) => serviceIds.includes(id))],
    ['instance_id', ids.every((id) => /^[A-Za-z0-9-]{1,64}$/.test(id))],
    ['twice', new Set(ids).size === ids.length && new Set(pairs).size === pairs.length],
    ['instance_name', inputs.instance_name === undefined || ids.length < 2],
    ['databases of RDS', databases.length === 0 || services.every((id) => id === 'rds')],
    ['databases of one', databases.length === 0 || ids.length < 2],
  ];
}

/** The table of inputs in the issue, as a list of what is broken. */
function findBreaches(inputs: Inputs): readonly string[] {
  const { name, description = '', databases, endpoint, project_id, region } = inputs;
  const urls = [inputs.iam_endpoint, inputs.sts_endpoint, endpoint?.any];
  const allUrls = [...urls, ...Object.values(endpoint?.byService ?? {})];
  const complete = LOGINS.filter((all) => all.every((input) => inputs[input] !== undefined));
  const started = LOGINS.filter((all) => all.some((input) => inputs[input] !== undefined));
  const busyMs = inputs.busy_timeout ?? 0;
  const hasRetention = [inputs.keep_last, inputs.keep_days].some((count) => count !== undefined);
  const rules: readonly (readonly [string, boolean])[] = [
    ...listTargetRules(inputs),
    ['retention', !hasRetention || (name === undefined && inputs.wait)],
    ['concurrency', inputs.concurrency >= 1 && inputs.concurrency <= 100],
    ['name', name === undefined || /^[A-Za-z][A-Za-z0-9_-]{3,63}$/.test(name)],
    ['description', description.length <= 256 && !/[>!<"&'=\r\n]/.test(description)],
    ['databases', new Set(databases).size === databases.length && !databases.includes('')],
    ['cloud', [undefined, 'otc', 'huaweicloud', 'huaweicloud-eu'].includes(inputs.cloud)],
    ['region', region === undefined || /^[a-z0-9-]+$/.test(region)],
    ['project_id', project_id === undefined || /^[A-Za-z0-9]{32}$/.test(project_id)],
    ['project', [project_id, inputs.project_name, region].some((known) => known !== undefined)],
    ['urls', allUrls.every((url) => url === undefined || findUrlBreaches(url).length === 0)],
    ['one login', started.length === 1 && complete.length === 1],
    ['security_token', inputs.security_token === undefined || inputs.access_key !== undefined],
    ['agency', (inputs.agency_name === undefined) === (inputs.agency_domain_name === undefined)],
    ['secrets', [inputs.token, inputs.access_key, inputs.secret_key].every(sendable)],
    ['wait_timeout', inputs.wait_timeout >= 1_000 && inputs.wait_timeout <= 86_400_000],
    ['busy_timeout', busyMs >= 0 && busyMs <= 86_400_000],
    ['language', ['en-us', 'zh-cn'].includes(inputs.language)],
    ['wait', [inputs.wait, inputs.dry_run, inputs.fail_fast, inputs.job_summary].every(isBoolean)],
  ];
  return rules.flatMap(([rule, isKept]) => (isKept ? [] : [rule]));
}

const isBoolean = (value: unknown) => typeof value === 'boolean';

test.each([
  ['nearly right ones', nearlyRight, 20],
  ['any', anyInputs, 0],
])(
  'inputs, %s: either they keep the rules or each problem has an input’s name',
  (_, inputs, least) => {
    let accepted = 0;
    fc.assert(
      fc.property(inputs, (raw) => {
        const { facts, problems } = checkRaw(raw);
        if (problems.length === 0) {
          accepted++;
          return expect(areComplete(facts.inputs) && findBreaches(facts.inputs)).toEqual([]);
        }
        for (const { input, problem } of problems) {
          expect(inputNames).toContain(input);
          expect(problem).not.toMatch(/[\r\n]|^Invalid/);
        }
      }),
      randomRuns(400, 10_000),
    );
    expect(accepted).toBeGreaterThanOrEqual(least);
  },
);
