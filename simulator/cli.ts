#!/usr/bin/env node
import type { Cloud, SimulatorOptions } from './options.ts';
import { type Simulator, startSimulator } from './simulator.ts';

const usage = `Usage: cloud-db-backup-simulator [options]

Simulates the backup APIs of Open Telekom Cloud and Huawei Cloud on 127.0.0.1
until it gets SIGINT or SIGTERM.

  --cloud NAME           otc or huaweicloud (default otc)
  --backup-seconds N     how long a backup takes (default 2)
  --list-lag-seconds N   how long lists do not show a new backup (default 0)
  --json                 print one line of JSON instead of key=value lines
  --help                 print this
`;

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const commandLine = parsed(args);
  if (commandLine === undefined) return;
  if (commandLine.help) {
    process.stdout.write(usage);
    return;
  }
  const simulator = await startSimulator(optionsOf(commandLine));
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

function optionsOf({ cloud, backupMs, listLagMs }: CommandLine): SimulatorOptions {
  return {
    ...(cloud === undefined ? {} : { cloud }),
    ...(backupMs === undefined ? {} : { backupMs }),
    ...(listLagMs === undefined ? {} : { listLagMs }),
  };
}

/** What the command line asks for. */
interface CommandLine {
  readonly cloud: Cloud | undefined;
  readonly backupMs: number | undefined;
  readonly listLagMs: number | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the arguments; throws an Error that says what is wrong with them. */
function parseArguments(args: readonly string[]): CommandLine {
  let cloud: Cloud | undefined;
  let backupMs: number | undefined;
  let listLagMs: number | undefined;
  let json = false;
  let help = false;
  const rest = args.flatMap((argument) => splitAtEquals(argument));
  while (rest.length > 0) {
    const option = rest.shift();
    if (option === '--backup-seconds') backupMs = milliseconds(option, rest.shift());
    else if (option === '--list-lag-seconds') listLagMs = milliseconds(option, rest.shift());
    else if (option === '--cloud') cloud = cloudOf(option, rest.shift());
    else if (option === '--json') json = true;
    else if (option === '--help' || option === '-h') help = true;
    else throw new Error(`unknown argument ${option}`);
  }
  return { cloud, backupMs, listLagMs, json, help };
}

function splitAtEquals(argument: string): readonly string[] {
  const at = argument.startsWith('--') ? argument.indexOf('=') : -1;
  return at < 0 ? [argument] : [argument.slice(0, at), argument.slice(at + 1)];
}

function cloudOf(option: string, text: string | undefined): Cloud {
  if (text === 'otc' || text === 'huaweicloud') return text;
  throw new Error(`${option} needs otc or huaweicloud, not ${text ?? 'nothing'}`);
}

function milliseconds(option: string, text: string | undefined): number {
  if (text !== undefined && /^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  throw new Error(`${option} needs a number of seconds, not ${text ?? 'nothing'}`);
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
  return `${lines.join('\n')}\n`;
}

/** The same as one line of JSON. */
function describeSimulatorAsJson(simulator: Simulator): string {
  const { cloud, account, endpoints, iamEndpoint, stsEndpoint, instances } = simulator;
  return `${JSON.stringify({ cloud, endpoints, iamEndpoint, stsEndpoint, account, instances })}\n`;
}
