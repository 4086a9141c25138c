import { InputError, type Problem } from '../errors/request-errors.ts';
import { findProxyProblem, listProxySecrets, type ProxySettings } from '../http/proxy-address.ts';
import { isLoopback } from '../http/transport.ts';
import type { BackupClientOptions } from '../options.ts';
import type { Environment } from './inputs/environment.ts';

/** In lower case first, as other tools read them. */
function readVariable(env: Environment, name: string): string | undefined {
  return env[name.toLowerCase()]?.trim() || env[name]?.trim() || undefined;
}

const USUAL = 'the one of an HTTP proxy, http://host:port';

/** Keeps a text out of the log. */
type Hide = (secret: string) => void;

/** Not the user alone: that can be an ordinary word, which then vanished from the whole log. */
function maskLogin(url: URL, hide: Hide): URL {
  const { username, password } = url;
  if (password === '') return url;
  const secrets = [...listProxySecrets({ https: url.href }), `${username}:${password}`];
  for (const secret of secrets) hide(secret);
  return url;
}

interface ReadProxy {
  readonly url?: string;
  readonly problem?: Problem;
}

function readProxy(name: string, value: string | undefined, hide: Hide): ReadProxy {
  if (value === undefined) return {};
  const url = URL.parse(value.includes('://') ? value : `http://${value}`);
  const wrong = url === null ? undefined : findProxyProblem(url.href);
  if (url !== null && wrong === undefined) return { url: maskLogin(url, hide).href };
  // The value may hold a login, so it is not shown whole.
  const what = url?.protocol.startsWith('socks')
    ? `${url.protocol}//${url.host} is a SOCKS proxy, which is not supported`
    : 'is not the URL of a proxy';
  const isHttp = url !== null && /^https?:$/.test(url.protocol);
  const problem = isHttp && wrong ? wrong : `${what}: write ${USUAL}, or leave ${name} empty`;
  return { problem: { input: name, problem } };
}

/** Where the task goes, as far as the inputs say. */
type Addresses = Pick<BackupClientOptions, 'endpoints' | 'iamEndpoint' | 'stsEndpoint'>;

/** Whether no call can leave this machine: all that are given are loopback addresses, and IAM’s is. */
function areAllLoopback({ endpoints = {}, iamEndpoint, stsEndpoint }: Addresses): boolean {
  const services = Object.values(endpoints);
  const urls = [...services, iamEndpoint, stsEndpoint ?? iamEndpoint];
  return (
    services.length > 0 && urls.every((url = '') => isLoopback(URL.parse(url)?.hostname ?? ''))
  );
}

/** The proxies of the environment, where one may be needed; their logins are masked. @throws InputError */
export function readProxySettings(
  env: Environment,
  hide: Hide,
  addresses: Addresses = {},
): ProxySettings {
  const read = (name: string) => readProxy(name, readVariable(env, name), hide);
  const [https, http] = [read('HTTPS_PROXY'), read('HTTP_PROXY')] as const;
  if (areAllLoopback(addresses)) return {};
  const problems = [https.problem, http.problem].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new InputError(problems);
  return { https: https.url, http: http.url, no: readVariable(env, 'NO_PROXY') };
}

/** What the debug log says of it: hosts, never logins. */
export function describeProxy({ https, http, no }: ProxySettings): string {
  const url = URL.parse(https ?? http ?? '');
  if (url === null) return 'No proxy is set: connecting directly.';
  const except = no === undefined ? '' : `, except to ${no}`;
  return `Connecting through the proxy ${url.host}${except}, and directly to loopback addresses.`;
}
