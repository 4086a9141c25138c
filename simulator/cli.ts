#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Cloud, SimulatorOptions } from './options.ts';
import { type Simulator, startSimulator } from './simulator.ts';

const usage = `Usage: cloud-db-backup-simulator [options]

Simulates the backup APIs of Open Telekom Cloud and Huawei Cloud on 127.0.0.1
until it gets SIGINT or SIGTERM.

  --cloud NAME           otc or huaweicloud (default otc)
  --backup-seconds N     how long a backup takes (default 2)
  --list-lag-seconds N   how long lists do not show a new backup (default 0)
  --port N               the first of the ports that it listens on, one for each
                         host, in the order that is printed (default: free ones)
  --json                 print one line of JSON instead of key=value lines
  --version              print the version
  --help                 print this
`;

async function main(args: readonly string[]): Promise<void> {
  const commandLine = parsed(args);
  if (commandLine === undefined) return;
  if (commandLine.help || commandLine.version) {
    process.stdout.write(commandLine.help ? usage : `${readVersion()}\n`);
    return;
  }
  const simulator = await started(commandLine);
  if (simulator === undefined) return;
  const stop = (): void => {
    simulator.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const describe = commandLine.json ? describeSimulatorAsJson : describeSimulator;
  process.stdout.write(describe(simulator));
}

/** Says which port is taken, or may not be used. */
async function started(commandLine: CommandLine): Promise<Simulator | undefined> {
  try {
    return await startSimulator(optionsOf(commandLine));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`cloud-db-backup-simulator: ${reason}\n`);
    process.exit(1);
  }
}

function parsed(args: readonly string[]): CommandLine | undefined {
  try {
    return parseArguments(args);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`cloud-db-backup-simulator: ${reason}\n\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

function optionsOf({ cloud, backupMs, listLagMs, firstPort }: CommandLine): SimulatorOptions {
  return {
    ...(cloud === undefined ? {} : { cloud }),
    ...(backupMs === undefined ? {} : { backupMs }),
    ...(listLagMs === undefined ? {} : { listLagMs }),
    ...(firstPort === undefined ? {} : { firstPort }),
  };
}

/** The package's own; built, the file is one folder deeper than its source. */
function readVersion(): string {
  for (const path of ['../package.json', '../../package.json']) {
    const file = new URL(path, import.meta.url);
    if (existsSync(file)) return String(JSON.parse(readFileSync(file, 'utf8')).version);
  }
  return 'unknown';
}

/** What the command line asks for. */
interface CommandLine {
  readonly cloud: Cloud | undefined;
  readonly backupMs: number | undefined;
  readonly listLagMs: number | undefined;
  readonly firstPort: number | undefined;
  readonly json: boolean;
  readonly version: boolean;
  readonly help: boolean;
}

/** Reads the arguments; throws an Error that says what is wrong with them. */
function parseArguments(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cloud: { type: 'string' },
      'backup-seconds': { type: 'string' },
      'list-lag-seconds': { type: 'string' },
      port: { type: 'string' },
      json: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { json, version, help } = values;
  const read = <Value>(
    name: 'cloud' | 'backup-seconds' | 'list-lag-seconds' | 'port',
    parse: (option: string, text: string) => Value,
  ) => {
    const text = values[name];
    return text === undefined ? undefined : parse(`--${name}`, text);
  };
  return {
    cloud: read('cloud', cloudOf),
    backupMs: read('backup-seconds', milliseconds),
    listLagMs: read('list-lag-seconds', milliseconds),
    firstPort: read('port', portOf),
    json,
    version,
    help,
  };
}

const shown = (text: string) => (text === '' ? 'an empty text' : text);

function cloudOf(option: string, text: string): Cloud {
  if (text === 'otc' || text === 'huaweicloud') return text;
  throw new Error(`${option} needs otc or huaweicloud, not ${shown(text)}`);
}

function milliseconds(option: string, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  throw new Error(`${option} needs a number of seconds, not ${shown(text)}`);
}

const LAST_PORT = 65_535;

function portOf(option: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= LAST_PORT) return port;
  throw new Error(`${option} needs a port, from 1 to ${LAST_PORT}, not ${shown(text)}`);
}

/** Addresses, credentials and instances, one `key=value` line each. */
function describeSimulator(simulator: Simulator): string {
  const { account, endpoints, instances } = simulator;
  const lines = [
    `cloud=${simulator.cloud}`,
    ...Object.entries(endpoints).map(([service, url]) => `endpoint.${service}=${url}`),
    `endpoint.iam=${simulator.iamEndpoint}`,
    `endpoint.sts=${simulator.stsEndpoint}`,
    `token=${account.token}`,
    `access-key=${account.accessKey}`,
    `secret-key=${account.secretKey}`,
    `username=${account.username}`,
    `password=${account.password}`,
    `domain-name=${account.domainName}`,
    `project-id=${account.projectId}`,
    `project-name=${account.projectName}`,
    ...instances.map(
      ({ service, id, name, engine, status }) =>
        `instance.${service}=${id} name=${name} engine=${engine} status=${status}`,
    ),
    ...instances
      .filter(({ host }) => host === 'rds')
      .flatMap(({ name, nodes }) => nodes.map((node) => ({ name, ...node })))
      .map(({ id, name, role }) => `node.rds-v1=${id} instance-name=${name} role=${role}`),
  ];
  return `${[...lines, '', ...describeTrial(simulator)].join('\n')}\n`;
}

/** How a program that takes its addresses from these variables is tried against it. */
const describeTrial = ({
  account,
  endpoints,
  iamEndpoint,
  instances,
}: Simulator): readonly string[] => [
  '# A backup by the command, against these clouds:',
  `# OS_ACCESS_KEY=${account.accessKey} OS_SECRET_KEY=${account.secretKey} npx cloud-db-backup create --service rds --instance-id ${instances.find(({ service }) => service === 'rds')?.id} --region ${account.projectName} --endpoint ${endpoints['rds']} --iam-endpoint ${iamEndpoint}`,
  '# The README’s example as backup.ts, against these clouds:',
  `# OTC_TOKEN=${account.token} IAM_ENDPOINT=${iamEndpoint} ENDPOINTS='${JSON.stringify(endpoints)}' node backup.ts`,
];

/** The same as one line of JSON. */
function describeSimulatorAsJson(simulator: Simulator): string {
  const { cloud, account, endpoints, iamEndpoint, stsEndpoint, instances } = simulator;
  return `${JSON.stringify({ cloud, endpoints, iamEndpoint, stsEndpoint, account, instances })}\n`;
}

await main(process.argv.slice(2));
