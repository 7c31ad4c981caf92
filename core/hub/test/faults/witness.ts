import type { Question as LinkQuestion } from '@koppel/contract';
import type { LedgerEntry } from '@koppel/ledger';
import { findResidents, oins } from '../fixtures.ts';
import { ask, type Answer, type Question } from '../gateway/door.ts';
import type { Region } from '../region.ts';

/** What one request did, wherever that can be seen. */
export interface Outcome extends Answer {
  /** The entries that it added to the ledger, as `type` or `type code`. */
  readonly logged: readonly string[];
  /** The questions that reached the provider. */
  readonly asked: readonly LinkQuestion[];
}

/** Sends what no client library would send, and tells what came of it. */
export class Witness {
  readonly #region: Region;
  readonly token: string;

  private constructor(region: Region, token: string) {
    this.#region = region;
    this.token = token;
  }

  static async of(region: Region): Promise<Witness> {
    const { access_token: token } = await region.requester.requestToken();
    return new Witness(region, token);
  }

  /** The answer alone, for when nothing else can be looked at. */
  seeAnswer(question: Question): Promise<Answer> {
    return ask(this.#region.url, question);
  }

  async see(question: Question): Promise<Outcome> {
    const before = (await this.#region.ledger()).length;
    const asked = this.#region.questions.length;
    const answer = await ask(this.#region.url, question);
    const entries = (await this.#region.ledger()).slice(before) as Pick<LedgerEntry, 'type' | 'code'>[];
    return {
      ...answer,
      logged: entries.map(({ type, code }) => (code === undefined ? type : `${type} ${code}`)),
      asked: this.#region.questions.slice(asked),
    };
  }

  /** `POST /v1/exchanges` as the requester, with a text or with a value as JSON. */
  question(body: unknown, headers: Question['headers'] = {}): Question {
    return {
      method: 'POST',
      path: '/v1/exchanges',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    };
  }
}

/** A body that an agreement about the operation of the test lets pass. */
export const bodyFor = (agreement: string, change: object = {}): object => ({
  agreement,
  operation: findResidents.name,
  purpose: 'prevent-and-detect-offences',
  actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
  request: { bsn: '999990019' },
  ...change,
});

export const provider = { oin: oins.provider, client: 'records' } as const;
