import { exchangeDeadlineMs, KoppelError, type ExchangeReply } from '@koppel/contract';
import type { Caller } from '../../src/platform/actions.ts';
import { aRequest, oins } from '../fixtures.ts';
import { agreementIds, caseId } from './agreement-book.ts';
import type { HubNode } from './node.ts';
import { Tally } from './tally.ts';
import type { Try, Wish } from './wish.ts';
import type { World } from './world.ts';

const asker: Caller = { oin: oins.requester, client: 'intake', scopes: ['exchange'] };
const stranger: Caller = { oin: oins.stranger, client: 'intake', scopes: ['exchange'] };

const retryAfterMs = [5, 700, 3000, 72_000] as const;
const maxTries = 4;
/** Some do not wait for an answer, but ask once more elsewhere. */
const impatientAfterMs = [0, 20, 400, 2500] as const;

const agreements = [
  agreementIds.steady,
  agreementIds.contested,
  agreementIds.match,
  agreementIds.inCase,
  agreementIds.ending,
] as const;

/** How it ended for the caller. */
export type Outcome = 'released' | 'lost' | KoppelError['code'];

/** A try that nobody has answered yet, and the how manieth of its wish. */
interface Open {
  readonly one: Try;
  readonly count: number;
}

/** Callers who try again when they hear nothing, or what they do not like, or just so. */
export class Clients {
  readonly outcomes = new Tally<Outcome>();
  readonly #world: World;
  readonly #findNode: (place: 0 | 1) => HubNode;
  readonly #open = new Map<string, Open>();
  #tries = 0;

  constructor(world: World, findNode: (place: 0 | 1) => HubNode) {
    this.#world = world;
    this.#findNode = findNode;
  }

  draw(): Wish {
    const { choices } = this.#world;
    const agreement = choices.happens(60) ? this.#world.hotAgreement : choices.pick(agreements);
    const bsn = choices.pick(['999990019', '999990020']);
    const deadlineMs = [undefined, 200, 2000, 60_000][choices.weigh([60, 10, 20, 10])];
    const request = {
      ...aRequest({ agreement }),
      request: { bsn },
      ...(agreement === agreementIds.inCase ? { case: caseId } : {}),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    };
    const key = [undefined, 'key-one-0000', 'key-two-0000'][choices.weigh([40, 40, 20])];
    return this.#spoil({ caller: asker, request, key });
  }

  /** Some wishes are not allowed, or make no sense. */
  #spoil(wish: Wish): Wish {
    const { choices } = this.#world;
    const kind = choices.weigh([91, 3, 3, 3]);
    if (kind === 1) return { ...wish, request: { ...wish.request, purpose: 'curiosity' } };
    if (kind === 2) return { ...wish, request: { ...wish.request, request: { bsn: 'nobody' } } };
    return kind === 3 ? { ...wish, caller: stranger } : wish;
  }

  /** Asks, and asks again. */
  ask(wish: Wish, place: 0 | 1, count = 1): void {
    if (wish.key !== undefined && count < maxTries && this.#world.choices.happens(25)) {
      const afterMs = this.#world.choices.pick(impatientAfterMs);
      this.#world.timeline.after(afterMs, () => this.#askOnce(wish, place === 0 ? 1 : 0, maxTries), 'plan');
    }
    this.#askOnce(wish, place, count);
  }

  #askOnce(wish: Wish, place: 0 | 1, count: number): void {
    const node = this.#findNode(place);
    if (!node.machine.isAlive) return this.#end(wish, count, 'lost');
    const one = this.#createTry(wish, node);
    const { transaction } = one;
    this.#world.judge.asked(one);
    this.#open.set(transaction, { one, count });
    this.#world.waiting = this.#open.size;
    const { caller, request, key } = wish;
    this.#world.tell(
      `${nameOf(one)} at node ${place} under agreement ${request.agreement.slice(-1)}, ${key ?? 'no key'}`,
    );
    const context = { transaction, traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
    node.perform({ caller, request, context: key === undefined ? context : { ...context, idempotencyKey: key } }).then(
      (reply) => this.#released(one, reply),
      (error: unknown) => this.#refused(one, error instanceof KoppelError ? error : new KoppelError('hub.failed')),
    );
  }

  #createTry(wish: Wish, { machine }: HubNode): Try {
    this.#tries += 1;
    const transaction = `01938c5e-8c00-7000-8000-${String(this.#tries).padStart(12, '0')}`;
    const { caller, request, key } = wish;
    const family = key === undefined ? transaction : `${caller.oin} ${key}`;
    const deadline = machine.domainClock.now() + (request.deadlineMs ?? exchangeDeadlineMs.default);
    return { wish, transaction, family, machine, deadline };
  }

  #released(one: Try, reply: ExchangeReply): void {
    this.#world.judge.released(one, reply);
    this.#close(one, 'released');
  }

  #refused(one: Try, problem: KoppelError): void {
    this.#world.judge.refused(one, problem);
    this.#close(one, problem.code);
  }

  /** Nobody will hear from a machine that died. */
  loseMachine({ machine }: HubNode): void {
    for (const { one } of this.#open.values()) if (one.machine === machine) this.#close(one, 'lost');
  }

  #close(one: Try, outcome: Outcome): void {
    const open = this.#open.get(one.transaction);
    if (!open) return;
    this.#open.delete(one.transaction);
    this.#world.waiting = this.#open.size;
    this.#world.tell(`${nameOf(one)}: ${outcome}`);
    this.#end(one.wish, open.count, outcome);
  }

  #end(wish: Wish, count: number, outcome: Outcome): void {
    const { choices, timeline } = this.#world;
    this.outcomes.add(outcome);
    if (wish.key === undefined || count >= maxTries || !choices.happens(60)) return;
    const delayMs = retryAfterMs[choices.weigh([30, 30, 25, 15])] ?? 0;
    const place = choices.pick([0, 1] as const);
    timeline.after(delayMs, () => this.ask(wish, place, count + 1), 'plan');
  }
}

const nameOf = ({ transaction }: Try): string => `try ${Number(transaction.slice(-12))}`;
