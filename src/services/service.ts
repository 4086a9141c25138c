import type { ErrorCodes } from '../errors/kinds.ts';
import type { ApiCall } from '../http/api-call.ts';
import type { BackupEngine, BackupStatus, CloudId, Hosts, ServiceId } from '../model.ts';
import type { RestoreWay } from './restore/restore-way.ts';

/** What a create call is made of. */
export interface ServiceOrder {
  readonly projectId: string;
  /** The id that the service's create call wants; for RDS v1 the primary node's. */
  readonly instanceId: string;
  /** For the words of an error alone. */
  readonly instanceName?: string | undefined;
  readonly name: string;
  readonly description: string | undefined;
  readonly databases: readonly string[];
}

export interface CreatedBackup {
  readonly id: string;
  readonly jobId: string | undefined;
  readonly status: BackupStatus;
  readonly statusWord: string | undefined;
  /** UTC, like `2020-07-06T17:17:05Z`. */
  readonly beginTime: string | undefined;
}

export interface ServiceFilter {
  readonly projectId: string;
  readonly instanceId?: string | undefined;
  readonly backupId?: string | undefined;
  readonly type?: 'manual' | 'auto' | undefined;
  readonly offset?: number | undefined;
  /** At most 100. */
  readonly limit?: number | undefined;
}

/** A backup as its service lists it, in this library's terms. */
export interface BackupRecord {
  readonly id: string;
  readonly name: string | undefined;
  readonly instanceId: string | undefined;
  readonly status: BackupStatus;
  readonly statusWord: string | undefined;
  readonly type: string | undefined;
  /** UTC, like `2020-07-06T17:17:05Z`. */
  readonly beginTime: string | undefined;
  /** Whether the list gives that time with its zone; without one the clock that it stands for is not known. */
  readonly isBeginTimeZoned?: boolean;
  readonly endTime: string | undefined;
  /** 0 of a completed one is no size, but what a list shows before it has measured one. */
  readonly sizeMb: number | undefined;
  readonly description: string | undefined;
  readonly engine?: BackupEngine | undefined;
  readonly leastVolumeGb?: number | undefined;
}

export interface BackupPage {
  readonly backups: readonly BackupRecord[];
  readonly totalCount: number | undefined;
}

export interface Job {
  readonly status: 'running' | 'completed' | 'failed' | 'unknown';
  readonly percent: number | undefined;
  readonly failReason: string | undefined;
}

/** Engines in lower case, for the clouds where not every engine will do. */
export type EnginesByCloud = Readonly<Partial<Record<CloudId, readonly string[]>>>;

/** One API, as a value made of pure functions. Everything that differs between services stands here. */
export interface BackupService {
  readonly id: ServiceId;
  /** Other words that users may write for it. */
  readonly aliases: readonly string[];
  readonly title: string;
  /** What its users call their databases, and the words for it in lower case, letters and digits only. */
  readonly engineNames?: Readonly<Record<string, readonly string[]>>;
  readonly hosts: Hosts;
  /** The endings of its instances' ids; an id with another service's ending is suspicious. */
  readonly instanceSuffixes: readonly string[];
  /** An instance id as its pages show it. */
  readonly instanceExample: string;
  /** The engines that it backs up, in the clouds where it does not back up all of them. */
  readonly engines: EnginesByCloud;
  readonly takesDatabases: boolean;
  /** The engines of which single databases can be backed up. */
  readonly enginesOfDatabases?: EnginesByCloud;
  /** Whether a second backup of the same name is refused, as far as its pages tell. */
  readonly namesAreUnique: boolean;
  readonly needsDescription: boolean;
  /** The service that backs up the same instances through another API. */
  readonly instancesOf?: ServiceId;
  /** Whether its list call insists on an instance id. */
  readonly listNeedsInstance: boolean;
  /** `whole`: the list knows neither filters nor pages. */
  readonly listing: 'paged' | 'whole';
  /** What its error codes mean where they differ from, or add to, the common ones. */
  readonly errorCodes: ErrorCodes;
  createBackup(order: ServiceOrder): ApiCall<CreatedBackup>;
  listBackups(filter: ServiceFilter): ApiCall<BackupPage>;
  deleteBackup(projectId: string, backupId: string): ApiCall<undefined>;
  /** The caller picks: the filters of some lists are fuzzy. */
  listInstances(filter: InstanceFilter): ApiCall<InstancePage>;
  /** Whether its state in the list tells that a backup of it is being made; absent where no page says so. */
  readonly isBackingUp?: (instance: Pick<InstanceRecord, 'state'>) => boolean;
  /** Absent where the API gives no job that can be asked for. */
  readonly findJob?: (projectId: string, jobId: string) => ApiCall<Job>;
  readonly primaryNode?: PrimaryNodeLookup;
  /** Absent where nothing is known of it, or `instancesOf` names the service whose it is. */
  readonly restore?: RestoreWay;
}

/** A database instance as its service lists it. */
export interface InstanceRecord {
  readonly id: string;
  readonly name: string | undefined;
  /** The cloud's own word, and the tasks that run. */
  readonly state: string;
  /** Whether it takes an order now. */
  readonly isFree: boolean;
  /** Whether it is in a state that does not pass by itself. */
  readonly isStuck: boolean;
  /** Whether its service's pages list this state; of another one nothing can be told. */
  readonly isStateKnown: boolean;
  /** The engine's name in lower case, such as `cassandra`. */
  readonly engine: string | undefined;
  /** Whether it is a read replica of another instance; `undefined` where the list does not tell. */
  readonly isReplica: boolean | undefined;
  readonly nodeIds: readonly string[];
  readonly primaryNodeId: string | undefined;
  /** All that the list shows of it, its texts without secrets; read when it is called for. */
  readonly listed: () => unknown;
}

export interface InstancePage {
  readonly instances: readonly InstanceRecord[];
  readonly totalCount: number | undefined;
}

/** Which instances to list: those that may be the one with this id, those of this name, or a page of all. */
export interface InstanceFilter {
  readonly projectId: string;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly offset?: number | undefined;
  /** At most 100. */
  readonly limit?: number | undefined;
}

/** For an API that wants a node's id where its users know the instance's. */
interface PrimaryNodeLookup {
  /** Whether this id is an instance's, whose node the list of instances tells. */
  applies(instanceId: string): boolean;
}

/** The regions of Huawei Cloud in which the SDK lists both RDS and DDS; the other services are in fewer. */
export const HUAWEI_REGIONS: readonly string[] = (
  'af-south-1 af-north-1 ae-ad-1 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ' +
  'ap-southeast-5 cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-north-11 cn-north-12 cn-east-2 ' +
  'cn-east-3 cn-east-4 cn-east-5 cn-south-1 cn-south-2 cn-south-4 cn-southwest-2 cn-southwest-3 ' +
  'eu-west-0 la-north-2 la-south-2 me-east-1 my-kualalumpur-1 na-mexico-1 ru-moscow-1 ' +
  'ru-northwest-2 sa-brazil-1 tr-west-1'
).split(' ');
