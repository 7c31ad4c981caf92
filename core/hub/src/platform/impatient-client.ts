import pg from 'pg';

/** The driver's word for a question to which no answer came within `query_timeout`. */
export const noAnswer = 'Query read timeout';

/**
 * A connection that ends itself when it left a question unanswered. The driver only tells the one who asked; the
 * connection would go back to its pool, and whoever got it next would wait behind the same question.
 */
export class ImpatientClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.query = ((...question: unknown[]): unknown => {
      const answer: unknown = super.query(...(question as [string]));
      if (answer instanceof Promise) answer.catch((error: unknown) => this.#giveUp(error));
      return answer;
    }) as pg.Client['query'];
  }

  #giveUp(error: unknown): void {
    if (!(error instanceof Error && error.message === noAnswer)) return;
    // Its pool sees at once that it is ending, and nobody waits for the other side to agree.
    void this.end().catch(() => undefined);
    this.connection.stream.destroy();
  }
}
