import '../node-version.ts';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { systemClock } from '../runtime/clock.ts';
import { listenForCancel } from '../task/cancel.ts';
import { EXIT_CODES } from './exit-code.ts';
import { runCommand } from './run.ts';
import { version } from './version.ts';
import { commandWords } from './words.ts';

// The command's entry, and nothing but side effects.

const RANDOM_STEPS = 2 ** 32;
const LINGER_MS = 500;
const STDIN = 0;

/** What reads the result may have ended: that changes nothing about the backup. */
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** On standard error: standard output has the result. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

async function main(): Promise<void> {
  try {
    process.exitCode = await runCommand({
      args: process.argv.slice(2),
      env: process.env,
      stdout: process.stdout,
      stderr: process.stderr,
      readStdin: () => readFileSync(STDIN, 'utf8'),
      clock: systemClock,
      // The monotonic clock begins with the process, and the command with it.
      startMs: 0,
      random: () => randomInt(RANDOM_STEPS) / RANDOM_STEPS,
      version,
      ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
      listenForCancel: (log) => listenForCancel(process, log, commandWords),
    });
  } catch (error) {
    // Nothing is known of how far it came.
    process.stderr.write(`Error: ${String(error)}\n`);
    process.exitCode = EXIT_CODES.uncertain;
  }
  // A name lookup that nothing waits for any more would keep the process alive for seconds.
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

void main();
