#!/usr/bin/env bash
# undici 8.12.4, on Node 24, against a server of Node's own http2 that offers "h2" and HTTP/1.1.
# Expected: request() with method POST is one request on the wire; repeating it is the caller's affair, as it
# is over HTTP/1.1, where a connection that breaks under a POST is an error.
# Seen: by default undici offers HTTP/2 to every TLS host, and there it repeats a POST by itself, without
# RetryAgent: after RST_STREAM with REFUSED_STREAM, and after a GOAWAY whose last stream id lies below the
# POST's stream. The protocol allows that of a request that was not processed; a gateway's id can lag behind
# what its application has done, and then one create has two effects. `allowH2: false` on the request or the
# Agent gives one request and an error.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund undici@8.12.4 selfsigned@5.5.0 node@24.11.1 >/dev/null 2>&1
cat >check.mjs <<'JS'
import { once } from 'node:events';
import { constants, createSecureServer } from 'node:http2';
import { generate } from 'selfsigned';
import { Agent, request } from 'undici';

const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
  algorithm: 'sha256',
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
});

/** How many POSTs the server sees for one request(), the first of which ends as told. */
async function countPosts(endFirst, options = {}) {
  const seen = [];
  const server = createSecureServer({ key, cert, allowHTTP1: true }, (asked, response) => {
    seen.push(`${asked.method} ${asked.httpVersion}`);
    const posts = seen.filter((one) => one.startsWith('POST')).length;
    if (asked.method === 'POST' && posts === 1) endFirst(asked, response);
    else response.end('{}');
  });
  server.on('sessionError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `https://localhost:${server.address().port}/`;
  const dispatcher = new Agent({ connect: { ca: cert }, ...options });
  await (await request(url, { dispatcher })).body.dump();
  const end = await request(url, { dispatcher, method: 'POST', body: '{}' }).then(
    ({ statusCode }) => String(statusCode),
    () => 'an error',
  );
  await dispatcher.destroy();
  server.close();
  return `${seen.join(', ')} -> ${end}`;
}

const refuse = ({ stream, socket }) =>
  stream ? stream.close(constants.NGHTTP2_REFUSED_STREAM) : socket.destroy();
const goAway = ({ stream, socket }) => {
  if (!stream) return socket.destroy();
  const { session } = stream;
  session.goaway(constants.NGHTTP2_NO_ERROR, stream.id - 2);
  setTimeout(() => session.destroy(), 100);
};
console.log('REFUSED_STREAM:', await countPosts(refuse));
console.log('GOAWAY:', await countPosts(goAway));
console.log('HTTP/1.1:', await countPosts(refuse, { allowH2: false }));
process.exit();
JS
seen=$(./node_modules/.bin/node check.mjs)
echo "$seen"
[ "$seen" = 'REFUSED_STREAM: GET 2.0, POST 2.0, POST 2.0 -> 200
GOAWAY: GET 2.0, POST 2.0, POST 2.0 -> 200
HTTP/1.1: GET 1.1, POST 1.1 -> an error' ]
