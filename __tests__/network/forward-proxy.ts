import type { LookupFunction } from 'node:net';
import { Server } from 'proxy-chain';

export interface ForwardProxy {
  readonly url: string;
  /** `host:port` of every tunnel that was asked for, refused ones too. */
  readonly tunnels: readonly string[];
  stop(): Promise<void>;
}

const LOGIN = { username: 'proxy user', password: 'pr@xy pässword' } as const;

export const proxyPassword = LOGIN.password;

/** A real forward proxy that wants a login, and whose name server says that every host is this machine. */
export async function startForwardProxy(): Promise<ForwardProxy> {
  const tunnels: string[] = [];
  const toLoopback: LookupFunction = (_, options, done) =>
    options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
  const server = new Server({
    host: '127.0.0.1',
    port: 0,
    prepareRequestFunction: ({ username, password, hostname, port }) => {
      tunnels.push(`${hostname}:${port}`);
      const isKnown = username === LOGIN.username && password === LOGIN.password;
      return {
        requestAuthentication: !isKnown,
        dnsLookup: toLoopback as typeof import('node:dns').lookup,
      };
    },
  });
  await server.listen();
  const login = `${encodeURIComponent(LOGIN.username)}:${encodeURIComponent(LOGIN.password)}`;
  return {
    url: `http://${login}@127.0.0.1:${server.port}`,
    tunnels,
    stop: () => server.close(true),
  };
}
