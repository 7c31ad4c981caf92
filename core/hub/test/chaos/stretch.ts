import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { verifyExport } from '@koppel/ledger';
import type { HubClient, NatsBinary } from '@koppel/local';
import { waitUntil } from '@koppel/testkit';
import { agreeAt } from '../faults/seat.ts';
import { ChaosSite } from './chaos-site.ts';
import type { Fault } from './faults.ts';
import { isReadyAt, nodes } from './networks.ts';
import { Oracle, type Verdict } from './oracle.ts';
import { Random } from '@koppel/sources';
import { patienceMs } from './results.ts';
import { ReceiptLoad, type Receipt, type ReceiptLoadOptions } from './receipt-load.ts';

const callers = 8;
/** So many answers in a row, on two nodes in turn, and nobody is turned away any more. */
const goodStreak = callers * 2;
const pollMs = 25;
/** When in the life of the load a fault comes, and how long it stays, in milliseconds. */
const instants = { before: [0, 250], during: [100, 1000] } as const;

/** A run of trials on one site under one load, whose log is judged after every trial and verified at the end. */
export class Stretch {
  readonly site: ChaosSite;
  readonly load: ReceiptLoad;
  readonly #client: HubClient;
  readonly #oracle = new Oracle();

  private constructor(site: ChaosSite, client: HubClient, load: ReceiptLoad) {
    this.site = site;
    this.load = load;
    this.#client = client;
  }

  /** With what `arrange` does to the site before anybody calls. */
  static async open(
    nats: NatsBinary,
    arrange?: (site: ChaosSite) => Promise<void>,
    patience: Pick<ReceiptLoadOptions, 'deadlineMs'> = {},
  ): Promise<Stretch> {
    const site = await ChaosSite.open(nats);
    try {
      await arrange?.(site);
      const { requester: client, agreement } = await agreeAt(site.url, site.operatorKey);
      const load = await ReceiptLoad.start({ client, agreement, callers, file: receiptFile(site), ...patience });
      return new Stretch(site, client, load);
    } catch (error) {
      await site.close();
      throw error;
    }
  }

  /**
   * Lets a fault come and go. Answers the milliseconds from the moment at which its cause was gone, and what had fallen
   * was started again, until every node worked.
   */
  async suffer(fault: Fault, seed: number): Promise<number> {
    const random = new Random(seed);
    await waitUntil(() => this.load.streak >= callers, 'the load goes on', patienceMs);
    await pause(random.between(...instants.before));
    const heal = await fault.inject(this.site, random);
    await pause(random.between(...instants.during));
    const goneAt = performance.now();
    await heal();
    await this.#recover();
    return performance.now() - goneAt;
  }

  /** Of everything in this stretch so far. What callers and sources wrote is read before the log, which must know it by then. */
  async judge(): Promise<Verdict> {
    const heard = this.site.source.receipts();
    const receipts = readReceipts(this.site);
    await patiently(async () => this.#oracle.read(await this.#export(`?from=${this.#oracle.size}`)));
    return this.#oracle.judge({ receipts, heard, keys: this.load.keys });
  }

  /** Once the last caller has its answer: whether the log verifies as a whole. */
  async finish(): Promise<boolean> {
    await this.load.stop();
    const { isGood } = await patiently(async () => verifyExport(await this.#export()));
    return isGood;
  }

  async close(): Promise<void> {
    await this.load.stop();
    await this.site.close();
  }

  #export(from = ''): Promise<Readable> {
    return this.#client.stream(`/v1/ledger/export${from}`);
  }

  async #recover(): Promise<void> {
    const until = performance.now() + patienceMs;
    const isWhole = async (): Promise<boolean> => {
      if (this.site.fallen.length > 0) await this.site.revive();
      return (await Promise.all(nodes.map((node) => isReadyAt(this.site.portOf(node))))).every(Boolean);
    };
    while (!(await isWhole())) {
      if (performance.now() > until)
        throw new Error(`not every node is ready again; fallen: ${this.site.fallen.join(', ') || 'nothing'}`);
      await pause(pollMs);
    }
    const { released } = this.load;
    const isGoing = (): boolean => this.load.released >= released + goodStreak && this.load.streak >= goodStreak;
    await waitUntil(isGoing, 'everybody is answered again', patienceMs).catch((cause: unknown) => {
      throw new Error(`callers are still told ${this.load.lastRefusal}`, { cause });
    });
  }
}

/** Reading that broke off, or was told to come back, is begun anew, as whoever reads the log would. */
async function patiently<Result>(read: () => Promise<Result>): Promise<Result> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (performance.now() > until) throw error;
      await pause(pollMs);
    }
  }
}

const receiptFile = (site: ChaosSite): string => site.path('told');

function readReceipts(site: ChaosSite): Receipt[] {
  const lines = readFileSync(receiptFile(site), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Receipt);
}
