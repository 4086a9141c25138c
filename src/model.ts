/**
 * The word that users write for a service. The page of each links the API pages of its calls.
 * @see https://github.com/OWNER/cloud-db-backup/tree/main/docs/services
 */
export type ServiceId = 'dds' | 'gaussdb' | 'geminidb' | 'rds' | 'rds-v1' | 'taurusdb';

/** A cloud: Open Telekom Cloud, Huawei Cloud, or Huawei Cloud’s European one. */
export type CloudId = 'otc' | 'huaweicloud' | 'huaweicloud-eu';

/** Where a service is offered: for each cloud its host prefixes, the usual one first, and their regions. */
export type Hosts = Readonly<Record<CloudId, Readonly<Record<string, readonly string[]>>>>;

/** The same words for every service; a cloud's word that no page lists is `UNKNOWN`. */
export type BackupStatus = 'BUILDING' | 'COMPLETED' | 'FAILED' | 'DELETING' | 'UNKNOWN';

/** One backup, in the same terms for every service and cloud. */
export interface Backup {
  /** The service that made it. */
  readonly service: ServiceId;
  /** The backup’s id, by which the console shows and restores it. */
  readonly id: string;
  /** The job that makes the backup; `undefined` where the API names none. */
  readonly jobId: string | undefined;
  /** Its name as asked for, or as the cloud lists it. */
  readonly name: string;
  /** The instance's id as the caller gave it. */
  readonly instanceId: string;
  /** What the cloud says of it, in the words of this library. */
  readonly status: BackupStatus;
  /** The cloud's own word behind `status`; `undefined` while none is known. */
  readonly statusWord: string | undefined;
  /** Whether only some databases of the instance are in it. */
  readonly partial: boolean;
  /** UTC, like `2020-07-06T17:17:05Z`. */
  readonly beginTime: string | undefined;
  /** UTC, like `2020-07-06T17:17:05Z`. */
  readonly endTime: string | undefined;
  /** Size in MB (1,024 KB), at most two decimals. */
  readonly sizeMb: number | undefined;
  /** The text that was given with it; `undefined` where there is none. */
  readonly description: string | undefined;
  /** `manual`, `auto` or the service's own word in lower case. */
  readonly type: string | undefined;
  /** `false` when an existing backup was returned instead of a new one. */
  readonly created: boolean;
  /**
   * When the cloud accepted it, by the `Date` of the create's answer: UTC. What began more than five minutes
   * before is another backup. Absent where that answer gave no time, and of one that was found in a list.
   */
  readonly acceptedAt?: string | undefined;
  /** Whether the cloud has shown it in a list; right after the create it need not have. */
  readonly wasListed: boolean;
  /** What it is a backup of, in the list's words; absent before it was listed. */
  readonly engine?: BackupEngine | undefined;
  /** The least disk, in GB (1,024 MB), of an instance that is made from it; only Huawei Cloud's RDS shows it. */
  readonly leastVolumeGb?: number | undefined;
}

/** A database engine, such as `PostgreSQL` `16`. */
export interface BackupEngine {
  /** Its name. */
  readonly type: string;
  /** `undefined` where the list shows none. */
  readonly version: string | undefined;
}

/** An instance that was made from a backup. */
export interface RestoredInstance {
  /** The service that it belongs to. */
  readonly service: ServiceId;
  /** Its id. */
  readonly id: string;
  /** Its name, by which it is found in the list. */
  readonly name: string;
  /** The cloud's own word for its state. */
  readonly status: string;
  /** Its private addresses, without those of nodes; empty while it is made. */
  readonly privateIps: readonly string[];
  /** The TCP port of the database; `undefined` while no list has shown it. */
  readonly port: number | undefined;
  /** The job that makes it; `undefined` where the answer was lost. */
  readonly jobId: string | undefined;
  /** Whether this call has made it. */
  readonly created: boolean;
  /** The backup that it is made from. */
  readonly backupId: string;
  /** The instance that the backup is of. */
  readonly sourceInstanceId: string;
}
