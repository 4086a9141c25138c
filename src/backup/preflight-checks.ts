import { ApiError } from '../errors/api-error.ts';
import { BackupError } from '../errors/backup-error.ts';
import { LoginError, LookupError } from '../errors/request-errors.ts';
import type { CloudId } from '../model.ts';
import { getService } from '../services/index.ts';
import type { BackupRecord, EnginesByCloud } from '../services/service.ts';
import { chooseName, findUsable } from './create/find-own.ts';
import { describeMissingNode, findSuffixWarning, type Instance, needsNode } from './instances.ts';
import type { BackupOrder } from './order.ts';

/** How a check came out. */
export interface Verdict {
  /** `not checked` is no failure: the API offers no way to look, or an earlier check failed. */
  readonly verdict: 'passed' | 'warning' | 'failed' | 'not checked';
  /** What was found, and what to change. */
  readonly text: string;
}

/** One thing that a preflight looked at. */
export interface Check {
  /** What was checked, in a few words. */
  readonly title: string;
  /** `not checked` is no failure. */
  readonly verdict: Verdict['verdict'];
  /** What was found, and what to change. */
  readonly text: string;
}

/** What came of one call. */
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

/** Every check, in the order in which a person would make them. */
export function listChecks(findings: Findings): readonly Check[] {
  const { order, cloud, instance } = findings;
  const records = ownTrouble(findings.records);
  const verdicts: readonly (readonly [string, Verdict | undefined])[] = [
    ['Login', judgeLogin(findings)],
    ['Project', judgeProject(findings)],
    [
      'Instance',
      withSuspicion(
        judge(instance, (value) => judgeInstance(value, order)),
        order,
      ),
    ],
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

const passed = (text: string): Verdict => ({ verdict: 'passed', text });
const failed = (text: string): Verdict => ({ verdict: 'failed', text });
const warning = (text: string): Verdict => ({ verdict: 'warning', text });
const notChecked = (text: string): Verdict => ({ verdict: 'not checked', text });

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

const isLoginTrouble = (error: unknown) =>
  error instanceof LoginError || (error instanceof ApiError && error.kind === 'login');

function describeTrouble(error: unknown): string {
  if (!(error instanceof BackupError)) return String(error);
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}

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

/** Whether a call that needs the login was answered. */
const isAnswered = (finding: Finding<unknown> | undefined) =>
  finding !== undefined &&
  ('value' in finding ||
    (finding.error instanceof ApiError &&
      !['server', 'routing', 'throttled'].includes(finding.error.kind)));

/** An id that was given proves itself only by a call in the project that was answered. */
function judgeProject({ project, isProjectGiven, instance, records }: Findings): Verdict {
  const isProven = [instance, records].some((finding) => finding && 'value' in finding);
  return judge(project, (id) =>
    isProjectGiven && !isProven ? notChecked(`${id}: no call in it was answered.`) : `${id}.`,
  );
}

/** Whether the id stands for an instance that this service can back up. */
function judgeInstance(instance: Instance, { service, instanceId }: BackupOrder): Verdict {
  const { id, name, primaryNodeId } = instance;
  const text = `${id} is named ${name ?? 'nothing that its list tells'}.`;
  if (primaryNodeId !== undefined && ![id, primaryNodeId].includes(instanceId)) {
    const advice = `give ${primaryNodeId}, or the instance’s id`;
    return failed(`${text} ${instanceId} is a node of it, but not the primary one: ${advice}.`);
  }
  if (primaryNodeId === undefined && needsNode({ service, instanceId })) {
    const { message, hint } = describeMissingNode({ service, instanceId });
    return failed(`${text} ${message} ${hint}`);
  }
  return passed(text);
}

/** An id that ends like another service's is worth a word whatever came of the call, or without one. */
function withSuspicion({ verdict, text }: Verdict, { service, instanceId }: BackupOrder): Verdict {
  const suspicion = findSuffixWarning(service, instanceId);
  if (suspicion === undefined || text.includes(suspicion)) return { verdict, text };
  return { verdict: verdict === 'failed' ? 'failed' : 'warning', text: `${text} ${suspicion}` };
}

function judgeState({ state, isFree, isStuck, isStateKnown }: Instance): Verdict {
  if (isFree) return passed(`It is ${state}.`);
  if (isStuck) return failed(`It is ${state}: no backup can be made until that is fixed.`);
  return isStateKnown
    ? warning(`It is ${state}: the backup would wait until the instance is free.`)
    : warning(`It is ${state}, which no page lists: unknown whether a backup can be made now.`);
}

/** Whether this engine, or single databases of it, can be backed up in this cloud. */
function judgeEngine(
  { engine }: Instance,
  { service, databases = [] }: BackupOrder,
  cloud: CloudId | undefined,
): Verdict {
  const { title, engines, enginesOfDatabases = {} } = getService(service);
  if (engine === undefined) return notChecked('The list of instances does not tell it.');
  const whole = judgeAgainst(engines, engine, cloud, `${title} backs up`);
  if (databases.length === 0 || whole.verdict === 'failed') return whole;
  return judgeAgainst(enginesOfDatabases, engine, cloud, `${title} backs up single databases of`);
}

function judgeAgainst(
  engines: EnginesByCloud,
  engine: string,
  cloud: CloudId | undefined,
  what: string,
) {
  if (Object.keys(engines).length === 0) return passed(`${engine}.`);
  if (cloud === undefined) return notChecked(`${engine}: it is not known which cloud this is.`);
  const list = engines[cloud];
  // Pages write `cassandra`, and answers have been seen that say `GeminiDB-Cassandra`.
  const fits = list === undefined || list.some((word) => engine.includes(word));
  if (fits) return passed(`${engine}.`);
  return failed(`${engine}: ${what} ${list.join(' or ')} only in this cloud.`);
}

/** `undefined` for a service whose list tells of none. */
function judgeReplica({ isReplica }: Instance): Verdict | undefined {
  if (isReplica === undefined) return undefined;
  return isReplica
    ? failed(
        'It is a read replica, of which no backup can be made: give the id of its primary instance.',
      )
    : passed('It is not a read replica.');
}

export interface NameFacts {
  readonly order: BackupOrder;
  readonly reuseExisting: boolean;
}

/** Whether a new backup could have this name, or an existing one would be taken. */
function judgeName(records: readonly BackupRecord[], { order, reuseExisting }: NameFacts): Verdict {
  const { service, name } = order;
  const { title, namesAreUnique, listNeedsInstance } = getService(service);
  const same = records.filter((record) => record.name === name);
  const where = listNeedsInstance ? ' on this instance (other instances can’t be looked at)' : '';
  const usable = reuseExisting ? findUsable(order, records) : undefined;
  if (usable !== undefined) {
    const { id, name: own = name } = usable;
    return passed(`${own} is backup ${id}, which would be taken instead of a new one.`);
  }
  const next = reuseExisting ? chooseName(order, records) : name;
  if (next !== name) return passed(`${name} is a failed backup’s: the next name is ${next}.`);
  const [first] = same;
  if (first === undefined) return passed(`${name} is free${where}.`);
  const taken = `${name} is the name of backup ${first.id} (${first.status}) already`;
  return namesAreUnique
    ? failed(`${taken}, and ${title} takes a name once: write another, or leave it out.`)
    : warning(`${taken}: whether ${title} takes a name twice is documented nowhere.`);
}

/** An instance that is not found as it should be is told by the check of the instance alone. */
const ownTrouble = <Value>(finding: Finding<Value> | undefined) =>
  finding !== undefined && 'error' in finding && finding.error instanceof LookupError
    ? undefined
    : finding;
