import type { Backup, RestoredInstance } from '../../model.ts';
import type { RestorePlan } from '../../restore/restore-plan.ts';

/** What is known of a restore, as it goes on. */
export interface RestoreState {
  readonly sourceId: string | undefined;
  readonly backup: Backup | undefined;
  readonly plan: RestorePlan | undefined;
  /** As last seen. */
  readonly instance: RestoredInstance | undefined;
  /** The name of the new instance, as soon as it is known. */
  readonly instanceName: string | undefined;
  /** Ids that have the name, where they are not known to be this restore's. */
  readonly candidates: readonly string[];
  /** Whether an instance may exist that is not known to be this restore's. */
  readonly mayExist: boolean;
  readonly isDryRun: boolean;
  readonly isReady: boolean;
}

export interface RestoreReport {
  readonly state: RestoreState;
  update(changes: Partial<RestoreState>): void;
}

export function openRestoreReport(): RestoreReport {
  let state: RestoreState = {
    ...{ sourceId: undefined, backup: undefined, plan: undefined, instance: undefined },
    ...{
      instanceName: undefined,
      candidates: [],
      mayExist: false,
      isDryRun: false,
      isReady: false,
    },
  };
  return {
    get state() {
      return state;
    },
    update(changes) {
      state = { ...state, ...changes };
    },
  };
}

/** That it costs: said as soon as the cloud has named it. */
export const describeCost = ({ id, name }: RestoredInstance): string =>
  `Instance ${id} (${name}) costs from now on, until it is deleted; nothing here deletes it.`;

/** What comes next, a sentence each. */
export function listNextSteps({ instance, isReady, sourceId }: RestoreState): readonly string[] {
  if (instance === undefined) return [];
  const { id, name, privateIps, port } = instance;
  const address = `${privateIps.join(', ') || 'its address'}, port ${port ?? 'as the console shows it'}`;
  return [
    isReady
      ? `Look at its data: ${address}, with the new password, from inside its VPC.`
      : `Wait until the console shows ${name} as available, and look at its data.`,
    'Then point your application to it, or keep it as the proof of a drill.',
    `Delete the instance that you no longer need, by its own id. The new one is ${id}; the original, ${sourceId}, is as it was. A new instance makes a backup of itself first, and is not deleted meanwhile.`,
  ];
}
