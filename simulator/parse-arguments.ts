import type { Cloud } from './cloud.ts';

/** What the command line asks for. */
export interface CommandLine {
  readonly cloud: Cloud | undefined;
  readonly backupMs: number | undefined;
  readonly listLagMs: number | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the arguments; throws an Error that says what is wrong with them. */
export function parseArguments(args: readonly string[]): CommandLine {
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
