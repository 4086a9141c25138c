import type { Account } from './account.ts';
import type { Cloud } from './cloud.ts';
import type { Fault } from './fault.ts';
import type { PlantedBackup } from './plant-backup.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { SimulatedBackup } from './simulated-backup.ts';
import type { InstancePatch, SimulatedInstance } from './simulated-instance.ts';

/** A running simulator. */
export interface Simulator {
  /** The cloud that it simulates. */
  readonly cloud: Cloud;
  /** Base URLs by service id. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** IAM’s base URL. */
  readonly iamEndpoint: string;
  /** The base URL of Huawei Cloud's STS v5. */
  readonly stsEndpoint: string;
  /** The one account that can log in. */
  readonly account: Account;
  /** Every service’s instances, as they stand now. */
  readonly instances: readonly SimulatedInstance[];
  /** Every request read so far. */
  readonly requests: readonly RecordedRequest[];
  /** The backups that exist now, whether lists show them already or not. */
  readonly backups: readonly SimulatedBackup[];
  /** The ids of all backups there ever were, of those that are gone too. */
  readonly everyBackupId: readonly string[];
  /** How many signatures, passwords and id tokens were refused. */
  readonly refusedLogins: number;
  /** Refuses every token there is, as after a change of the password. */
  readonly revokeTokens: () => void;
  /** Adds a backup somebody else, or the cloud by itself, has made. @throws Error when its instance is not there */
  readonly plantBackup: (planted: PlantedBackup) => SimulatedBackup;
  /** Changes an instance. @throws Error when there is none of this id */
  readonly setInstance: (id: string, patch: InstancePatch) => void;
  /** Plants a fault for requests to come. */
  readonly inject: (fault: Fault) => void;
  /** Takes back every fault that has not met a request. */
  readonly clearFaults: () => void;
  /** Called when a request has fully arrived, before it is handled; answers how to stop that. */
  readonly onRequest: (listener: (request: RecordedRequest) => void) => () => void;
  /** Called when an answer has been sent whole; answers how to stop that. */
  readonly onResponse: (listener: (request: RecordedRequest) => void) => () => void;
  /** Closes the listeners and every connection at once. */
  readonly stop: () => Promise<void>;
}
