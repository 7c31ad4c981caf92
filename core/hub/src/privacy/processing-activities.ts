import { compileSchema } from '@koppel/contract';
import { Type } from 'typebox';
import { mayRead, type Call, type Caller, type ParamsOf } from '../platform/actions.ts';
import { lookUpEntry } from '../platform/look-up-entry.ts';
import { decodeCursor, defaultPageSize, encodeCursor, type Page } from '../platform/paging.ts';
import type { ProcessingActivity } from '../platform/processing.schema.ts';
import type { LoggedExchange, ProcessingQuery } from '../platform/processing-actions.ts';
import { withinMessage } from '../platform/within-message.ts';
import { processingActivityOf } from './processing-activity.ts';

const Position = Type.Object(
  { index: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) },
  { additionalProperties: false },
);
const positions = compileSchema(Position);

/** One page looks through the log this often at most, so that a filter that fits nothing has a bounded price. */
const looksPerPage = 5;

/** The records of exchanges for those who took part in them, in the order of the log. */
export class ProcessingActivities {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** One page, once it is logged that somebody looked. @throws KoppelError `ledger.unavailable`. */
  async lookUp(params: ParamsOf<'privacy.processingActivities'>): Promise<Page<ProcessingActivity>> {
    const page = await this.#list(params);
    await this.#call('ledger.append', {
      entries: [lookUpEntry(params.caller, 'ledger.list-activities', params.context)],
    });
    return page;
  }

  /** Can hold fewer than asked for, or none, and still name a next page. @throws KoppelError `request.invalid` for a cursor of another list. */
  async #list({ caller, query }: ParamsOf<'privacy.processingActivities'>): Promise<Page<ProcessingActivity>> {
    const { limit = defaultPageSize } = query;
    let from = await this.#start(query);
    const items: ProcessingActivity[] = [];
    for (let look = 0; look < looksPerPage && items.length < limit; look += 1) {
      const { exchanges, next } = await this.#call('ledger.exchanges', { from, limit: limit - items.length });
      items.push(...select(exchanges, caller, query));
      const fitting = withinMessage(items, (item) => JSON.stringify(item).length);
      const first = items[fitting.length];
      if (first) return pageBefore(first.question, fitting);
      if (next === from || exchanges.some((exchange) => isAfter(exchange, query))) return { items };
      from = next;
    }
    return pageBefore(from, items);
  }

  async #start({ since, after }: ProcessingQuery): Promise<number> {
    if (after !== undefined) return decodeCursor<{ index: number }>(after, positions).index;
    return since === undefined ? 0 : this.#call('ledger.indexAt', { at: new Date(since).toISOString() });
  }
}

/** The next page begins with this index of the log. */
const pageBefore = (index: number, items: readonly ProcessingActivity[]): Page<ProcessingActivity> => ({
  items,
  next: encodeCursor({ index }),
});

const isAfter = ({ question }: LoggedExchange, { until }: ProcessingQuery): boolean =>
  until !== undefined && Date.parse(question.entry.at) >= Date.parse(until);

const select = (exchanges: readonly LoggedExchange[], caller: Caller, filter: ProcessingQuery): ProcessingActivity[] =>
  exchanges
    .filter((exchange) => fits(exchange, filter) && mayRead(caller, exchange.question.entry))
    .map(processingActivityOf);

function fits(exchange: LoggedExchange, filter: ProcessingQuery): boolean {
  const { agreement, operation = '' } = exchange.question.entry;
  if (filter.agreement !== undefined && agreement?.id !== filter.agreement) return false;
  if (filter.operation !== undefined && operation.replace(/@.*/, '') !== filter.operation) return false;
  return !isAfter(exchange, filter);
}
