import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerAbout } from '../exchange/question.ts';

/** The source system of every path: answers from memory over HTTP, with connections kept alive. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { bsn } = JSON.parse(Buffer.concat(chunks).toString()) as { bsn: string };
    const body = Buffer.from(answerAbout(bsn));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.byteLength }).end(body);
  });
});
server.keepAliveTimeout = 120_000;

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}/residents` })}\n`);
});
