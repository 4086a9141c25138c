import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// A registry mirror that holds one platform's packages alone makes npm leave the others out of the
// lock file, and `npm ci` then refuses it, there and on every other platform.

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dev?: boolean;
}

interface LockFile {
  packages: Record<string, LockedPackage>;
}

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = [
  'arm64',
  'x64',
  'ia32',
  'ppc64',
  'riscv64',
  'loong64',
  's390x',
  'arm',
  'wasm32',
];

/** The platform packages that the lock file's packages name and the lock file itself lacks. */
export function listMissing({ packages }: LockFile) {
  return Object.values(packages).flatMap(({ optionalDependencies = {}, dev }) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !(`node_modules/${name}` in packages))
      .map(([name, version]) => ({ name, version, dev: dev === true })),
  );
}

function findPlatform(name: string) {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.filter((word) => words.includes(word));
  const cpu = PROCESSORS.filter((word) => words.includes(word));
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined;
  return { ...(cpu.length > 0 && { cpu }), ...(libc && { libc }), ...(os.length > 0 && { os }) };
}

function completeLockFile(path: string): number {
  const lock: LockFile = JSON.parse(readFileSync(path, 'utf8'));
  const missing = listMissing(lock);
  for (const { name, version, dev } of missing) {
    const entry = { version, ...(dev && { dev }), optional: true, ...findPlatform(name) };
    lock.packages[`node_modules/${name}`] = entry;
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(
    path,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
  );
  return missing.length;
}

if (import.meta.main) {
  const count = completeLockFile(join(import.meta.dirname, '..', 'package-lock.json'));
  process.stdout.write(`${count} platform packages added to package-lock.json\n`);
}
