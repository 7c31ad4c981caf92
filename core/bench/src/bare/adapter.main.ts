import { connect, type Msg } from 'nats';
import { Pool } from 'undici';

/** The bare path's adapter: a NATS message in, one HTTP request to the source, the answer's bytes back. Frozen as its front is. */
const nats = await connect({ servers: process.env['BENCH_NATS'] ?? '' });
const source = new URL(process.env['BENCH_SOURCE'] ?? '');
const pool = new Pool(source.origin, { connections: 64 });
const headers = { 'content-type': 'application/json' };

async function answer(message: Msg): Promise<void> {
  const { body } = await pool.request({ path: source.pathname, method: 'POST', headers, body: message.data });
  message.respond(new Uint8Array(await body.arrayBuffer()));
}

nats.subscribe('bare.ask', { callback: (_error, message) => void answer(message) });
await nats.flush();
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
