import { connect } from 'nats';
import { complaintAbout, type Lane } from './lane.ts';

const timeoutMs = 10_000;

/** As many questions at a time as there are lanes, over one connection, which is how NATS is used. */
export async function openNatsLanes(servers: string, subject: string, count: number): Promise<Lane[]> {
  const nats = await connect({ servers });
  const lane: Lane = {
    ask: async (question) => {
      try {
        const answer = await nats.request(subject, question.text, { timeout: timeoutMs });
        return complaintAbout(Buffer.from(answer.data), question);
      } catch (error) {
        return error instanceof Error ? error.message : 'the request failed';
      }
    },
    close: () => nats.close(),
  };
  return Array.from({ length: count }, () => lane);
}
