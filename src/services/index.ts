import type { ServiceId } from '../model.ts';
import * as registry from './registry.ts';
import type { BackupService } from './service.ts';

const services: readonly BackupService[] = Object.values(
  registry satisfies Readonly<Record<ServiceId, BackupService>>,
);

/** Every service, in alphabetical order. */
export const serviceIds: readonly ServiceId[] = services.map(({ id }) => id).sort();

/** Finds a service by its id or by one of the other words for it. */
export function findServiceId(word: string): ServiceId | undefined {
  return services.find(({ id, aliases }) => id === word || aliases.includes(word))?.id;
}

export function getService(id: ServiceId): BackupService {
  const service = services.find((candidate) => candidate.id === id);
  if (service === undefined) throw new TypeError(`no service ${id}`);
  return service;
}

/** The service that an instance id's ending belongs to, when it is surely another one's. */
export function findServiceBySuffix(instanceId: string): BackupService | undefined {
  return services.find(({ instanceSuffixes }) =>
    instanceSuffixes.some((suffix) => instanceId.endsWith(suffix)),
  );
}
