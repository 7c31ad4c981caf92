import { KoppelError, type Manifest } from '@koppel/contract';
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  ConstantBackoff,
  circuitBreaker,
  handleWhen,
  retry,
  wrap,
  type IDefaultPolicyContext,
  type IPolicy,
} from 'cockatiel';
import type { SourceReply } from './source-message.ts';

const breaker = { consecutiveFailures: 10, halfOpenAfterMs: 2_000 } as const;
const retryAfterMs = 100;

/** An attempt that no answer came of. */
export class Outage extends Error {
  /** Another attempt may go better; not after a time-out, for then the source is busy enough. */
  readonly isWorthRepeating: boolean;

  constructor(message: string, options: { readonly cause: unknown; readonly isWorthRepeating: boolean }) {
    super(message, { cause: options.cause });
    this.isWorthRepeating = options.isWorthRepeating;
  }
}

/**
 * One more attempt after an outage, when repeating a question does nothing at the source; and after many outages in a row
 * a pause in which the source is left alone.
 */
export class Resilience {
  readonly #policy: IPolicy<IDefaultPolicyContext>;

  constructor(effect: Manifest['effect']) {
    const pause = circuitBreaker(
      handleWhen((error) => error instanceof Outage).orWhenResult((reply) => isUnwell(reply as SourceReply)),
      { breaker: new ConsecutiveBreaker(breaker.consecutiveFailures), halfOpenAfter: breaker.halfOpenAfterMs },
    );
    const repeat = retry(
      handleWhen((error) => error instanceof Outage && error.isWorthRepeating).orWhenResult((reply) =>
        isPassing(reply as SourceReply),
      ),
      { maxAttempts: effect === 'idempotent' ? 1 : 0, backoff: new ConstantBackoff(retryAfterMs) },
    );
    this.#policy = wrap(repeat, pause);
  }

  /** @throws KoppelError `source.failed`, or the reason of the signal. */
  async run(signal: AbortSignal, attempt: () => Promise<SourceReply>): Promise<SourceReply> {
    try {
      return await this.#policy.execute(attempt, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw translate(error);
    }
  }
}

/** A gateway's word for a source that is away; a 500 may be about one question only. */
const isUnwell = ({ status }: SourceReply): boolean => status === 502 || status === 503 || status === 504;

const isPassing = (reply: SourceReply): boolean => isUnwell(reply) && reply.retryAfterMs === undefined;

function translate(error: unknown): unknown {
  if (error instanceof Outage) return new KoppelError('source.failed', error.message, { cause: error.cause });
  if (!(error instanceof BrokenCircuitError)) return error;
  return new KoppelError('source.failed', 'The source failed many times in a row and is left alone for a moment', {
    details: { retryAfterMs: breaker.halfOpenAfterMs },
  });
}
