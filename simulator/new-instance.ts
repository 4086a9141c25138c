import { checkInstanceFree, cloudId, uuid } from './backups.ts';
import { Refusal } from './errors.ts';
import { findInstance, statusOf } from './instance-list.ts';
import { beginJob } from './jobs.ts';
import { type Call, documentedRoute, type Route } from './route.ts';
import { nodeIdOf } from './seed.ts';
import type { InstanceDetails, SimulatedInstance, State } from './state.ts';
import { type Answer, jsonAnswer } from './wire.ts';

/** What a call settles of an instance that is made from a backup. */
export interface NewInstance {
  readonly name: string;
  readonly backupId: string;
  /** The instance that the backup is of, which need not exist. */
  readonly originalId: string;
  /** In what it differs from the original; the same unless told. */
  readonly details: InstanceDetails | undefined;
  readonly isFlat: boolean | undefined;
  readonly status: 201 | 202 | undefined;
}

/** An instance that was made from a backup, at the moment a test looks. */
export interface RestoredInstance {
  /** Its id. */
  readonly id: string;
  /** Its name; several instances may have the same. */
  readonly name: string;
  /** The backup that it was made from. */
  readonly backupId: string;
  /** The instance that the backup is of. */
  readonly originalId: string;
  /** How far it is; a deleted one is gone. */
  readonly state: 'making' | 'ready' | 'failed' | 'gone';
  /** For how many milliseconds it has cost so far: from the call to its end, a failed one too. */
  readonly paidMs: number;
}

/** The name of the job that makes an instance. */
export const INSTANCE_JOB = 'CreateInstance';

const FAILED = 'FAILED';

/** Makes an instance like the original; once it is there, it is backed up, as the manuals say. */
export function makeInstance(call: Call, wanted: NewInstance): Answer {
  const { state, nowMs, behaviour } = call;
  const { name, originalId, backupId, isFlat, status } = wanted;
  const { restoreMs, instanceLagMs } = state.settings;
  const clientToken = readClientToken(call);
  const known = findByToken(state, clientToken);
  if (known !== undefined) return acceptedAnswer(call, known, wanted);
  const original = [...state.instances, ...state.deletedInstances].find(
    ({ id }) => id === originalId,
  );
  if (original === undefined) throw new Refusal('instanceMissing', originalId);
  const id = cloudId(state, 'instance', original.id.slice(32));
  const until = nowMs + restoreMs;
  const ready = behaviour.failReason === undefined ? (isFlat ? 'normal' : 'ACTIVE') : FAILED;
  const making = {
    ...{ backupId, originalId, clientToken, beganAt: nowMs, visibleFrom: nowMs + instanceLagMs },
    ...{ until, word: isFlat ? 'creating' : 'BUILD' },
  };
  // The original may be deleted by now, and have been restored itself.
  const { deletedAt: _, making: __, ...like } = original;
  const made: SimulatedInstance = {
    ...like,
    ...{ id, name, status: ready, making, network: `192.168.${1 + state.instances.length}` },
    ...(wanted.details && { details: wanted.details }),
    ...(behaviour.goneAfterMs !== undefined && { deletedAt: nowMs + behaviour.goneAfterMs }),
    nodes: original.nodes.map((node, at) => ({ ...node, id: nodeIdOf(id, at), status: ready })),
  };
  state.instances.push(made);
  if (ready !== FAILED) backUp(call, made, until);
  const answer = acceptedAnswer(call, made, { isFlat, status });
  beginJob(call, { id: jobIdOf(answer), name: INSTANCE_JOB, instance: made, endsAt: until });
  return answer;
}

const jobIdOf = ({ body }: Answer): string => JSON.parse(body).job_id;

/** Huawei Cloud's create page has the header, and refuses what is no UUID. */
function readClientToken({ request, state }: Call): string | undefined {
  const token = request.headers['x-client-token'];
  if (token === undefined || state.settings.cloud === 'otc') return undefined;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(token)) return token;
  throw new Refusal({ status: 400, code: 'DBS.280497', message: 'Invalid client token.' });
}

function findByToken({ instances, settings }: State, token: string | undefined) {
  if (token === undefined || !settings.clientTokens) return undefined;
  return instances.find(({ making }) => making?.clientToken === token);
}

function acceptedAnswer(
  { state }: Call,
  { id, name, making }: SimulatedInstance,
  { isFlat, status }: Pick<NewInstance, 'isFlat' | 'status'>,
): Answer {
  const shown = { id, name, status: making?.word };
  const known = state.jobs.find(({ instance }) => instance.id === id);
  const job = { job_id: known?.id ?? uuid(state, 'job') };
  return jsonAnswer(status ?? 202, isFlat ? { ...shown, ...job } : { instance: shown, ...job });
}

/** The first backup of its own. */
function backUp({ state, service }: Call, made: SimulatedInstance, beganAt: number): void {
  const { id, name, deletedAt } = made;
  state.backups.push({
    ...{
      service: service.id,
      host: service.host,
      id: cloudId(state, 'backup', `br${id.slice(-2)}`),
    },
    ...{ instanceId: id, name: `${name}-automated`, description: undefined, type: 'auto' },
    ...{ databases: [], beganAt, endsAt: beganAt + state.settings.backupMs, visibleFrom: beganAt },
    ...{ jobId: undefined, sizeKb: 2_870_272, behaviour: {} },
    ...{ deletingFrom: undefined, goneFrom: deletedAt },
  });
}

/** Every instance that was ever made from a backup, as it stands now. */
export function restoredInstances({
  instances,
  deletedInstances,
  settings,
}: State): readonly RestoredInstance[] {
  const nowMs = settings.now();
  return [...deletedInstances, ...instances]
    .flatMap(({ id, name, status, making, deletedAt = Number.POSITIVE_INFINITY }) => {
      if (making === undefined) return [];
      const { backupId, originalId, beganAt, until } = making;
      const made = nowMs < until ? 'making' : status === FAILED ? 'failed' : 'ready';
      const state = nowMs >= deletedAt ? 'gone' : made;
      const paidMs = Math.min(nowMs, deletedAt) - beganAt;
      return [{ shown: { id, name, backupId, originalId, state, paidMs } as const, beganAt }];
    })
    .sort((one, other) => one.beganAt - other.beganAt)
    .map(({ shown }) => shown);
}

/** Takes an instance out of the lists; its manual backups stay, the automated ones go with it. */
export function removeInstance(state: State, id: string): void {
  const at = state.instances.findIndex((instance) => instance.id === id);
  const nowMs = state.settings.now();
  const gone = state.instances.splice(at, at < 0 ? 0 : 1);
  state.deletedInstances.push(...gone.map((one) => ({ ...one, deletedAt: nowMs })));
  for (const backup of state.backups) {
    if (backup.instanceId === id && backup.type === 'auto') backup.goneFrom = nowMs;
  }
}

/** The call that deletes an instance; its manual backups stay, the automated ones go with it. */
export const deleteInstanceRoute = (status: 200 | 202 = 202): Route =>
  documentedRoute('delete-instance', 'DELETE /v3/{project_id}/instances/{instance_id}', (call) =>
    deleteInstance(call, status),
  );

function deleteInstance(call: Call, status: 200 | 202): Answer {
  const { state, nowMs } = call;
  const instance = findInstance(call, call.params['instance_id'] ?? '');
  // A failed one can be deleted; one that works can't, not even on the backup of itself.
  if (!/fail/i.test(statusOf(instance, nowMs))) checkInstanceFree(call, instance);
  removeInstance(state, instance.id);
  return jsonAnswer(status, { job_id: uuid(state, 'job') });
}
