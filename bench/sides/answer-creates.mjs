// Answers every request as TaurusDB does a create, with as little work of its own as can be.
import { createServer } from 'node:http';

const answer = Buffer.from(
  JSON.stringify({
    backup: {
      id: 'ac4a8d5f0c4f4a6a9b1e6a4d5f0c4f4abr07',
      name: 'bench',
      description: 'bench',
      begin_time: '2026-01-02T03:04:05Z',
      status: 'BUILDING',
      instance_id: '07033b125fd94a8a96896f8bcfee6ddain07',
      type: 'manual',
    },
    job_id: 'f2b5a3d8-6d5c-4b3a-9181-706f5e4d3c2b',
  }),
);
const headers = { 'content-type': 'application/json', 'content-length': answer.length };

const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(201, headers).end(answer));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`);
});
process.on('SIGTERM', () => process.exit());
