import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

// In a process of its own: inside jest, errors of Node's core are of another realm's Error class.
const program = `
  import { createServer } from 'node:net';
  import { createTransport } from './src/http/transport.ts';
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  const transport = createTransport();
  const signal = new AbortController().signal;
  const outcomes = [];
  for (const host of ['127.0.0.1', 'localhost']) {
    const url = new URL('http://' + host + ':' + port);
    const request = { method: 'POST', url, headers: {}, body: '{}' };
    await transport.exchange(request, signal).catch(({ name, code, mayHaveArrived }) =>
      outcomes.push([name, code, mayHaveArrived]),
    );
  }
  await transport.close();
  console.log(JSON.stringify(outcomes));
`;

test('a port where nobody listens surely got nothing', async () => {
  const cwd = fileURLToPath(new URL('../../..', import.meta.url));
  const args = ['--no-warnings', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env: {} });
  const refused = ['TransportError', 'ECONNREFUSED', false];
  expect(JSON.parse(stdout)).toEqual([refused, refused]);
}, 30_000);
