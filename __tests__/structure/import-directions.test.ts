import { expect, test } from '@jest/globals';
import { serviceIds } from '../../src/services/index.ts';
import { type SourceFile, simulatorFiles, sourceFiles } from './imports.ts';

const inFolder =
  (...folders: readonly string[]) =>
  ({ path }: SourceFile) =>
    folders.some((folder) => path.startsWith(`${folder}/`));

/** Whoever imports something that matches, and what. */
function offenders(files: readonly SourceFile[], isForbidden: (name: string) => boolean) {
  return files.flatMap(({ path, imports }) =>
    imports.filter(isForbidden).map((name) => `${path} → ${name}`),
  );
}

const isDoor = (file: SourceFile) =>
  /^(restore-)?main\.ts$/.test(file.path) || inFolder('action', 'command')(file);
const belowDoors = sourceFiles.filter((file) => !isDoor(file));
const library = belowDoors.filter((file) => !inFolder('task')(file));
const adapters = library.filter(({ path }) =>
  serviceIds.some((id) => path === `services/${id}.ts`),
);

/** How a service makes an instance of a backup. */
const makers = library.filter(({ path }) =>
  serviceIds.some((id) => path === `services/new-instance/${id}.ts`),
);

/** How each service's backups are restored. */
const descriptions = library.filter(({ path }) =>
  serviceIds.some((id) => path === `services/restore/${id}.ts`),
);

test('the sources are found', () => {
  expect(adapters).toHaveLength(serviceIds.length);
  expect(library.length).toBeGreaterThan(40);
});

test('only the action layer knows the runner and the environment', () => {
  const rest = sourceFiles.filter((file) => !inFolder('action')(file));
  expect(offenders(rest, (name) => name.startsWith('@actions/'))).toEqual([]);
  const surroundings = /process\.(env|exit|on|std)|console\.(log|error|warn|info|debug)/;
  expect(belowDoors.filter(({ text }) => surroundings.test(text)).map(({ path }) => path)).toEqual(
    [],
  );
});

test('the library imports nothing of a task, and a task nothing of its doors', () => {
  const isOfDoor = (name: string) => /^(action\/|command\/|(restore-)?main\.ts$)/.test(name);
  expect(offenders(belowDoors, isOfDoor)).toEqual([]);
  expect(offenders(library, (name) => name.startsWith('task/'))).toEqual([]);
});

test('a step knows nothing of the command, and the command nothing of a step', () => {
  const [step, command] = ['action', 'command'].map((folder) =>
    sourceFiles.filter(inFolder(folder)),
  );
  expect(command?.length).toBeGreaterThan(5);
  expect(offenders(step ?? [], (name) => name.startsWith('command/'))).toEqual([]);
  expect(offenders(command ?? [], (name) => /^(action\/|main\.ts$)/.test(name))).toEqual([]);
});

test('undici is known to one file', () => {
  const users = sourceFiles.filter(({ imports }) => imports.includes('undici'));
  expect(users.map(({ path }) => path)).toEqual(['http/transport.ts']);
});

test('an adapter knows the contract and its reading tools, and no other adapter', () => {
  const isAllowed = (name: string, path: string) =>
    /^services\/(service|answers|calls|fields)\.ts$/.test(name) ||
    name === path.replace('services/', 'services/restore/');
  const strangers = adapters.flatMap(({ path, imports }) =>
    imports.filter((name) => !isAllowed(name, path)).map((name) => `${path} → ${name}`),
  );
  expect(strangers).toEqual([]);
});

test('how a service is restored is described by the reading tools alone, and only its adapter knows it', () => {
  const allowed = /^services\/(fields|restore\/(restore-way|listed-instance))\.ts$/;
  expect(descriptions.length).toBeGreaterThanOrEqual(5);
  expect(offenders(descriptions, (name) => !allowed.test(name))).toEqual([]);
  const paths = descriptions.map(({ path }) => path);
  const known = [...adapters, ...makers];
  const rest = library.filter(({ path }) => !known.some((file) => file.path === path));
  expect(offenders(rest, (name) => paths.includes(name))).toEqual([]);
});

