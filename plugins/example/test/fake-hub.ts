import type { Clock, CounterDefinition, HubApi, HubEvents, Log } from '@koppel/contract';

type Refusal = HubEvents['exchange.refused'];

/** A hub that a test can make tell things; it keeps what the plugin logs and counts. */
export class FakeHub implements HubApi {
  readonly lines: { readonly level: keyof Log; readonly fields: object; readonly message: string }[] = [];
  readonly counters = new Map<string, { readonly definition: CounterDefinition; readonly labels: object[] }>();
  readonly #listeners: ((event: Refusal) => void)[] = [];
  #now = 0;

  readonly clock: Clock = { now: () => this.#now };
  readonly log: Log = {
    debug: this.#keep('debug'),
    info: this.#keep('info'),
    warn: this.#keep('warn'),
    error: this.#keep('error'),
  };

  on<Type extends keyof HubEvents>(type: Type, listener: (event: HubEvents[Type]) => void): void {
    if (type === 'exchange.refused') this.#listeners.push(listener as (event: Refusal) => void);
  }

  counter(definition: CounterDefinition): ReturnType<HubApi['counter']> {
    const labels: object[] = [];
    this.counters.set(definition.name, { definition, labels });
    return { increment: (given) => labels.push(given) };
  }

  /** Refuses an exchange of this organisation at this time in milliseconds. */
  refuse(requester: string, atMs: number, code = 'agreement.suspended'): void {
    this.#now = atMs;
    const event = { exchange: '0199c1de-aaaa-7bbb-8ccc-1234567890ab', operation: 'tax.find-incomes', requester, code };
    for (const listener of this.#listeners) listener(event);
  }

  get warnings(): object[] {
    return this.lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields);
  }

  #keep(level: keyof Log): (fields: object, message: string) => void {
    return (fields, message) => void this.lines.push({ level, fields, message });
  }
}
