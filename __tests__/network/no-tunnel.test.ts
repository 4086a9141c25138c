import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { createTransport } from '../../src/http/transport.ts';
import { BackupClient } from '../../src/index.ts';
import { PROJECT, recordLog, TOKEN } from '../support/memory-cloud.ts';
import { endSilence } from '../support/undici-timers.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const HOST = 'rds.cloud.invalid';
type Behave = (socket: Socket, asked: string) => void;

interface Proxy {
  readonly host: string;
  readonly url: string;
  /** What it was sent, each piece on its own. */
  readonly seen: readonly string[];
}

/** A real proxy on a free port that does one thing with whatever it is asked. */
async function withProxy(behave: Behave, use: (proxy: Proxy) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>();
  const seen: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      seen.push(bytes.toString('latin1'));
      behave(socket, bytes.toString('latin1'));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  try {
    await use({ host, url: `http://somebody:planted-password@${host}`, seen });
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

/** Until the client's own patience is over, which is as soon as it has asked. */
const keepSilent: Behave = () => void setImmediate(endSilence);
const answer = (status: string): Behave => {
  return (socket) => void socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
};
/** Opens the tunnel, and does something else with the server's side of it. */
const openThen = (behave: Behave): Behave => {
  return (socket, asked) => {
    if (asked.startsWith('CONNECT')) socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    else behave(socket, asked);
  };
};

const post = {
  method: 'POST',
  url: new URL(`https://${HOST}/v3`),
  headers: {},
  body: '{}',
} as const;

async function askThrough(url: string): Promise<unknown> {
  const transport = createTransport({ proxy: { https: url } });
  try {
    return await transport.exchange(post, new AbortController().signal).catch((error) => error);
  } finally {
    await transport.close();
  }
}

const ways: readonly (readonly [string, Behave, string, string])[] = [
  ['keeps silent', keepSilent, 'PROXY_SILENT', 'kept silent'],
  ['closes', (socket) => void socket.end(), 'UND_ERR_PRX_CONN', 'closed the connection'],
  [
    'wants a login',
    answer('407 Proxy Authentication Required'),
    'PROXY_LOGIN_REFUSED',
    'answered HTTP 407',
  ],
  ['can’t reach the host', answer('502 Bad Gateway'), 'PROXY_REFUSED', 'answered HTTP 502'],
];

test.each(ways)('a proxy that %s: nothing was sent', (_, behave, code, tunnelProblem) =>
  withProxy(behave, async ({ host, url, seen }) => {
    const error = await askThrough(url);
    expect(error).toMatchObject({ code, mayHaveArrived: false, proxy: host, tunnelProblem });
    expect(seen.length).toBe(1);
    expect(seen[0]).toMatch(/^CONNECT rds\.cloud\.invalid:443 /);
  }),
);

test.each<[string, Behave]>([
  ['closes it', (socket) => void socket.end()],
  ['resets it', (socket) => void socket.resetAndDestroy()],
  ['keeps silent in it', keepSilent],
])(
  'a proxy that opens the tunnel, where a server %s before TLS stands: nothing was sent',
  (_, behave) =>
    withProxy(openThen(behave), async ({ url }) => {
      const error = await askThrough(url);
      expect(error).toMatchObject({ name: 'TransportError', mayHaveArrived: false });
      expect(error).not.toHaveProperty('code', 'PROXY_SILENT');
    }),
);

test.each(ways)(
  'with a proxy that %s no backup is said to exist, and the proxy is named',
  (...way) => {
    const [, behave, code, tunnelProblem] = way;
    return withProxy(behave, async ({ host, url, seen }) => {
      const log = recordLog();
      const client = new BackupClient({
        endpoints: { rds: `https://${HOST}` },
        projectId: PROJECT,
        credentials: TOKEN,
        proxy: { https: url },
        clock: virtualClock(),
        log,
      });
      const order = { service: 'rds', instanceId: 'i-1', name: 'nightly' } as const;
      const error = await client
        .createBackup(order, { hasUniqueName: true })
        .catch((thrown: unknown) => thrown);
      await client.close();
      expect(error).toMatchObject({ name: 'NetworkError', code, mayHaveArrived: false });
      expect(String(error)).toContain(
        `No answer from ${HOST} when asked to create backup nightly of instance i-1: ` +
          `the proxy ${host} opened no tunnel, it ${tunnelProblem} (${code}).`,
      );
      expect(error).toHaveProperty('hint', expect.stringContaining('HTTPS_PROXY'));
      expect([String(error), ...log.lines].join('\n')).not.toContain('planted-password');
      expect(seen.every((piece) => piece.startsWith('CONNECT '))).toBe(true);
    });
  },
);

test('a proxy’s login that is refused is not sent again', () =>
  withProxy(answer('407 Proxy Authentication Required'), async ({ url, seen }) => {
    const client = new BackupClient({
      endpoints: { rds: `https://${HOST}` },
      projectId: PROJECT,
      credentials: TOKEN,
      proxy: { https: url },
      clock: virtualClock(),
    });
    const listing = client.listBackups({ service: 'rds', instanceId: 'i-1' });
    await expect(listing).rejects.toMatchObject({ code: 'PROXY_LOGIN_REFUSED', isLasting: true });
    await client.close();
    expect(seen).toHaveLength(1);
  }));
