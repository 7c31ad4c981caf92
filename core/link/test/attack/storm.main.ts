import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { connect, credsAuthenticator, type NatsConnection } from 'nats';

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

const { attack, url, credentials, subject, inbox, body } = workerData as Orders;
const authenticator = credsAuthenticator(Buffer.from(credentials));
const open = (): Promise<NatsConnection> => connect({ servers: url, authenticator, reconnect: false });
let isOver = false;
parentPort?.on('message', () => {
  isOver = true;
});

const begun = (): void => parentPort?.postMessage('begun');

/** A hundred times a second, as far as this machine signs that fast. */
async function comeAndGo(): Promise<number> {
  let times = 0;
  while (!isOver) {
    const next = pause(10);
    await (await open()).close();
    times += 1;
    if (times === 1) begun();
    await next;
  }
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

parentPort?.postMessage(await (attack === 'come and go' ? comeAndGo() : neverListen()));
parentPort?.close();
