import { connect } from 'nats';
import { answerAbout } from '../exchange/question.ts';

/** Answers NATS requests from memory: what the message server alone makes possible. */
const nats = await connect({ servers: process.env['BENCH_NATS'] ?? '' });

nats.subscribe('raw.ask', {
  callback: (_error, message) => {
    const { bsn } = message.json<{ bsn: string }>();
    message.respond(answerAbout(bsn));
  },
});
await nats.flush();
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
