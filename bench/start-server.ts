import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Server {
  /** What it wrote first: a line of JSON. */
  readonly said: unknown;
  stop(): Promise<void>;
}

/** Starts a server in a process of its own, so that its work is not counted with either side's. */
export async function startServer(script: string, args: readonly string[] = []): Promise<Server> {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const first = once(lines, 'line');
  const early = ended.then(() => {
    throw new Error(`${script} ended before it served`);
  });
  const [line] = await Promise.race([first, early]);
  early.catch(() => undefined);
  return {
    said: JSON.parse(String(line)),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
