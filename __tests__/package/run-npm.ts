import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const runFile = promisify(execFile);

/** Runs npm in a folder, the same npm as runs the tests. */
export async function runNpm(cwd: string, ...args: readonly string[]): Promise<string> {
  const cli = process.env['npm_execpath'];
  // Another npm's settings are no business of the folder's.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config_(local|workspace)|package)/.test(name),
    ),
  );
  const options = { cwd, env, maxBuffer: 2 ** 26 };
  const isWindows = process.platform === 'win32';
  const { stdout } = cli?.endsWith('.js')
    ? await runFile(process.execPath, [cli, ...args], options)
    : await runFile('npm', [...args], { ...options, shell: isWindows });
  return stdout;
}
