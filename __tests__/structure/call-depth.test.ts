import { expect, test } from '@jest/globals';
import { Agent, type Dispatcher } from 'undici';
import { startSimulator } from '../../simulator/index.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const MOST_FRAMES = 16;

/** Our own frames of a stack, innermost first, as `file:function`. */
function ownFrames(stack: string): readonly string[] {
  return stack.split('\n').flatMap((line) => {
    const [, name = '', file] =
      /^\s+at (?:async )?(.*?) ?\(?(?:file:\/\/)?[^ (]*\/src\/([^:]+\.ts):/.exec(line) ?? [];
    return file === undefined ? [] : [`${file}: ${name}`];
  });
}

/** Sends as its agent does, and keeps the stack of the create. */
class StackKeeper extends Agent {
  stack = '';

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) {
    if (options.method === 'POST' && /\/backups/.test(options.path)) {
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = Number.POSITIVE_INFINITY;
      this.stack = new Error('the create').stack ?? '';
      Error.stackTraceLimit = stackTraceLimit;
    }
    return super.dispatch(options, handler);
  }
}

test(`from the step to the create’s request there are at most ${MOST_FRAMES} frames of ours`, async () => {
  const clock = virtualClock();
  const simulator = await startSimulator({ now: () => clock.epochMs(), backupMs: 60_000 });
  const dispatcher = new StackKeeper();
  try {
    const { error } = await runInProcess(simulator, clock, { service: 'taurusdb', dispatcher });
    expect(error).toBe(undefined);
    const frames = ownFrames(dispatcher.stack);
    expect(frames.at(-1)).toMatch(/^(main\.ts|action\/run\.ts: run$)/);
    expect(frames.length <= MOST_FRAMES ? [] : frames).toEqual([]);
  } finally {
    await dispatcher.destroy();
    await simulator.stop();
  }
});
