import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectHubEdge, connectLinkClient, inboxPrefix, type HubEdge, type LinkClient } from '@koppel/link';
import { CapturedLog, startTestNats, type TestNats } from '@koppel/testkit';
import { answer, archive, asked, exchange, operation, plenty, registry } from '../contract/link-world.ts';
import { RawClient } from '../support/raw-client.ts';
import { frames, say } from './frames.ts';
import type { Attack, Orders } from './storm.main.ts';

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
async function compare(attack: Attacking): Promise<{ quiet: number; attacked: number }> {
  const quiet: number[] = [];
  const attacked: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    quiet.push(...(await measure(100)));
    attacked.push(...(await under(attack, () => measure(100))));
  }
  return { quiet: p99(quiet), attacked: p99(attacked) };
}

/** Noise can spoil one comparison; harm spoils all. */
async function expectUnharmed(attack: Attacking): Promise<void> {
  const isUnharmed = async (): Promise<boolean> => {
    const { quiet, attacked } = await compare(attack);
    return attacked < Math.max(2 * quiet, floorMs);
  };
  expect((await isUnharmed()) || (await isUnharmed()) || (await isUnharmed())).toBe(true);
}

const repeatedly =
  (attempt: () => Promise<unknown>): Attacking =>
  async (isOver, begun) => {
    do {
      await Promise.all([attempt(), pause()]);
      begun();
    } while (!isOver.aborted);
  };

/** Answers how often the attacker did what it does. */
async function sendOut(attack: Attack, isOver: AbortSignal, begun: () => void): Promise<number> {
  const subject = `${own}.hub.exchange`;
  const place = { url: nats.server.url, credentials: attacker, subject, inbox: inboxPrefix(archive) };
  const workerData: Orders = { attack, ...place, body: JSON.stringify(exchange) };
  const worker = new Worker(new URL('storm.main.ts', import.meta.url), { workerData, execArgv: ['--no-warnings'] });
  await once(worker, 'message');
  const over = once(isOver, 'abort');
  begun();
  await over;
  worker.postMessage('stop');
  const [times] = (await once(worker, 'message')) as [number];
  return times;
}

const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 10));

describe('the others are served as before', () => {
  test.each(Object.entries(frames))('while somebody says %s on the bare connection', async (_title, frame) => {
    await Promise.all(Array.from({ length: 5 }, () => say(nats.server.url, frame)));
    expect(await measure(4)).toHaveLength(4);
  });

  test.each<Attack>(['come and go', 'ask and never listen'])(
    'while another client does nothing but %s',
    async (attack) => {
      let done = 0;
      await expectUnharmed(async (isOver, begun) => {
        done += await sendOut(attack, isOver, begun);
      });
      expect(done).toBeGreaterThan(10);
    },
  );

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
