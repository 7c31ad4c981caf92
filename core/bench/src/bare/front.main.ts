import { fastify } from 'fastify';
import { connect } from 'nats';

/**
 * The bare path's front: HTTP in, one NATS request out, the answer's bytes back. No broker, token, gate, schema or
 * ledger. Frozen, because every ratio is measured against it; `test/bare.test.ts` holds its digest.
 */
const nats = await connect({ servers: process.env['BENCH_NATS'] ?? '' });
const server = fastify();

server.post('/ask', async (request, reply) => {
  const answer = await nats.request('bare.ask', JSON.stringify(request.body), { timeout: 10_000 });
  return reply.type('application/json').send(Buffer.from(answer.data));
});

const url = await server.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`);
