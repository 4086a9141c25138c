import { InputError } from '../errors/request-errors.ts';
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

function findMeant(word: string): string | undefined {
  const bare = word.toLowerCase().replace(/[^a-z0-9-]/g, '');
  const letters = bare.replaceAll('-', '');
  const own = findServiceId(bare) ?? findServiceId(letters);
  if (own !== undefined) return `write ${own}`;
  for (const { id, engineNames = {} } of services) {
    const engine = Object.entries(engineNames).find(([, words]) => words.includes(letters));
    if (engine !== undefined) return `${engine[0]} is ${id}`;
  }
  return undefined;
}

/** What is said of a word that is no service, whoever gives it: what it most likely stands for, or all services. */
export function describeUnknownService(word: unknown): string {
  const all = `write one of ${serviceIds.join(', ')}`;
  if (typeof word !== 'string') return `must be a text: ${all}`;
  return `does not know ${JSON.stringify(word)}: ${findMeant(word) ?? all}`;
}

/** @throws InputError: a program in JavaScript can give anything */
export function getService(id: ServiceId): BackupService {
  const service = services.find((candidate) => candidate.id === id);
  if (service === undefined) {
    throw new InputError([{ input: 'service', problem: describeUnknownService(id) }]);
  }
  return service;
}

/** Whether an instance's id ends like one of this service, in whatever case. */
export const hasSuffixOf = ({ instanceSuffixes }: BackupService, instanceId: string): boolean =>
  instanceSuffixes.some((suffix) => instanceId.toLowerCase().endsWith(suffix));

/** The service that an instance id's ending belongs to, when it is surely another one's. */
export function findServiceBySuffix(instanceId: string): BackupService | undefined {
  return services.find((service) => hasSuffixOf(service, instanceId));
}
