import type { BackupRecord } from './backup-record.ts';
import { cloudId } from './cloud-id.ts';
import type { World } from './world.ts';

/** What a test says of a backup it plants; the instance is all it must say. */
export interface PlantedBackup {
  /** The instance that it is of. */
  readonly instanceId: string;
  /** The service that made it; the instance’s unless told. */
  readonly service?: string;
  /** Made up unless told. */
  readonly id?: string;
  /** Made up of type and id unless told. */
  readonly name?: string;
  /** None unless told. */
  readonly description?: string;
  /** `auto` unless told. */
  readonly type?: 'manual' | 'auto';
  /** Epoch ms; two hours ago unless told. */
  readonly beganAt?: number;
  /** Epoch ms; an hour after it began unless told. */
  readonly endsAt?: number;
  /** Its size in KB (1,024 bytes). */
  readonly sizeKb?: number;
  /** Makes it a failed one. */
  readonly failReason?: string;
  /** The job that has made it; none unless told. */
  readonly jobId?: string;
}

/** Adds a backup to the world; unless told, an automated one that was finished an hour ago. */
export function plantBackup(world: World, planted: PlantedBackup): BackupRecord {
  const instance = world.instances.find(({ id }) => id === planted.instanceId);
  if (instance === undefined) throw new Error(`no instance ${planted.instanceId}`);
  const { type = 'auto', failReason, jobId } = planted;
  const beganAt = planted.beganAt ?? world.settings.now() - 2 * 3_600_000;
  const id = planted.id ?? cloudId(`br${instance.id.slice(-2)}`);
  const record: BackupRecord = {
    service: planted.service ?? instance.service,
    host: instance.host,
    id,
    instanceId: instance.id,
    name: planted.name ?? `${type}-${id.slice(0, 8)}`,
    description: planted.description,
    type,
    databases: [],
    beganAt,
    endsAt: planted.endsAt ?? beganAt + 3_600_000,
    visibleFrom: beganAt,
    jobId,
    sizeKb: planted.sizeKb ?? 2_870_272,
    fate: failReason === undefined ? {} : { failReason },
    deletingFrom: undefined,
    goneFrom: undefined,
  };
  world.backups.push(record);
  if (jobId !== undefined) {
    const { host, endsAt, visibleFrom } = record;
    const about = { id: jobId, host, name: 'BackupInstance', instance, failReason };
    world.jobs.push({ ...about, beganAt, endsAt, visibleFrom });
  }
  return record;
}
