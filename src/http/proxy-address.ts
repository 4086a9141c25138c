/** Proxy URLs, which may hold a login, and the hosts that need none, as NO_PROXY lists them. */
export interface ProxySettings {
  /** The proxy’s URL for https addresses, like `http://user:password@proxy.example:3128`. */
  readonly https?: string | undefined;
  /** The proxy’s URL for http addresses, and for https addresses where `https` is not given. */
  readonly http?: string | undefined;
  /** Host names with their subdomains, with a port if you like, separated by commas; `*` for all. */
  readonly no?: string | undefined;
}

/** `undefined`: not what percent-encoding makes of a text. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A `%` that begins no escape is one of the password's, as curl takes it; undici would throw at it. */
const escapeLonePercents = (text: string): string => {
  const escaped = text.replace(/%(?![0-9a-f]{2})/gi, '%25');
  return decode(escaped) === undefined ? text.replaceAll('%', '%25') : escaped;
};

const decodeLogin = (text: string): string => decode(escapeLonePercents(text)) ?? text;

/** The address with a login that can be decoded. */
export function repairProxyAddress(address: string): string {
  const url = URL.parse(address);
  if (url === null) return address;
  url.username = escapeLonePercents(url.username);
  url.password = escapeLonePercents(url.password);
  return url.href;
}

/** What is wrong with a proxy's address, which may hold a login and is never shown. */
export function findProxyProblem(address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return 'must be the URL of an HTTP proxy, like http://host:port';
  }
  // What follows a / or # of a password would count as a path, and the user as the host.
  return (url.pathname === '/' || url.pathname === '') && url.search === '' && url.hash === ''
    ? undefined
    : 'has a path, a query or a # behind the host: in its login write %2F for /, %3F for ? and %23 for #';
}

/** What is wrong with the addresses of proxies; an empty one is none. */
export const listProxyChecks = ({
  http,
  https,
}: ProxySettings = {}): [string, string | undefined][] =>
  Object.entries({ https, http }).map(([scheme, address]) => [
    `proxy.${scheme}`,
    address ? findProxyProblem(address) : undefined,
  ]);

/** A proxy's password, and how it is sent; not the user alone, which can be an ordinary word. */
export function listProxySecrets({ http, https }: ProxySettings = {}): readonly string[] {
  return [http, https].flatMap((given) => {
    const { username = '', password = '' } = URL.parse(given ?? '') ?? {};
    if (password === '') return [];
    const [user, plain] = [decodeLogin(username), decodeLogin(password)];
    return [password, plain, Buffer.from(`${user}:${plain}`).toString('base64')];
  });
}
