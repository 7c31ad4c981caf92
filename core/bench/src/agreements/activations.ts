import type { AgreementRecord } from '@koppel/contract';
import { request } from 'undici';
import { draftBetween, sign, type Party } from '../exchange/seed.ts';
import type { HubWithSet } from './hub-with-set.ts';
import { questionUnder } from './set-path.ts';
import { partiesOf } from './signed-set.ts';

/** A change of one agreement, in milliseconds, and when an exchange first went by it. */
export interface Change {
  /** Until the request that made it was answered. */
  readonly answeredMs: number;
  /** From that answer, and from when the request was sent, until an exchange was answered by it; the exchange itself included. */
  readonly boundAfterAnswerMs: number;
  readonly boundAfterSendingMs: number;
  /** Exchanges after the answer that went by what was before. */
  readonly outdated: number;
}

/** An agreement from its second signature to its suspension, as one node of the hub went by it. */
export interface Course {
  readonly activation: Change;
  readonly suspension: Change;
  /** An exchange meanwhile, which nothing held up. */
  readonly exchangeMs: number;
}

type Outcome = 'released' | 'suspended' | 'not-active';

const outcomes: Readonly<Record<string, Outcome>> = {
  'agreement.suspended': 'suspended',
  'agreement.not-active': 'not-active',
  'agreement.not-found': 'not-active',
};

/** A suspension binds everywhere within two seconds; what takes longer than this never came. */
const patienceMs = 5000;

/** Lets two partners sign an agreement and suspend it, and asks one node of the hub all the time what holds. */
export class Activations {
  readonly #hub: HubWithSet;
  readonly #url: string;

  /** `url` is of the node that is asked; what is signed is always sent to the first. */
  constructor(hub: HubWithSet, url: string) {
    this.#hub = hub;
    this.#url = url;
  }

  /** Between other partners each time. @throws Error when an answer was one that cannot be. */
  async run(number: number): Promise<Course> {
    const { parties } = this.#hub;
    const { requester: asking, provider: giving } = partiesOf(number * 7, parties.length);
    const [requester, provider] = [parties[asking], parties[giving]];
    if (!requester || !provider) throw new RangeError(`there are no partners for ${number}`);
    const drafted = await requester.hub.post<AgreementRecord>('/v1/agreements', draftBetween(requester, provider));
    const signed = await sign(requester, drafted);
    const asker = new Asker(this.#url, requester, signed.agreement.id);
    await asker.open();
    const activation = await this.#change(() => sign(provider, signed), asker, 'released');
    const exchangeMs = await asker.time();
    const path = `/v1/agreements/${signed.agreement.id}/suspension`;
    const suspend = (): Promise<unknown> => provider.hub.post(path, { reason: 'Measured here' });
    return { activation, exchangeMs, suspension: await this.#change(suspend, asker, 'suspended') };
  }

  async #change(change: () => Promise<unknown>, asker: Asker, expected: Outcome): Promise<Change> {
    const sentAt = performance.now();
    await change();
    const answeredAt = performance.now();
    let outdated = 0;
    while ((await asker.ask()) !== expected) {
      outdated += 1;
      if (performance.now() - answeredAt > patienceMs) throw new Error(`An agreement never became ${expected}`);
    }
    const boundAt = performance.now();
    return {
      answeredMs: answeredAt - sentAt,
      boundAfterAnswerMs: boundAt - answeredAt,
      boundAfterSendingMs: boundAt - sentAt,
      outdated,
    };
  }
}

/** Asks under one agreement at one node. */
class Asker {
  readonly #url: string;
  readonly #requester: Party;
  readonly #agreement: string;
  #bearer = '';

  constructor(url: string, requester: Party, agreement: string) {
    this.#url = url;
    this.#requester = requester;
    this.#agreement = agreement;
  }

  /** Fetches a token, and shows it to the node, so that neither is part of what is measured. */
  async open(): Promise<void> {
    this.#bearer = (await this.#requester.hub.requestToken()).access_token;
    if ((await this.ask()) !== 'not-active')
      throw new Error('An agreement that one party signed let something through');
  }

  async time(): Promise<number> {
    const before = performance.now();
    if ((await this.ask()) !== 'released') throw new Error('An agreement in force let nothing through');
    return performance.now() - before;
  }

  async ask(): Promise<Outcome> {
    const question = questionUnder(this.#agreement, 0);
    const { statusCode, body } = await request(`${this.#url}/v1/exchanges`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#bearer}` },
      body: question.text,
    });
    const text = await body.text();
    if (statusCode === 200 && text.includes(question.expects)) return 'released';
    const { code = '' } = JSON.parse(text) as { code?: string };
    const outcome = outcomes[code];
    if (outcome) return outcome;
    throw new Error(`The hub answered ${statusCode} ${code}`);
  }
}
