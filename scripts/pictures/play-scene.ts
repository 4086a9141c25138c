import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { findServiceEndpoint, foundOrThrow } from '../../src/cloud/endpoints.ts';
import { serviceIds } from '../../src/services/index.ts';
import { LABELS } from '../runner/commands.ts';
import { runAction, type StepResult } from '../runner/run-action.ts';
import { type ActionFile, readActionFile } from '../runner/step-environment.ts';

export const START_MS = Date.UTC(2026, 10, 21, 12);

const root = join(import.meta.dirname, '..', '..');
const preload = pathToFileURL(join(import.meta.dirname, 'virtual-time.ts')).href;

interface VirtualCloud {
  readonly simulator: Simulator;
  /** Runs the committed bundle as the runner does; cloud and step share the time. */
  run(inputs: Readonly<Record<string, string>>): Promise<StepResult>;
}

/** A simulated cloud whose time begins at `START_MS` and passes only while the step sleeps. */
async function withVirtualCloud<Result>(
  backupMs: number,
  use: (cloud: VirtualCloud) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'virtual-time-'));
  const file = join(folder, 'now');
  writeFileSync(file, String(START_MS));
  const simulator = await startSimulator({
    backupMs,
    now: () => Number(readFileSync(file, 'utf8')),
  });
  const env = { NODE_OPTIONS: `--import=${preload}`, VIRTUAL_TIME_FILE: file };
  try {
    return await use({
      simulator,
      run: (inputs) => runAction({ actionDir: root, inputs, env }),
    });
  } finally {
    await simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface LogHeader {
  /** What the step's `with:` says, in its order. */
  readonly given: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly action: ActionFile;
}

/** The runner's own lines: what the step says, then the defaults of what it does not say. */
function buildHeader({ given, action }: LogHeader): readonly string[] {
  const defaults = Object.entries(action.inputs)
    .filter(([name]) => given[name] === undefined)
    .map(([name, input]) => [name, input.default ?? ''] as const);
  const inputs = [...Object.entries(given), ...defaults].filter(([, value]) => value !== '');
  return [
    '##[group]Run OWNER/cloud-db-backup@v1',
    'with:',
    ...inputs.map(([name, value]) => `  ${name}: ${value}`),
    '##[endgroup]',
  ];
}

/** The step's log as GitHub gives it for download, without the time in front of each line. */
function buildRawLog({ lines, annotations, restorePoints }: StepResult, header: LogHeader): string {
  const notices = restorePoints.map((text) => ({ level: 'notice', text }) as const);
  const heads = new Map<string, string>(
    [...annotations, ...notices].map(({ level, text }) => {
      const [first = ''] = text.split('\n');
      return [`${LABELS[level]}: ${first}`, `##[${level}]${first}`] as const;
    }),
  );
  const raw = [...buildHeader(header), ...lines.map((line) => heads.get(line) ?? line)].join('\n');
  const secrets = Object.values(header.secrets);
  return `${secrets.reduce((text, secret) => text.replaceAll(secret, '***'), raw)}\n`;
}

/** Ids as the clouds make them up: of backups and jobs, and of requests in their refusals. */
const ID = /\b(?:[0-9a-f]{32}(?:br\d\d)?|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g;

/** Another one of the same form. */
function makeStandIn(id: string, count: number): string {
  const digits = createHash('sha256').update(`stand-in ${count}`).digest('hex');
  let at = 0;
  const [, head = id, suffix = ''] = /^(.*?)(br\d\d)?$/.exec(id) ?? [];
  return `${head.replace(/[0-9a-f]/g, () => digits.charAt(at++))}${suffix}`;
}

/**
 * The texts with ids that are the same in every run: the first one found becomes the first stand-in,
 * and so on. What is in `known` stays.
 */
function replaceIds(texts: readonly string[], known: string): readonly string[] {
  const standIns = new Map<string, string>();
  return texts.map((text) =>
    text.replace(ID, (id) => {
      if (known.includes(id)) return id;
      const standIn = standIns.get(id) ?? makeStandIn(id, standIns.size + 1);
      standIns.set(id, standIn);
      return standIn;
    }),
  );
}

/** One step that pictures are drawn of, in a simulated cloud of its own. */
export interface Scene {
  readonly name: string;
  /** How long a backup takes. */
  readonly backupMs: number;
  /** Sets the cloud up; gives what the step's `with:` has besides region and login. */
  readonly prepare: (simulator: Simulator) => Readonly<Record<string, string>>;
}

export interface SceneTexts {
  readonly log: string;
  readonly summary: string;
}

/** Where the simulated clouds listen: no user has these lines, so no picture shows them. */
const listAddresses = ({ endpoints, iamEndpoint }: Simulator) => ({
  endpoint: Object.entries(endpoints)
    .map(([service, url]) => `${service}=${url}`)
    .join('\n'),
  iam_endpoint: iamEndpoint,
});

/** The services' own addresses in place of those. */
function replaceAddresses(text: string, { endpoints, account }: Simulator): string {
  const region = account.projectName;
  return serviceIds.reduce((shown, service) => {
    const { url } = foundOrThrow(findServiceEndpoint(service, { region }));
    return shown.replaceAll(endpoints[service] ?? url, url);
  }, text);
}

/** Runs the step, and gives what GitHub would show of it; the same texts every time. */
export async function playScene({ backupMs, prepare }: Scene): Promise<SceneTexts> {
  return await withVirtualCloud(backupMs, async ({ simulator, run }) => {
    const { username, password, domainName, projectName } = simulator.account;
    const secrets = { username, password, domain_name: domainName };
    const given = { ...prepare(simulator), region: projectName, ...secrets };
    const step = await run({ ...given, ...listAddresses(simulator) });
    const log = buildRawLog(step, { given, secrets, action: readActionFile(root) });
    const known = JSON.stringify([simulator.account, simulator.instances]);
    // The summary first: of several backups, the order in the log depends on who answers first.
    const texts = [step.summary, log].map((text) => replaceAddresses(text, simulator));
    const [summary = '', rawLog = ''] = replaceIds(texts, known);
    return { log: rawLog, summary };
  });
}
