import type { CloudId } from '../../model.ts';
import { getService } from '../../services/index.ts';
import type { BackupRecord, EnginesByCloud } from '../../services/service.ts';
import { type BackupOrder, findSuffixWarning } from '../backup-order.ts';
import { chooseName, findUsable } from '../create/find-own.ts';
import type { Instance } from '../find-instance.ts';
import { describeMissingNode, needsNode } from '../find-node.ts';

/** How a check came out. */
export interface Verdict {
  /** `not checked` is no failure: the API offers no way to look, or an earlier check failed. */
  readonly verdict: 'passed' | 'warning' | 'failed' | 'not checked';
  /** What was found, and what to change. */
  readonly text: string;
}

const passed = (text: string): Verdict => ({ verdict: 'passed', text });
const failed = (text: string): Verdict => ({ verdict: 'failed', text });
const warning = (text: string): Verdict => ({ verdict: 'warning', text });
const notChecked = (text: string): Verdict => ({ verdict: 'not checked', text });

/** Whether the id stands for an instance that this service can back up. */
export function judgeInstance(instance: Instance, { service, instanceId }: BackupOrder): Verdict {
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
  const suspicion = findSuffixWarning(service, instanceId);
  return suspicion === undefined ? passed(text) : warning(`${text} ${suspicion}`);
}

export function judgeState({ state, isFree, isStuck, isStateKnown }: Instance): Verdict {
  if (isFree) return passed(`It is ${state}.`);
  if (isStuck) return failed(`It is ${state}: no backup can be made before that is mended.`);
  return isStateKnown
    ? warning(`It is ${state}: the backup would wait until the instance is free.`)
    : warning(`It is ${state}, which no page lists: unknown whether a backup can be made now.`);
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

/** Whether this engine, or single databases of it, can be backed up in this cloud. */
export function judgeEngine(
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

/** `undefined` for a service whose list tells of none. */
export function judgeReplica({ isReplica }: Instance): Verdict | undefined {
  if (isReplica === undefined) return undefined;
  return isReplica
    ? failed(
        'It is a read replica, of which no backup can be made: give the id of its primary instance.',
      )
    : passed('It is none.');
}

export interface NameFacts {
  readonly order: BackupOrder;
  readonly reuseExisting: boolean;
}

/** Whether a new backup could have this name, or an existing one would be taken. */
export function judgeName(
  records: readonly BackupRecord[],
  { order, reuseExisting }: NameFacts,
): Verdict {
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
