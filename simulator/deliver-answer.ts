import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { Delivery } from './delivery.ts';

/** Sends an answer the way the delivery says; every one carries X-Request-Id. */
export function deliverAnswer(response: ServerResponse, answer: Answer, delivery: Delivery): void {
  if (delivery.way === 'never') return;
  if (delivery.way === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = Buffer.from(answer.body, 'utf8');
  const half = body.subarray(0, Math.floor(body.length / 2));
  const length = delivery.way === 'half' && delivery.matchingLength ? half.length : body.length;
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': String(length),
    'x-request-id': randomUUID().replaceAll('-', ''),
  });
  if (delivery.way === 'drip') {
    drip(response, body, delivery.intervalMs);
  } else if (delivery.way === 'half' && !delivery.matchingLength) {
    response.write(half, () => response.socket?.destroySoon());
  } else {
    response.end(delivery.way === 'half' ? half : body);
  }
}

function drip(response: ServerResponse, body: Buffer, intervalMs: number): void {
  let sent = 0;
  response.flushHeaders();
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, intervalMs);
  timer.unref();
  response.once('close', () => clearInterval(timer));
}
