import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// npm leaves packages for other platforms out of a lock file, or their checksums, where it began with
// an install or a registry that had one platform's alone. `npm ci` refuses such a file, there and on
// every other platform, and without a checksum it takes whatever a registry gives.

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dev?: boolean;
}

interface LockFile {
  packages: Record<string, LockedPackage>;
}

const LOCK_FILE = 'package-lock.json';
const at = (name: string) => `node_modules/${name}`;

/** Platform packages that the lock file's packages name, and that it lacks or has without a checksum. */
export function listIncomplete({ packages }: LockFile) {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {}, version, dev }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => packages[at(name)]?.integrity === undefined)
      .map((name) => ({
        name,
        owner: path.replace(/^node_modules\//, ''),
        version,
        dev: dev === true,
      })),
  );
}

/** What npm itself writes of them when the packages that name them are installed anew. */
function lockAnew(root: string, incomplete: ReturnType<typeof listIncomplete>): LockFile {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  const listOwners = (dev: boolean) =>
    Object.fromEntries(
      incomplete.filter((one) => one.dev === dev).map(({ owner, version }) => [owner, version]),
    );
  const manifest = { dependencies: listOwners(false), devDependencies: listOwners(true) };
  try {
    copyFileSync(join(root, '.npmrc'), join(folder, '.npmrc'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    const options = ['--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', ['install', ...options], { cwd: folder, stdio: 'inherit' });
    return JSON.parse(readFileSync(join(folder, LOCK_FILE), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws Error when the registry has no checksum of one, either */
function completeLockFile(root: string): number {
  const path = join(root, LOCK_FILE);
  const lock: LockFile = JSON.parse(readFileSync(path, 'utf8'));
  const incomplete = listIncomplete(lock);
  const { packages } = incomplete.length === 0 ? lock : lockAnew(root, incomplete);
  for (const { name } of incomplete) {
    const found = packages[at(name)];
    if (found?.integrity === undefined) throw new Error(`The registry has no checksum of ${name}`);
    lock.packages[at(name)] = found;
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(
    path,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
  );
  return incomplete.length;
}

if (import.meta.main) {
  const count = completeLockFile(join(import.meta.dirname, '..'));
  process.stdout.write(`${count} platform packages completed in ${LOCK_FILE}\n`);
}
