import { KoppelError } from '@koppel/contract';
import type { Edge } from '../../src/adapters/adapters.ts';
import type { Judge } from './judge.ts';
import type { Machine } from './machine.ts';
import { answerOf, sourceFaults, type Answer } from './source.ts';
import type { Timeline } from './timeline.ts';
import type { Weather } from './weather.ts';

interface LinkParts {
  readonly timeline: Timeline;
  readonly weather: Weather;
  readonly judge: Judge;
  readonly tell: (event: string) => void;
}

type Question = Parameters<Edge['ask']>[1];

/** One question under way, with whoever waits for its answer. */
interface Asked {
  readonly question: Question;
  readonly from: Machine;
  readonly settle: PromiseWithResolvers<Answer>;
  readonly isAnswerLost: boolean;
}

/** A link that loses, delays and repeats. */
export class Link {
  readonly #parts: LinkParts;

  constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  /** The hub's end of it on one machine. */
  edge(from: Machine): Edge {
    return {
      ask: (_to, question, timeoutMs) => this.#ask(from, question, timeoutMs),
      ping: async () => ({ isHealthy: true }),
      askWitness: () => Promise.reject(new Error('no simulation asks a witness')),
    };
  }

  #ask(from: Machine, question: Question, timeoutMs: number): Promise<Answer> {
    const { weather, judge, tell } = this.#parts;
    tell(`the question of try ${Number(question.transaction.slice(-12))} leaves`);
    judge.questionLeaves(from, question);
    const fate = weather.linkFate();
    if (fate === 'absent') return Promise.reject(new KoppelError('adapter.absent'));
    const settle = Promise.withResolvers<Answer>();
    const asked: Asked = { question, from, settle, isAnswerLost: fate === 'answer-lost' };
    const stopTimer = from.after(timeoutMs, () => settle.reject(new KoppelError('exchange.deadline')));
    if (fate !== 'lost') this.#deliver(asked);
    if (fate === 'twice') this.#deliver(asked);
    return settle.promise.finally(stopTimer);
  }

  /** The first answer counts; a second one, and one that comes too late, goes nowhere. */
  #deliver({ question, from, settle, isAnswerLost }: Asked): void {
    const { timeline, weather } = this.#parts;
    timeline.after(weather.delayMs(), () => {
      const reply = replyOf(question, weather.sourceFault(sourceFaults));
      if (isAnswerLost) return;
      from.after(weather.delayMs(), () => (reply instanceof Error ? settle.reject(reply) : settle.resolve(reply)));
    });
  }
}

/** A source's own failure arrives as the link's problem, without its words. */
function replyOf(question: Question, fault: number | undefined): Answer | KoppelError {
  try {
    return answerOf(question, fault);
  } catch (error) {
    return error instanceof KoppelError ? error : new KoppelError('adapter.failed');
  }
}
