import { ApiError } from '../../errors/api-error.ts';
import { BackupError } from '../../errors/backup-error.ts';
import { LoginError, LookupError } from '../../errors/request-errors.ts';
import type { CloudId } from '../../model.ts';
import type { BackupRecord } from '../../services/service.ts';
import type { BackupOrder } from '../backup-order.ts';
import type { Instance } from '../find-instance.ts';
import {
  judgeEngine,
  judgeInstance,
  judgeName,
  judgeReplica,
  judgeState,
  type Verdict,
} from './preflight-verdicts.ts';

/** One thing that a preflight looked at. */
export interface Check {
  /** What was checked, in a few words. */
  readonly title: string;
  /** `not checked` is no failure. */
  readonly verdict: Verdict['verdict'];
  /** What was found, and what to change. */
  readonly text: string;
}

/** What came of one look. */
export type Finding<Value> = { readonly value: Value } | { readonly error: unknown };

export interface Findings {
  readonly order: BackupOrder;
  readonly cloud: CloudId | undefined;
  readonly reuseExisting: boolean;
  readonly login: Finding<void>;
  /** Whether its id was known before anything was asked. */
  readonly isProjectGiven: boolean;
  /** `undefined`: not looked for, because something before it failed. */
  readonly project: Finding<string> | undefined;
  readonly instance: Finding<Instance> | undefined;
  readonly records: Finding<readonly BackupRecord[]> | undefined;
}

const isLoginTrouble = (error: unknown) =>
  error instanceof LoginError || (error instanceof ApiError && error.kind === 'login');

const notChecked = (text: string): Verdict => ({ verdict: 'not checked', text });

function describeTrouble(error: unknown): string {
  if (!(error instanceof BackupError)) return String(error);
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}

/** The verdict on one finding; what was not looked for, or met a refused login, is no failure of its own. */
function judge<Value>(
  finding: Finding<Value> | undefined,
  describe: (value: Value) => Verdict | string,
): Verdict {
  if (finding === undefined) return notChecked('An earlier check failed.');
  if ('error' in finding) {
    if (isLoginTrouble(finding.error)) return notChecked('The login failed.');
    return { verdict: 'failed', text: describeTrouble(finding.error) };
  }
  const said = describe(finding.value);
  return typeof said === 'string' ? { verdict: 'passed', text: said } : said;
}

/** The verdict on what a finding tells besides; a finding that failed is judged once. */
const judgeFurther = <Value>(
  finding: Finding<Value> | undefined,
  describe: (value: Value) => Verdict | undefined,
): Verdict | undefined =>
  finding !== undefined && 'value' in finding
    ? describe(finding.value)
    : notChecked('An earlier check failed.');

/** Whether a call that needs the login was answered. */
const isAnswered = (finding: Finding<unknown> | undefined) =>
  finding !== undefined &&
  ('value' in finding ||
    (finding.error instanceof ApiError &&
      !['server', 'routing', 'throttled'].includes(finding.error.kind)));

function judgeLogin({ login, project, instance, records }: Findings): Verdict {
  const refused = [login, project, instance, records].find(
    (finding) => finding !== undefined && 'error' in finding && isLoginTrouble(finding.error),
  );
  if (refused !== undefined && 'error' in refused) {
    return { verdict: 'failed', text: describeTrouble(refused.error) };
  }
  if ('error' in login) return { verdict: 'failed', text: describeTrouble(login.error) };
  return isAnswered(instance) || isAnswered(records)
    ? { verdict: 'passed', text: 'The cloud accepts it.' }
    : notChecked('No call that needs it was answered.');
}

/** An id that was given proves itself only by a call in the project that was answered. */
function judgeProject({ project, isProjectGiven, instance, records }: Findings): Verdict {
  const isProven = [instance, records].some((finding) => finding && 'value' in finding);
  return judge(project, (id) =>
    isProjectGiven && !isProven ? notChecked(`${id}: no call in it was answered.`) : `${id}.`,
  );
}

/** An instance that is not found as it should be is told by the check of the instance alone. */
const findOwnTrouble = <Value>(finding: Finding<Value> | undefined) =>
  finding !== undefined && 'error' in finding && finding.error instanceof LookupError
    ? undefined
    : finding;

/** Every check, in the order in which a person would make them. */
export function listChecks(findings: Findings): readonly Check[] {
  const { order, cloud, instance } = findings;
  const records = findOwnTrouble(findings.records);
  const verdicts: readonly (readonly [string, Verdict | undefined])[] = [
    ['Login', judgeLogin(findings)],
    ['Project', judgeProject(findings)],
    ['Instance', judge(instance, (value) => judgeInstance(value, order))],
    ['State', judgeFurther(instance, judgeState)],
    ['Engine', judgeFurther(instance, (value) => judgeEngine(value, order, cloud))],
    ['Read replica', judgeFurther(instance, judgeReplica)],
    ['Right to list backups', judge(records, (list) => `${list.length} listed.`)],
    ['Name of the backup', judgeFurther(records, (list) => judgeName(list, findings))],
    ['Right to create backups', notChecked('No API tells it: the create call alone shows it.')],
    ['Quota of backups', notChecked('No API tells it.')],
  ];
  return verdicts.flatMap(([title, verdict]) => (verdict ? [{ title, ...verdict }] : []));
}
