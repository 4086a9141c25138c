#!/usr/bin/env node
import { describeSimulator, describeSimulatorAsJson } from './describe-simulator.ts';
import { type CommandLine, parseArguments } from './parse-arguments.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import { startSimulator } from './start-simulator.ts';

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
