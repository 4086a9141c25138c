import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where undici has what the action imports from it; `ProxyAgent` is for GitHub's client alone. */
const EXPORTS = {
  Agent: 'lib/dispatcher/agent.js',
  Dispatcher: 'lib/dispatcher/dispatcher.js',
  EnvHttpProxyAgent: 'lib/dispatcher/env-http-proxy-agent.js',
  Pool: 'lib/dispatcher/pool.js',
  ProxyAgent: 'lib/dispatcher/proxy-agent.js',
  errors: 'lib/core/errors.js',
};

/** The methods that undici's own entry gives every dispatcher; `connect` opens a proxy's tunnel. */
const METHODS = {
  connect: 'lib/api/api-connect.js',
  request: 'lib/api/api-request.js',
};

const noForms = "throw new Error('the action sends no forms');";

/**
 * Files that those above import and the action never gets to, and what takes their places. It offers
 * no HTTP/2, sends texts, refuses addresses of proxies that are not of http or https, and reads
 * answers by undici's first parser, as Node's own `fetch` does.
 */
const REPLACEMENTS = {
  'lib/dispatcher/client-h2.js':
    "module.exports = () => { throw new Error('the action speaks no HTTP/2'); };",
  'lib/dispatcher/parser-h1.js': 'exports.getMiloEnabled = () => false;',
  'lib/dispatcher/socks5-proxy-agent.js':
    "module.exports = () => { throw new Error('the action takes no SOCKS proxy'); };",
  'lib/web/fetch/body.js': noForms,
  'lib/web/fetch/formdata.js': noForms,
  'lib/web/webidl/index.js': noForms,
};

const FILES = [EXPORTS, METHODS].flatMap((table) => Object.values(table));

const requireFile = (path: string) => `require('./${path}')`;

const ENTRY = [
  ...Object.entries(EXPORTS).map(([name, path]) => `exports.${name} = ${requireFile(path)};`),
  ...Object.entries(METHODS).map(
    ([name, path]) => `exports.Dispatcher.prototype.${name} = ${requireFile(path)};`,
  ),
  // GitHub's client of its API imports it, and is left out of the bundle afterwards.
  'exports.fetch = globalThis.fetch;',
].join('\n');

/**
 * Copies the part of undici that the action uses: its one entry loads all that it has, `fetch`,
 * WebSocket, caches and mocks, which is two thirds of what a step would read.
 *
 * @throws Error naming the file that this version of undici has moved.
 */
export function copyUsedUndici(source: string, target: string): void {
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const moved = [...FILES, ...Object.keys(REPLACEMENTS)].find(
    (path) => !existsSync(join(source, path)),
  );
  if (moved !== undefined) {
    const { version } = manifest;
    throw new Error(`undici ${version} has no ${moved}: scripts/bundled-undici.ts names it`);
  }
  cpSync(source, target, { recursive: true });
  for (const [path, text] of Object.entries({ ...REPLACEMENTS, 'index.js': ENTRY })) {
    writeFileSync(join(target, path), `${text}\n`);
  }
}
