import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectHubEdge, connectLinkClient, inboxPrefix, type HubEdge, type LinkClient } from '@koppel/link';
import { CapturedLog, startTestNats, type TestNats } from '@koppel/testkit';
import { answer, archive, asked, exchange, operation, plenty, registry } from '../contract/link-world.ts';
import { RawClient } from '../support/raw-client.ts';
import { frames, say } from './frames.ts';
import type { Attack, Done, Orders } from './storm.main.ts';

/** Below this a machine's own noise decides; a p99 of a few milliseconds doubles when somebody else compiles. */
const floorMs = 100;
const rounds = 3;

let nats: TestNats;
let hub: HubEdge;
let victim: LinkClient;
let attacker: string;

beforeAll(async () => {
  nats = await startTestNats();
  const { url: servers } = nats.server;
  hub = await connectHubEdge({ servers, credentials: await nats.authority.grantHubEdge(), log: new CapturedLog() });
  await hub.onExchange(async ({ from }) => ({ from }));
  const credentials = await nats.authority.grantLink({ ...registry, kind: 'adapter' });
  victim = await connectLinkClient({ servers, credentials });
  const handlers = new Map([[operation, async () => answer]]);
  await victim.serve({ version: '1.0.0', description: 'Permits', handlers, checkHealth: async () => undefined });
  attacker = await nats.authority.grantLink({ ...archive, kind: 'adapter' });
});
afterAll(async () => {
  await victim.close();
  await hub.close();
  await nats.close();
});

const own = `koppel.v1.${archive.oin}.${archive.client}`;
const connect = (): Promise<RawClient> => RawClient.connect(nats.server.url, attacker);

/** The victim as asker and as asked, one after another; milliseconds each. */
async function measure(count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const start = performance.now();
    if (i % 2 === 0) expect(await victim.exchange(exchange)).toEqual({ from: registry });
    else expect(await hub.ask(registry, asked, plenty)).toEqual(answer);
    times.push(performance.now() - start);
  }
  return times;
}

const p99 = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? 0;

type Attacking = (isOver: AbortSignal, begun: () => void) => Promise<void>;

/** Does the work from when an attack has begun, and goes on with the attack until it is done. */
async function under(attack: Attacking, work: () => Promise<number[]>): Promise<number[]> {
  const over = new AbortController();
  const { promise: hasBegun, resolve: begun } = Promise.withResolvers<void>();
  const attacking = attack(over.signal, begun);
  await Promise.race([hasBegun, attacking]);
  const times = await work();
  over.abort();
  await attacking;
  return times;
}

/** With and without the attack in turn, so that whatever else this machine does falls on both. */
async function compare(attack: Attacking, questions: number): Promise<{ quiet: number; attacked: number }> {
  const quiet: number[] = [];
  const attacked: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    quiet.push(...(await measure(questions)));
    attacked.push(...(await under(attack, () => measure(questions))));
  }
  return { quiet: p99(quiet), attacked: p99(attacked) };
}

interface Terms {
  /** In each round, with the attack and without. */
  readonly questions?: number;
  /** What the attack lacked; a comparison counts only when it lacked nothing. */
  readonly shortfall?: () => string[];
}

/** Noise can spoil one comparison; harm spoils all. */
async function expectUnharmed(attack: Attacking, { questions = 100, shortfall = () => [] }: Terms = {}): Promise<void> {
  let faults: string[] = [];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { quiet, attacked } = await compare(attack, questions);
    faults = shortfall();
    if (attacked >= Math.max(2 * quiet, floorMs)) faults.push(`p99 ${attacked} ms instead of ${quiet} ms`);
    if (faults.length === 0) break;
  }
  expect(faults).toEqual([]);
}

const repeatedly =
  (attempt: () => Promise<unknown>): Attacking =>
  async (isOver, begun) => {
    do {
      await Promise.all([attempt(), pause()]);
      begun();
    } while (!isOver.aborted);
  };

async function sendOut(attack: Attack, isOver: AbortSignal, begun: () => void): Promise<Done> {
  const subject = `${own}.hub.exchange`;
  const place = { url: nats.server.url, credentials: attacker, subject, inbox: inboxPrefix(archive) };
  const workerData: Orders = { attack, ...place, body: JSON.stringify(exchange) };
  const worker = new Worker(new URL('storm.main.ts', import.meta.url), { workerData, execArgv: ['--no-warnings'] });
  await once(worker, 'message');
  const over = once(isOver, 'abort');
  begun();
  await over;
  worker.postMessage('stop');
  const [done] = (await once(worker, 'message')) as [Done];
  return done;
}

const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 10));

describe('the others are served as before', () => {
  test.each(Object.entries(frames))('while somebody says %s on the bare connection', async (_title, frame) => {
    await Promise.all(Array.from({ length: 5 }, () => say(nats.server.url, frame)));
    expect(await measure(4)).toHaveLength(4);
  });

  test('while another client comes and goes a hundred times a second', async () => {
    let times = 0;
    let seconds = 0;
    const storm: Attacking = async (isOver, begun) => {
      const done = await sendOut('come and go', isOver, begun);
      times += done.times;
      seconds += done.seconds;
    };
    const shortfall = (): string[] => {
      const perSecond = times / seconds;
      times = 0;
      seconds = 0;
      return perSecond >= 100 ? [] : [`${perSecond} connections a second`];
    };
    await expectUnharmed(storm, { questions: 500, shortfall });
  });

  test('while another client does nothing but ask and never listen', async () => {
    let times = 0;
    await expectUnharmed(async (isOver, begun) => {
      times += (await sendOut('ask and never listen', isOver, begun)).times;
    });
    expect(times).toBeGreaterThan(10);
  });

  test('while strangers knock and say nothing', async () => {
    await expectUnharmed(
      repeatedly(async () => {
        await Promise.all(Array.from({ length: 3 }, () => say(nats.server.url, Buffer.from('CONN'))));
      }),
    );
  });

  test('while a client floods the hub with what it cannot read', async () => {
    const client = await connect();
    await expectUnharmed(
      repeatedly(async () => {
        for (let i = 0; i < 20; i += 1)
          client.connection.publish(`${own}.hub.${i % 2 === 0 ? 'register' : 'event'}`, '{'.repeat(1_000), {
            reply: `${inboxPrefix(archive)}.${i}`,
          });
        await client.connection.flush();
      }),
    );
    await client.close();
  });

  test('while a client keeps trying what it may not', async () => {
    const client = await connect();
    await expectUnharmed(
      repeatedly(async () => {
        for (let i = 0; i < 20; i += 1) client.connection.publish(`_INBOX.hub.${i}`, '{}');
        await client.connection.flush();
      }),
    );
    await client.close();
  });
});
