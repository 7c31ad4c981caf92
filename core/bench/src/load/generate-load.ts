import { openHttpLane } from './http-lane.ts';
import type { Lane } from './lane.ts';
import { openNatsLanes } from './nats-lanes.ts';
import { OpenLoop } from './open-loop.ts';
import type { LoadOrder, LoadResult, PreparedQuestion } from './order.ts';
import { Tally } from './tally.ts';

/** Opens new connections, sends what the order says, waits for the last answer, and closes them. */
export async function generateLoad(order: LoadOrder): Promise<LoadResult> {
  const lanes = await openLanes(order);
  const from = performance.now() + order.warmUpMs;
  const until = from + order.durationMs;
  const tally = new Tally({ from, until, mayBeRefused: order.mayBeRefused === true });
  const next = roundRobin(order.questions);
  try {
    if (order.perSecond === undefined) await Promise.all(lanes.map((lane) => askUntil(lane, { until, tally, next })));
    else await new OpenLoop({ lanes, tally, next }).run(order.perSecond, until);
    return tally.result();
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

async function openLanes({ destination, connections }: LoadOrder): Promise<Lane[]> {
  if (destination.kind === 'nats') return openNatsLanes(destination.servers, destination.subject, connections);
  const { url, headers } = destination;
  return Promise.all(Array.from({ length: connections }, () => openHttpLane(url, headers)));
}

interface Course {
  readonly until: number;
  readonly tally: Tally;
  readonly next: () => PreparedQuestion;
}

/** Closed loop: a new question as soon as the last one is answered. */
async function askUntil(lane: Lane, { until, tally, next }: Course): Promise<void> {
  for (let now = performance.now(); now < until; now = performance.now()) tally.add(now, await lane.ask(next()));
}

function roundRobin(questions: readonly PreparedQuestion[]): () => PreparedQuestion {
  let asked = 0;
  return () => {
    const question = questions[asked % questions.length];
    asked += 1;
    if (!question) throw new RangeError('an order needs a question');
    return question;
  };
}
