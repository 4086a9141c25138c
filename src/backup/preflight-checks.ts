import { type Advice, advice, writeAdvice } from '../errors/advice.ts';
import { ApiError } from '../errors/api-error.ts';
import { BackupError } from '../errors/backup-error.ts';
import { LoginError, LookupError } from '../errors/request-errors.ts';
import type { CloudId } from '../model.ts';
import { getService } from '../services/index.ts';
import type { BackupRecord, EnginesByCloud } from '../services/service.ts';
import { chooseName, findUsable } from './create/find-own.ts';
import { describeMissingNode, findSuffixWarning, type Instance, needsNode } from './instances.ts';
import type { BackupOrder } from './order.ts';

/** What a check is about. */
export type CheckId =
  | 'login'
  | 'project'
  | 'instance'
  | 'state'
  | 'engine'
  | 'read-replica'
  | 'right-to-list'
  | 'name'
  | 'right-to-create'
  | 'quota';

/** How a check came out. `not checked` is no failure: the API offers no way to look, or an earlier check failed. */
export type Verdict = 'passed' | 'warning' | 'failed' | 'not checked';

const TITLES: Readonly<Record<CheckId, string>> = {
  login: 'Login',
  project: 'Project',
  instance: 'Instance',
  state: 'State',
  engine: 'Engine',
  'read-replica': 'Read replica',
  'right-to-list': 'Right to list backups',
  name: 'Name of the backup',
  'right-to-create': 'Right to create backups',
  quota: 'Quota of backups',
};

/** One thing that a preflight looked at. */
export interface Check {
  /** What was checked. */
  readonly id: CheckId;
  /** The same in a few words. */
  readonly title: string;
  /** How it came out. */
  readonly verdict: Verdict;
  /** What was found, and what to change. */
  readonly text: string;
  /** The same text in parts, the options that it names among them. */
  readonly advice: Advice;
}

interface Judgement {
  readonly verdict: Verdict;
  readonly advice: Advice;
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
  const judgements: readonly (readonly [CheckId, Judgement | undefined])[] = [
    ['login', judgeLogin(findings)],
    ['project', judgeProject(findings)],
    [
      'instance',
      withSuspicion(
        judge(instance, (value) => judgeInstance(value, order)),
        findings,
      ),
    ],
    ['state', judgeFurther(instance, judgeState)],
    ['engine', judgeFurther(instance, (value) => judgeEngine(value, order, cloud))],
    ['read-replica', judgeFurther(instance, judgeReplica)],
    ['right-to-list', judge(records, (list) => `${list.length} listed.`)],
    ['name', judgeFurther(records, (list) => judgeName(list, findings))],
    ['right-to-create', notChecked('No API tells it: the create call alone shows it.')],
    ['quota', notChecked('No API tells it.')],
  ];
  return judgements.flatMap(([id, judgement]) =>
    judgement ? [{ id, title: TITLES[id], text: writeAdvice(judgement.advice), ...judgement }] : [],
  );
}

const passed = (found: Advice): Judgement => ({ verdict: 'passed', advice: found });
const failed = (found: Advice): Judgement => ({ verdict: 'failed', advice: found });
const warning = (found: Advice): Judgement => ({ verdict: 'warning', advice: found });
const notChecked = (found: Advice): Judgement => ({ verdict: 'not checked', advice: found });

/** The verdict on one finding; what was not looked for, or met a refused login, is no failure of its own. */
function judge<Value>(
  finding: Finding<Value> | undefined,
  describe: (value: Value) => Judgement | string,
): Judgement {
  if (finding === undefined) return notChecked('An earlier check failed.');
  if ('error' in finding) {
    if (isLoginTrouble(finding.error)) return notChecked('The login failed.');
    return failed(describeTrouble(finding.error));
  }
  const said = describe(finding.value);
  return typeof said === 'string' ? passed(said) : said;
}

/** The verdict on what a finding tells besides; a finding that failed is judged once. */
const judgeFurther = <Value>(
  finding: Finding<Value> | undefined,
  describe: (value: Value) => Judgement | undefined,
): Judgement | undefined =>
  finding !== undefined && 'value' in finding
    ? describe(finding.value)
    : notChecked('An earlier check failed.');

const isLoginTrouble = (error: unknown) =>
  error instanceof LoginError || (error instanceof ApiError && error.kind === 'login');

function describeTrouble(error: unknown): Advice {
  if (!(error instanceof BackupError)) return String(error);
  return error.advice === undefined ? error.message : advice`${error.message} ${error.advice}`;
}

function judgeLogin({ login, project, instance, records }: Findings): Judgement {
  const refused = [login, project, instance, records].find(
    (finding) => finding !== undefined && 'error' in finding && isLoginTrouble(finding.error),
  );
  if (refused !== undefined && 'error' in refused) {
    return failed(describeTrouble(refused.error));
  }
  if ('error' in login) return failed(describeTrouble(login.error));
  return isAnswered(instance) || isAnswered(records)
    ? passed('The cloud accepts it.')
    : notChecked('No call that needs it was answered.');
}

/** Whether a call that needs the login was answered. */
const isAnswered = (finding: Finding<unknown> | undefined) =>
  finding !== undefined &&
  ('value' in finding ||
    (finding.error instanceof ApiError &&
      !['server', 'routing', 'throttled'].includes(finding.error.kind)));

/** An id that was given proves itself only by a call in the project that was answered. */
function judgeProject({ project, isProjectGiven, instance, records }: Findings): Judgement {
  const isProven = [instance, records].some((finding) => finding && 'value' in finding);
  return judge(project, (id) =>
    isProjectGiven && !isProven ? notChecked(`${id}: no call in it was answered.`) : `${id}.`,
  );
}

/** Whether the id stands for an instance that this service can back up. */
function judgeInstance(instance: Instance, { service, instanceId }: BackupOrder): Judgement {
  const { id, name, primaryNodeId } = instance;
  const text = `${id} is named ${name ?? 'nothing that its list tells'}.`;
  if (primaryNodeId !== undefined && ![id, primaryNodeId].includes(instanceId)) {
    const which = `give ${primaryNodeId}, or the instance’s id`;
    return failed(`${text} ${instanceId} is a node of it, but not the primary one: ${which}.`);
  }
  if (primaryNodeId === undefined && needsNode({ service, instanceId })) {
    const { message, hint } = describeMissingNode({ service, instanceId });
    return failed(advice`${text} ${message} ${hint}`);
  }
  return passed(text);
}

/** An id that ends like another service's is worth a word whatever came of the call, or without one. */
function withSuspicion(judgement: Judgement, { order, instance }: Findings): Judgement {
  const suspicion = findSuffixWarning(order.service, order.instanceId);
  // An instance that no list has is explained by it already.
  if (suspicion === undefined || isMissing(instance)) return judgement;
  const verdict = judgement.verdict === 'failed' ? 'failed' : 'warning';
  return { verdict, advice: advice`${judgement.advice} ${suspicion}` };
}

const isMissing = (finding: Finding<Instance> | undefined): boolean =>
  finding !== undefined &&
  'error' in finding &&
  finding.error instanceof LookupError &&
  finding.error.found.length === 0;

function judgeState({ state, isFree, isStuck, isStateKnown }: Instance): Judgement {
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
): Judgement {
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
function judgeReplica({ isReplica }: Instance): Judgement | undefined {
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
function judgeName(
  records: readonly BackupRecord[],
  { order, reuseExisting }: NameFacts,
): Judgement {
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
