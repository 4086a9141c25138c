import { explainAbort, startDeadline } from '../backup/deadline.ts';
import { findSuffixWarning, listMeant } from '../backup/instances.ts';
import {
  InputError,
  LookupError,
  type Problem,
  UnsupportedError,
} from '../errors/request-errors.ts';
import { UNRESTORED } from '../errors/restore-errors.ts';
import { buildUrl } from '../http/send.ts';
import type { Backup } from '../model.ts';
import { getService } from '../services/index.ts';
import type { InstanceMaker } from '../services/new-instance/instance-maker.ts';
import { findInstanceMaker } from '../services/new-instance/makers.ts';
import type { Session } from '../session.ts';
import { describeRequest } from './describe-restores.ts';
import {
  type FilledRequest,
  type Filling,
  fillRequest,
  type RestoreChange,
  type RestoreFill,
} from './fill.ts';
import { type FoundInstance, lookUpInstances } from './instance-lookup.ts';
import { type PrintedRequest, printBody, type RestoreField } from './restore-guide.ts';

/** What a new instance is to be, and how long finding that out may take. */
export interface RestorePlanOptions {
  /** Its name, which no instance may have. Default: the original's with "restored" and random digits. */
  readonly name?: string | undefined;
  /** The password of its administrator: 8 to 32 characters of three kinds. */
  readonly password?: string | undefined;
  /** Fields that are open, and those that it has otherwise than the original, by their paths. */
  readonly fill?: RestoreFill | undefined;
  /** Cancels. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from now. */
  readonly timeoutMs?: number | undefined;
}

/** What a restore would send, and what is still open. */
export interface RestorePlan {
  /** The name of the new instance. */
  readonly name: string;
  /** The request; in the place of the password, and of each open field, stands a mark. */
  readonly request: PrintedRequest;
  /** What is still to fill in; without any, `restoreBackup` sends the request. */
  readonly openFields: readonly RestoreField[];
  /** What the new instance has otherwise than the original because `fill` says so. */
  readonly changes: readonly RestoreChange[];
  /** What else will differ from the original, and what to know: a sentence each. */
  readonly notes: readonly string[];
  /** Ids of instances that have the name: with any of them a restore is refused. */
  readonly namesakes: readonly string[];
}

/** Everything that is known before the call. */
export interface PreparedRestore extends FilledRequest {
  readonly maker: InstanceMaker;
  readonly projectId: string;
  /** Whether the name was drawn here, so that nothing else makes it up. */
  readonly isNameDrawn: boolean;
}

/** @throws UnsupportedError */
function findMaker({ cloud }: Session, { service, status }: Backup) {
  const maker = findInstanceMaker(service);
  const { restore, title } = getService(service);
  if (maker === undefined || restore === undefined) {
    throw new UnsupportedError(`Backups of ${title} are not restored from here.`, {
      hint: 'Send the request that describeRestore prints, or restore it in the console.',
    });
  }
  if (status !== 'COMPLETED') {
    throw new UnsupportedError('Only a completed backup can be restored.', {
      hint: 'Wait until the backup is completed.',
    });
  }
  if (cloud === undefined) {
    throw new UnsupportedError(
      'The clouds’ requests differ, and it is not known which cloud this is.',
      {
        hint: 'Give the option cloud.',
      },
    );
  }
  return { maker, restore, cloud };
}

/** @throws InputError: a program in JavaScript can give anything */
function readFilling({ name, password, fill = {} }: RestorePlanOptions): Filling {
  const given = { name, password };
  const problems = Object.entries(given).flatMap(([input, value]) =>
    value === undefined || typeof value === 'string' ? [] : [{ input, problem: 'must be a text' }],
  );
  if (typeof fill !== 'object' || fill === null || Array.isArray(fill)) {
    problems.push({ input: 'fill', problem: 'must be an object with a value for each field' });
  }
  if (problems.length > 0) throw new InputError(problems);
  return { name, password, fill };
}

/** The original as its list shows it. @throws LookupError, or what kept the list from being read */
async function findSource(
  session: Session,
  backup: Backup,
  limits: { readonly projectId: string; readonly signal: AbortSignal },
): Promise<FoundInstance> {
  const { service, instanceId } = backup;
  const find = await lookUpInstances(session, service, [backup], { ...limits, isOnce: false });
  const found = find(instanceId);
  if ('whyUnknown' in found) {
    throw found.cause ?? new LookupError(found.whyUnknown, [], 'Run this again.');
  }
  if (found.isUnlisted) {
    throw new UnsupportedError(
      `Instance ${instanceId} is one that the list of instances leaves out, and so would be the new one.`,
      {
        hint: 'Send the request that describeRestore prints, or restore it in the console.',
      },
    );
  }
  return found;
}

/** Reads what the list shows of the original, and fills in the request. @throws InputError, UnsupportedError, LookupError */
export async function prepareRestore(
  session: Session,
  backup: Backup,
  options: RestorePlanOptions,
  signal: AbortSignal,
): Promise<PreparedRestore> {
  const { maker, restore, cloud } = findMaker(session, backup);
  const filling = readFilling(options);
  const suspicion = findSuffixWarning(backup.service, backup.instanceId);
  if (suspicion !== undefined) session.log.warning(suspicion);
  if (filling.password !== undefined) session.log.secret(filling.password);
  await session.prepareLogin(signal);
  const projectId = await session.findProjectId(signal);
  const found = await findSource(session, backup, { projectId, signal });
  const described = describeRequest(session, backup, { restore, cloud, found });
  if (typeof described === 'string') {
    throw new UnsupportedError(described, { hint: `The console’s way: ${restore.console}.` });
  }
  const place = { cloud, region: session.region, instanceId: found.id };
  const filled = fillRequest(described, filling, { maker, rules: maker.listRules(place) });
  return { ...filled, maker, projectId, isNameDrawn: filling.name === undefined };
}

/** What is still open, as problems. */
export const listMissing = ({ described }: FilledRequest): readonly Problem[] =>
  printBody(described).openFields.map(({ field, reason, allowed }) => {
    const input = field === 'password' ? field : `fill.${field}`;
    return { input, problem: `is needed. ${reason} It takes ${allowed}` };
  });

/** @throws InputError with all of them */
export function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(problems, 'no instance was asked for');
}

/** Ids of the instances that have the name. */
export async function findNamesakes(
  session: Session,
  { service }: Backup,
  name: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return (await listMeant(session, { service, name }, signal)).map(({ id }) => id);
}

/** What a restore would send, and what is still open; it reads two lists, and sends nothing else. */
export async function planRestore(
  session: Session,
  backup: Backup,
  options: RestorePlanOptions,
): Promise<RestorePlan> {
  const { clock } = session;
  const deadline = startDeadline(clock, options.signal, options.timeoutMs, UNRESTORED);
  try {
    const prepared = await prepareRestore(session, backup, options, deadline.signal);
    const { name, described, changes, problems } = prepared;
    if (problems.length > 0) refuseProblems([...problems, ...listMissing(prepared)]);
    const isGiven = options.password !== undefined;
    const shown = {
      ...described,
      fields: { ...described.fields, ...(isGiven && { password: '<PASSWORD>' }) },
    };
    const { body, openFields } = printBody(shown);
    const url = buildUrl(session.addressOf(backup.service), described.path).href;
    const namesakes = await findNamesakes(session, backup, name, deadline.signal);
    const request = { method: 'POST', url, body } as const;
    return { name, request, openFields, changes, notes: described.notes, namesakes };
  } catch (error) {
    throw explainAbort(error, deadline);
  } finally {
    deadline.dispose();
  }
}
