interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks many questions as one: what comes while one is on its way goes together with the next, which leaves as soon as that
 * is answered. So nobody waits for company, nobody gets an answer to a question that left before theirs, and the busier it
 * is the fewer are asked.
 */
export class Together<Question, Answer> {
  readonly #ask: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  #waiting: Waiting<Question, Answer>[] = [];
  #isUnderway = false;

  /** `ask` answers in the order of the questions. */
  constructor(ask: (questions: readonly Question[]) => Promise<readonly Answer[]>) {
    this.#ask = ask;
  }

  ask(question: Question): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting.push({ question, resolve, reject });
    if (!this.#isUnderway) void this.#askAll();
    return promise;
  }

  async #askAll(): Promise<void> {
    this.#isUnderway = true;
    while (this.#waiting.length > 0) await this.#askOnce(this.#waiting.splice(0));
    this.#isUnderway = false;
  }

  async #askOnce(together: readonly Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await this.#ask(together.map(({ question }) => question));
      for (const [place, { resolve }] of together.entries()) resolve(answers[place] as Answer);
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  }
}
