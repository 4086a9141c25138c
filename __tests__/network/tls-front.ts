import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { generate } from 'selfsigned';

export interface TlsFront {
  readonly port: number;
  /** The file to name in NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  stop(): void;
}

/** A TLS server for these hosts, signed by a private CA made just now, in front of a plain HTTP one. It offers
 * HTTP/2 before HTTP/1.1, and understands the latter alone: a client that takes the offer gets no answer. */
export async function startTlsFront(
  dir: string,
  hosts: readonly string[],
  targetUrl: string,
): Promise<TlsFront> {
  const ca = await generate([{ name: 'commonName', value: `A private CA of ${hosts[0]}` }], {
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: 'commonName', value: hosts[0] ?? '' }], {
    algorithm: 'sha256',
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2 as const, value })) },
    ],
  });
  const caFile = join(dir, 'private-ca.pem');
  writeFileSync(caFile, ca.cert);
  const target = Number(new URL(targetUrl).port);
  const ALPNProtocols = ['h2', 'http/1.1'];
  const server = createServer({ key: leaf.private, cert: leaf.cert, ALPNProtocols }, (socket) => {
    const plain = connect(target, '127.0.0.1');
    socket.on('error', () => plain.destroy()).on('close', () => plain.destroy());
    plain.on('error', () => socket.destroy());
    socket.pipe(plain).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, caFile, stop: () => server.close() };
}