test('what makes an instance knows the reading tools and how its own service is restored, and is known to the makers alone', () => {
  const tools =
    /^(http\/answer-reader|services\/(fields|answers|calls|restore\/restore-way|new-instance\/instance-maker))\.ts$/;
  expect(makers.map(({ path }) => path)).toEqual(['services/new-instance/rds.ts']);
  const strangers = makers.flatMap(({ path, imports }) =>
    imports.filter((name) => !tools.test(name) && name !== path.replace('new-instance', 'restore')),
  );
  expect(strangers).toEqual([]);
  const paths = makers.map(({ path }) => path);
  const rest = library.filter(({ path }) => path !== 'services/new-instance/makers.ts');
  expect(offenders(rest, (name) => paths.includes(name))).toEqual([]);
});

test('the step that backs up imports nothing that makes an instance', () => {
  const reached = new Set<string>();
  const visit = (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const name of sourceFiles.find((file) => file.path === path)?.imports ?? []) visit(name);
  };
  visit('main.ts');

  expect(reached.size).toBeGreaterThan(60);
  const isOfRestore =
    /^(restore-client|(task|action)\/restore\/|restore\/(fill|restore-|exactly-|wait-)|errors\/restore-|services\/new-instance\/(rds|makers))/;
  const allowed = ['restore/restore-guide.ts'];
  expect([...reached].filter((name) => isOfRestore.test(name) && !allowed.includes(name))).toEqual(
    [],
  );
});

test('the registry alone imports adapters', () => {
  const rest = library.filter(({ path }) => path !== 'services/registry.ts');
  const paths = adapters.map(({ path }) => path);
  expect(offenders(rest, (name) => paths.includes(name))).toEqual([]);
});

/** From the top down; each floor may import any below it, types included, and itself. */
const FLOORS = [
  'main',
  'restore-main',
  'action',
  'command',
  'task',
  'index',
  'task-client',
  'restore-client',
  'client',
  'options',
  'restore',
  'backup',
  'session',
  'auth',
  'cloud',
  'services',
  'http',
  'errors',
  'model',
  'runtime',
  'node-version',
];

const floorOf = (path: string) => FLOORS.indexOf(path.replace(/(\/.*|\.ts)$/, ''));

test('every import points down, types included', () => {
  const own = new Set(sourceFiles.map(({ path }) => path));
  expect(sourceFiles.filter(({ path }) => floorOf(path) < 0)).toEqual([]);
  const upward = sourceFiles.flatMap(({ path, imports }) =>
    imports
      .filter((name) => own.has(name) && floorOf(name) < floorOf(path))
      .map((name) => `${path} → ${name}`),
  );
  expect(upward).toEqual([]);
});

test('a task and its doors send through the client alone', () => {
  const users = sourceFiles.filter(inFolder('action', 'command', 'task'));
  const senders = /^(session\.ts|auth\/(?!logins\/)|http\/(?!transport\.ts|proxy-address\.ts))/;
  expect(offenders(users, (name) => senders.test(name))).toEqual([]);
});

test('paths, wire names and status words of the APIs stand in their adapters, and what they share in the tools', () => {
  const tools = ['services/answers.ts', 'services/calls.ts'];
  const known = [...tools, ...[...adapters, ...descriptions, ...makers].map(({ path }) => path)];
  const elsewhere = library.filter(({ path }) => !known.includes(path));
  const wireWords =
    /'(backups|instances|jobs|instance_id|backup_id|job_id|begin_time|total_count|extendparam|fail_reason|AVAILABLE|Running|Completed)'/;
  expect(elsewhere.filter(({ text }) => wireWords.test(text)).map(({ path }) => path)).toEqual([]);
});

test('the simulator imports nothing of what it checks, and nothing imports it', () => {
  const own = simulatorFiles.map(({ path }) => path);
  expect(own.length).toBeGreaterThan(30);
  expect(
    offenders(simulatorFiles, (name) => !own.includes(name) && !name.startsWith('node:')),
  ).toEqual([]);
  expect(offenders(sourceFiles, (name) => name.includes('simulator'))).toEqual([]);
});
