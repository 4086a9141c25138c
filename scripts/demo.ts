import { dryRun, everyService, restorePoint, retention } from './demo/parts.ts';
import { restore } from './demo/restore.ts';
import type { Claim, Part, Print } from './demo/simulated-step.ts';

const parts: readonly Part[] = [everyService, restorePoint, dryRun, retention, restore];
/** `npm run demo -- --full` shows outputs and job summaries too, and whole lines. */
const isFull = process.argv.includes('--full');
const LONGEST_LINE = 200;

const print: Print = (text, kind) => {
  if (kind === 'detail' && !isFull) return;
  const isCut = !isFull && text.length > LONGEST_LINE;
  process.stdout.write(`${isCut ? `${text.slice(0, LONGEST_LINE - 1)}…` : text}\n`);
};

/** Holds what is printed until its turn comes. */
function createStage() {
  const held: Parameters<Print>[] = [];
  let isOn = false;
  return {
    print: (...text: Parameters<Print>) => {
      if (isOn) print(...text);
      else held.push(text);
    },
    begin() {
      isOn = true;
      for (const text of held) print(...text);
    },
  };
}

/** Runs a part; what it can't do is a claim that is not so. */
async function play({ show }: Part, own: Print): Promise<readonly Claim[]> {
  try {
    return await show(own);
  } catch (error) {
    return [[`the demo ran to its end (${String(error)})`, false]];
  }
}

/** The closing line of a part; `true` when all of it was as promised. */
function close(claims: readonly Claim[]): boolean {
  print('');
  for (const [what, isSo] of claims) print(isSo ? `✔ ${what}` : `✘ Not so: ${what}`);
  return claims.every(([, isSo]) => isSo);
}

/** All parts run at once, each against clouds of its own; they are printed one after the other. */
async function runDemo(): Promise<boolean> {
  print('The clouds are simulated on this machine; the bundles in dist/ are the real ones.');
  print(
    isFull
      ? 'Each step with its log, outputs and job summary. This takes half a minute.'
      : 'Each step with its log; `npm run demo -- --full` has outputs and job summaries too. This takes half a minute.',
  );
  const running = parts.map((part) => {
    const stage = createStage();
    return { part, stage, claims: play(part, stage.print) };
  });
  let isAsPromised = true;
  for (const [at, { part, stage, claims }] of running.entries()) {
    print(`\n━━ ${at + 1}. ${part.title}`);
    stage.begin();
    isAsPromised = close(await claims) && isAsPromised;
  }
  print(isAsPromised ? '\nEverything was as promised.' : '\nNot everything was as promised.');
  return isAsPromised;
}

process.exitCode = (await runDemo()) ? 0 : 1;
