import { readdir } from 'node:fs/promises';
import type { ServiceDescription } from './service-description.ts';

/** Every service the directory services/ holds, whether as source or compiled, in the order of their ids. */
export async function loadServices(): Promise<readonly ServiceDescription[]> {
  const directory = new URL('./services/', import.meta.url);
  const files = (await readdir(directory)).filter((file) => /^[a-z0-9-]+\.[jt]s$/.test(file));
  const services = await Promise.all(files.map((file) => describedIn(new URL(file, directory))));
  return services.sort((one, other) => one.id.localeCompare(other.id));
}

async function describedIn(file: URL): Promise<ServiceDescription> {
  const exported: Readonly<Record<string, ServiceDescription>> = await import(file.href);
  const [description, ...more] = Object.values(exported);
  if (description === undefined || more.length > 0) {
    throw new Error(`${file.pathname} must export one service description`);
  }
  return description;
}
