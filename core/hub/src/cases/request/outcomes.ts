import { KoppelError, type ExchangeReply } from '@koppel/contract';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { Doer } from '../../platform/process/process-event.ts';
import { isRetentionOver, type ProcessRecord } from '../../platform/process/process-record.ts';
import type { Commit } from '../../platform/process/process-writer.ts';
import { firstOf } from '../../platform/process/seen.ts';
import { additionOf, type ItemOrigin } from '../item/addition.ts';
import type { ItemStore } from '../item/item.store.ts';
import { answeredOutcome, outcomeEvent, problemOutcome, type Question } from './request-events.ts';

interface OutcomeTools extends Pick<ProcessTools, 'clock'> {
  readonly desk: Pick<ProcessTools['desk'], 'findWithin' | 'commit'>;
}

interface Put {
  readonly id: string;
  readonly question: Question;
  readonly by: Doer;
}

interface Came {
  readonly came: ExchangeReply | KoppelError;
  readonly responseMs: number;
}

/** An answer is never lost to somebody who was faster: the case is read anew, many times over. */
const maxAttempts = 25;

/** Writes down what came of questions: an answer becomes an item on the agreement's terms, in the same transaction. */
export class Outcomes {
  readonly #tools: OutcomeTools;
  readonly #store: ItemStore;

  constructor(tools: OutcomeTools, store: ItemStore) {
    this.#tools = tools;
    this.#store = store;
  }

  async record(put: Put, came: Came): Promise<ProcessRecord> {
    for (let i = 1; ; i++) {
      try {
        return firstOf(await this.#tools.desk.commit(await this.#plan(put, came)));
      } catch (error) {
        const isLate = error instanceof KoppelError && error.code === 'resource.changed';
        if (!isLate || i === maxAttempts) throw error;
      }
    }
  }

  async #plan({ id, question: { root, ...rest }, by }: Put, { came, responseMs }: Came): Promise<Commit> {
    const [record, current] = [await this.#find(root, id), await this.#find(root, root.id)];
    const commit = { collaboration: root.collaboration, by, model: root.model } as const;
    const change = { stream: id, kind: 'information-request', root: root.id, seenVersion: record.version } as const;
    const isOver = isRetentionOver(current.retention, this.#tools.clock.now());
    if (came instanceof KoppelError || isOver) {
      const problem = came instanceof KoppelError ? came : new KoppelError('process.closed');
      return {
        ...commit,
        changes: [{ ...change, events: [outcomeEvent(record, problemOutcome(problem, responseMs))] }],
      };
    }
    const origin = originOf(came, { question: { root, ...rest }, by, id });
    const addition = additionOf(this.#store, current, { origin, now: this.#tools.clock.now() });
    const answered = outcomeEvent(record, answeredOutcome(came, { item: addition.facts.id, responseMs }));
    return {
      ...commit,
      action: 'collect',
      changes: [
        { ...change, events: [answered] },
        { stream: root.id, kind: root.kind, root: root.id, seenVersion: current.version, events: [addition.event] },
      ],
      alongside: addition.alongside,
    };
  }

  /** As the house sees it: the answer is kept although the person's mandate ended while the partner was thinking. */
  async #find({ collaboration }: ProcessRecord, id: string): Promise<ProcessRecord> {
    const record = await this.#tools.desk.findWithin([collaboration], id);
    if (!record) throw new KoppelError('resource.not-found');
    return record;
  }
}

function originOf(reply: ExchangeReply, { question, by, id }: Put): ItemOrigin {
  const { operation, operationVersion, mode, hit, content, withheld, agreement, terms } = reply;
  return {
    kind: 'answer',
    source: question.agreement.provider,
    holder: by.oin,
    person: by.person ?? '',
    need: question.asking.need.id,
    request: id,
    terms: { agreement, ...terms },
    content: {
      answer: {
        operation,
        operationVersion,
        mode,
        withheld,
        ...(hit === undefined ? {} : { hit }),
        ...(content === undefined ? {} : { content }),
      },
    },
  };
}
