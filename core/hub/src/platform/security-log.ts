import type { Log, ProblemCode } from '@koppel/contract';
import type { Metrics } from './metrics.ts';

/** Something that whoever guards the hub wants to see, told without anything that a request said. */
export interface SecurityEvent {
  readonly event: 'token.given' | 'token.refused' | 'request.refused';
  readonly code?: ProblemCode;
  /** A system that is registered; absent when nobody knows who it was. */
  readonly system?: { readonly oin: string; readonly client: string };
  /** Whether a person acts, never which. */
  readonly forPerson?: boolean;
  readonly scopes?: readonly string[];
  /** The pattern of an address, never the address; on the link `link/` and what was asked of the hub. */
  readonly route?: string;
  readonly transaction?: string;
  readonly traceparent?: string;
}

interface Held {
  /** The last one. */
  readonly event: SecurityEvent;
  /** How often since its line. */
  readonly times: number;
}

interface SecurityLogParts {
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'securityEvents'>;
  readonly windowMs?: number;
}

const defaultWindowMs = 10_000;
/** Of those that are told apart; who comes on top of these within one window is counted under nobody's name. */
const mostKinds = 1000;

/**
 * A line in the log for each token that was given or refused, and for each request that was refused before it was an
 * exchange (the ledger has those). The first of its kind by a system has its line at once; what follows within ten
 * seconds is counted, and told in one line at their end: a flood fills no disk.
 */
export class SecurityLog {
  readonly #parts: SecurityLogParts;
  readonly #held = new Map<string, Held>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: SecurityLogParts) {
    this.#parts = parts;
  }

  tell(event: SecurityEvent): void {
    this.#parts.metrics.securityEvents.inc({ event: event.event, code: event.code ?? '' });
    const kept = this.#hasRoomFor(event) ? event : withoutSystem(event);
    const held = this.#held.get(kindOf(kept));
    this.#held.set(kindOf(kept), { event: kept, times: held ? held.times + 1 : 0 });
    if (!held) this.#write(kept, 1);
    this.#timer ??= setInterval(() => this.flush(), this.#parts.windowMs ?? defaultWindowMs).unref();
  }

  /** Tells what was only counted, and begins anew. */
  flush(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    const held = [...this.#held.values()];
    this.#held.clear();
    for (const { event, times } of held) if (times > 0) this.#write(event, times);
  }

  #hasRoomFor(event: SecurityEvent): boolean {
    return this.#held.size < mostKinds || this.#held.has(kindOf(event));
  }

  #write({ system, ...event }: SecurityEvent, times: number): void {
    const { log } = this.#parts;
    const fields = { ...event, ...system, times };
    if (event.event === 'token.given') log.info(fields, 'a token was given');
    else log.warn(fields, event.event === 'token.refused' ? 'a token was refused' : 'a request was refused');
  }
}

const kindOf = ({ event, code, system }: SecurityEvent): string => [event, code, system?.oin, system?.client].join(' ');

function withoutSystem({ system: _system, ...event }: SecurityEvent): SecurityEvent {
  return event;
}
