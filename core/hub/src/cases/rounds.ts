import type { Log } from '@koppel/contract';
import type { ServiceBroker, ServiceSchema } from 'moleculer';

/** Work that comes back by itself; each answers how much there was to do. */
export type Duties = Readonly<Record<string, () => Promise<number>>>;

const everyMs = 60_000;
/** What the duties call. */
const roomsNeeded = ['ledger', 'model'];

/**
 * The rounds of the house: at the start, and every minute after that. Every node makes them; each duty sees to it that two
 * nodes do nothing twice. One that fails is told in the log and comes back with the next round.
 */
export function createRounds(duties: Duties, { broker, log }: { broker: ServiceBroker; log: Log }): ServiceSchema {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  const makeOne = async (): Promise<void> => {
    for (const [duty, perform] of Object.entries(duties)) if (!isStopped) await attempt(duty, perform, log);
  };
  const queueOne = (): void => {
    running = running.then(makeOne);
  };
  return {
    name: 'case-rounds',
    started: async () => {
      timer = setInterval(queueOne, everyMs);
      void broker.waitForServices(roomsNeeded).then(queueOne, () => undefined);
    },
    stopped: async () => {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

async function attempt(duty: string, perform: () => Promise<number>, log: Log): Promise<void> {
  try {
    const done = await perform();
    if (done > 0) log.info({ duty, done }, 'round made');
  } catch (error) {
    log.warn({ duty, reason: error instanceof Error ? error.name : 'unknown' }, 'a duty was not done this round');
  }
}
