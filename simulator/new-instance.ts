import { checkInstanceFree, cloudId, uuid } from './backups.ts';
import { Refusal } from './errors.ts';
import { findInstance, statusOf } from './instance-list.ts';
import { beginJob } from './jobs.ts';
import { type Call, documentedRoute, type Route } from './route.ts';
import { nodeIdOf } from './seed.ts';
import type { SimulatedInstance } from './state.ts';
import { type Answer, jsonAnswer } from './wire.ts';

/** What a call settles of an instance that is made from a backup. */
export interface NewInstance {
  readonly name: string;
  /** The instance that the backup is of, which need not exist. */
  readonly originalId: string;
  readonly isFlat: boolean | undefined;
  readonly status: 201 | 202 | undefined;
}

/** The name of the job that makes an instance. */
export const INSTANCE_JOB = 'CreateInstance';

/** Makes an instance like the original; once it is there, it is backed up, as the manuals say. */
export function makeInstance(
  call: Call,
  { name, originalId, isFlat, status }: NewInstance,
): Answer {
  const { state, service, nowMs } = call;
  const { restoreMs, backupMs } = state.settings;
  const until = nowMs + restoreMs;
  const original = [...state.instances, ...state.deletedInstances].find(
    ({ id }) => id === originalId,
  );
  if (original === undefined) throw new Refusal('instanceMissing', originalId);
  const id = cloudId(state, 'instance', original.id.slice(32));
  const making = { until, word: isFlat ? 'creating' : 'BUILD' };
  const ready = isFlat ? 'normal' : 'ACTIVE';
  const made: SimulatedInstance = {
    ...original,
    ...{ id, name, status: ready, making, network: `192.168.${1 + state.instances.length}` },
    nodes: original.nodes.map((node, at) => ({ ...node, id: nodeIdOf(id, at), status: ready })),
  };
  state.instances.push(made);
  state.backups.push({
    ...{
      service: service.id,
      host: service.host,
      id: cloudId(state, 'backup', `br${id.slice(-2)}`),
    },
    ...{ instanceId: id, name: `${name}-automated`, description: undefined, type: 'auto' },
    ...{ databases: [], beganAt: until, endsAt: until + backupMs, visibleFrom: until },
    ...{ jobId: undefined, sizeKb: 2_870_272, behaviour: {} },
    ...{ deletingFrom: undefined, goneFrom: undefined },
  });
  const jobId = uuid(state, 'job');
  beginJob(call, { id: jobId, name: INSTANCE_JOB, instance: made, endsAt: until });
  const shown = { id, name, status: making.word };
  const job = { job_id: jobId };
  return jsonAnswer(status ?? 202, isFlat ? { ...shown, ...job } : { instance: shown, ...job });
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
  state.deletedInstances.push(...state.instances.splice(state.instances.indexOf(instance), 1));
  for (const backup of state.backups) {
    if (backup.instanceId === instance.id && backup.type === 'auto') backup.goneFrom = nowMs;
  }
  return jsonAnswer(status, { job_id: uuid(state, 'job') });
}
