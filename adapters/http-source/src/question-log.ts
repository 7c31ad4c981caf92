import {
  KoppelError,
  asKoppelError,
  operationId,
  type Log,
  type OperationHandler,
  type Question,
} from '@koppel/contract';

/** The same handlers, with one line per question in the adapter's own log: which, under which transaction, how it ended; never about whom. */
export function logQuestions(handlers: readonly OperationHandler[], log: Log): OperationHandler[] {
  return handlers.map((handler) => {
    const content = handler.content?.bind(handler);
    const match = handler.match?.bind(handler);
    return {
      operation: handler.operation,
      ...(content && { content: (question: Question) => logged(log, question, () => content(question)) }),
      ...(match && { match: (question: Question) => logged(log, question, () => match(question)) }),
    };
  });
}

async function logged<Result>(log: Log, question: Question, answer: () => Promise<Result>): Promise<Result> {
  const begun = performance.now();
  const describe = (): object => ({
    operation: operationId({ name: question.operation, version: question.version }),
    mode: question.mode,
    transaction: question.transaction,
    durationMs: Math.round(performance.now() - begun),
  });
  try {
    const result = await answer();
    log.info(describe(), 'Answered a question');
    return result;
  } catch (error) {
    log.warn({ ...describe(), ...explain(error) }, 'Could not answer a question');
    throw error;
  }
}

/** Our own words only: a foreign error's message may repeat what the source said about a person, its code cannot. */
function explain(error: unknown): object {
  const { code, message, cause } = asKoppelError(error, 'adapter.failed');
  const causeCode: unknown = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  const why = error instanceof KoppelError ? message : describeForeign(error);
  return {
    code,
    why,
    ...(typeof causeCode === 'string' && /^[A-Z0-9_]{3,40}$/.test(causeCode) && { cause: causeCode }),
  };
}

const describeForeign = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
