import { ShortLived } from '@koppel/contract';
import type { ReceivedMessage, WireFailure } from './wire.ts';

type Outcome = ReceivedMessage | WireFailure;

interface Pending {
  readonly subject: string;
  readonly settle: (outcome: Outcome) => void;
  readonly timer: NodeJS.Timeout;
}

/** The requests of one connection that wait for an answer, by the last token of their reply subject. */
export class PendingRequests {
  readonly #pending = new ShortLived<Pending>();

  /** Registers a request and sends it; `send` returns a failure when it could not be sent. */
  open(subject: string, timeoutMs: number, send: (token: string) => WireFailure | undefined): Promise<Outcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.settle(token, 'late'), timeoutMs);
      const token = this.#pending.add({ subject, settle: resolve, timer });
      const failure = send(token);
      if (failure !== undefined) this.settle(token, failure);
    });
  }

  /** False when nobody waits (any more): a late or second answer goes nowhere. */
  settle(token: string, outcome: Outcome): boolean {
    const pending = this.#pending.take(token);
    if (!pending) return false;
    clearTimeout(pending.timer);
    pending.settle(outcome);
    return true;
  }

  /** Ends every request, or every one to this subject, with the same failure. */
  settleAll(failure: WireFailure, subject?: string): void {
    for (const [token, pending] of this.#pending.entries()) {
      if (subject === undefined || pending.subject === subject) this.settle(token, failure);
    }
  }
}
