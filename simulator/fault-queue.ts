import type { AnswerFault, BackupFault, Fault, FaultTarget } from './fault.ts';
import type { Operation } from './operation.ts';

/** What is known of a request when a fault may meet it. */
export interface FaultScene {
  readonly services: readonly string[];
  readonly operation?: Operation;
}

/** The faults still to come, in the order they were injected. */
export interface FaultQueue {
  readonly inject: (fault: Fault) => void;
  readonly clear: () => void;
  /** At most one fault for the answer. */
  readonly takeAnswerFault: (scene: FaultScene) => AnswerFault | undefined;
  /** Every fault for a backup about to be created. */
  readonly takeBackupFaults: (scene: FaultScene) => readonly BackupFault[];
  /** A refusal for a connection of which nothing but the host is known. */
  readonly takeRefusal: (scene: FaultScene) => boolean;
}

interface Pending {
  readonly fault: Fault;
  skip: number;
  times: number;
}

/** A queue of its own for each simulator. */
export function faultQueue(): FaultQueue {
  let pending: Pending[] = [];

  function* meeting(scene: FaultScene, wanted: (fault: Fault) => boolean): Generator<Fault> {
    for (const entry of pending) {
      if (!wanted(entry.fault) || !meets(entry.fault, scene)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
      } else if (entry.times > 0) {
        entry.times -= 1;
        yield entry.fault;
      }
    }
  }

  return {
    inject: (fault) => {
      pending.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
    },
    clear: () => {
      pending = [];
    },
    takeAnswerFault: (scene) => {
      for (const fault of meeting(scene, isRequestFault)) {
        if (!isBackupFault(fault)) return fault;
      }
      return undefined;
    },
    takeBackupFaults: (scene) => {
      if (scene.operation !== 'create') return [];
      return [...meeting(scene, isBackupFault)].filter(isBackupFault);
    },
    takeRefusal: (scene) => meeting(scene, isConnectionFault).next().done !== true,
  };
}

function meets(target: FaultTarget, scene: FaultScene): boolean {
  const service = target.service === undefined || scene.services.includes(target.service);
  return service && (target.operation ?? scene.operation) === scene.operation;
}

function isConnectionFault(fault: Fault): boolean {
  return fault.name === 'refuse' && fault.operation === undefined;
}

function isRequestFault(fault: Fault): boolean {
  return !isBackupFault(fault) && !isConnectionFault(fault);
}

function isBackupFault(fault: Fault): fault is FaultTarget & BackupFault {
  const names = ['backup-fails', 'unknown-status', 'being-deleted', 'available', 'vanishes'];
  return names.includes(fault.name);
}
