import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { connect, type NatsConnection } from 'nats';
import { authenticatorFor } from '../../src/wire/credentials.ts';
import { visit } from './brief-visit.ts';

/** An attacker in a thread of its own, so that its work is not taken for harm to the others. */
export type Attack = 'come and go' | 'ask and never listen';

export interface Orders {
  readonly attack: Attack;
  readonly url: string;
  readonly credentials: string;
  /** Where it asks, and where the answers go. */
  readonly subject: string;
  readonly inbox: string;
  readonly body: string;
}

/** What became of it. */
export interface Done {
  readonly times: number;
  readonly seconds: number;
}

const { attack, url, credentials, subject, inbox, body } = workerData as Orders;
const authenticator = authenticatorFor(credentials);
const open = (): Promise<NatsConnection> => connect({ servers: url, authenticator, reconnect: false });
let isOver = false;
parentPort?.on('message', () => {
  isOver = true;
});

const begun = (): void => parentPort?.postMessage('begun');

const everyMs = 8;
const atOnce = 64;

/** More than a hundred times a second: whoever is due comes, whether or not those before have left. */
async function comeAndGo(): Promise<number> {
  const inside = new Set<Promise<void>>();
  const start = performance.now();
  let due = 0;
  let times = 0;
  begun();
  while (!isOver) {
    for (; due * everyMs <= performance.now() - start && inside.size < atOnce; due += 1) {
      const visiting: Promise<void> = visit(url, authenticator).then(() => {
        times += 1;
        inside.delete(visiting);
      });
      inside.add(visiting);
    }
    await pause(everyMs / 2);
  }
  await Promise.all(inside);
  return times;
}

/** Questions by the hundred, then asleep with all answers waiting at the server. */
async function neverListen(): Promise<number> {
  let times = 0;
  const client = await open();
  client.subscribe(`${inbox}.>`, { callback: () => undefined });
  while (!isOver) {
    for (let i = 0; i < 100; i += 1) client.publish(subject, body, { reply: `${inbox}.${i}` });
    await client.flush();
    if (times === 0) begun();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    times += 100;
    await pause(1);
  }
  await client.close();
  return times;
}

const startMs = performance.now();
const times = await (attack === 'come and go' ? comeAndGo() : neverListen());
parentPort?.postMessage({ times, seconds: (performance.now() - startMs) / 1000 } satisfies Done);
parentPort?.close();
