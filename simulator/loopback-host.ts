import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A listening host of the simulated cloud. */
export interface LoopbackHost {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** What a host does with connections and requests. */
export interface HostBehaviour {
  /** Whether to reset a connection before reading from it. */
  readonly refuses: () => boolean;
  readonly answer: (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function loopbackHost(behaviour: HostBehaviour): Promise<LoopbackHost> {
  const sockets = new Set<Socket>();
  const used = new WeakSet<Socket>();
  const server = createServer((incoming, response) => {
    // A kept-alive connection was accepted before the fault was injected.
    if (used.has(incoming.socket) && behaviour.refuses()) {
      incoming.socket.resetAndDestroy();
      return;
    }
    used.add(incoming.socket);
    behaviour.answer(incoming, response).catch(() => incoming.socket.destroy());
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    if (behaviour.refuses()) {
      socket.resetAndDestroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listening(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('the simulator has no port'));
    });
  });
}
