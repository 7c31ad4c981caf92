import { EventEmitter } from 'node:events';
import type { HubEvents, Log } from '@koppel/contract';

/** What the rooms of this node tell about themselves, for the plugins of this node. A listener cannot disturb a room. */
export class HubEventBus {
  readonly #emitter = new EventEmitter();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
    this.#emitter.setMaxListeners(100);
  }

  emit<Type extends keyof HubEvents>(type: Type, event: HubEvents[Type]): void {
    if (this.#emitter.listenerCount(type) > 0) this.#emitter.emit(type, event);
  }

  /** Returns the function that ends the listening. */
  on<Type extends keyof HubEvents>(type: Type, listener: (event: HubEvents[Type]) => void): () => void {
    const guarded = (event: unknown): void => {
      try {
        listener(event as HubEvents[Type]);
      } catch (error) {
        this.#log.error({ event: type, reason: error instanceof Error ? error.name : 'unknown' }, 'a listener failed');
      }
    };
    this.#emitter.on(type, guarded);
    return () => void this.#emitter.off(type, guarded);
  }
}
