import { KoppelError, ShortLived } from '@koppel/contract';

/** Work that ends in time or is given up: its signal fires and its result, which nobody waits for any more, is dropped. */
export class Deadlines {
  readonly #open = new ShortLived<(reason: KoppelError) => void>();

  /** @throws KoppelError `exchange.deadline` when the time is up, `adapter.failed` when all is given up. */
  async run<Result>(timeoutMs: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const controller = new AbortController();
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const giveUp = (reason: KoppelError): void => {
      controller.abort(reason);
      reject(reason);
    };
    const timer = setTimeout(() => giveUp(new KoppelError('exchange.deadline')), timeoutMs);
    const name = this.#open.add(giveUp);
    try {
      return await Promise.race([work(controller.signal), ended]);
    } finally {
      clearTimeout(timer);
      this.#open.take(name);
    }
  }

  /** Gives up everything that is still running. */
  abandon(): void {
    for (const [, giveUp] of this.#open.entries()) giveUp(new KoppelError('adapter.failed', 'The adapter stopped'));
  }
}
