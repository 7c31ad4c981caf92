import { setTimeout as delay } from 'node:timers/promises';
import { asKoppelError, type Log, type Manifest } from '@koppel/contract';
import type { LinkClient } from '../link-client.ts';
import { Backoff } from '../wire/backoff.ts';

/** Keeps the hub told what this adapter offers: at the start and after every reconnection. */
export class Registration {
  readonly #link: LinkClient;
  readonly #manifest: Manifest;
  readonly #log: Log;
  readonly #stopped = new AbortController();
  #isRegistering = false;
  #isAccepted = false;

  constructor(link: LinkClient, manifest: Manifest, log: Log) {
    this.#link = link;
    this.#manifest = manifest;
    this.#log = log;
  }

  /**
   * Resolves when the hub has accepted the manifest, however long the hub is away.
   * @throws KoppelError when the hub refuses the manifest itself, which trying again would not change.
   */
  async open(): Promise<void> {
    await this.#register();
    this.#link.onStatus((status) => {
      // The hub may have lost it, or another may be there now.
      this.#isAccepted = false;
      if (status === 'connected') void this.#registerAgain();
    });
  }

  /** Whether the hub accepted the manifest since the link was last lost. */
  get isAccepted(): boolean {
    return this.#isAccepted;
  }

  close(): void {
    this.#stopped.abort();
  }

  async #registerAgain(): Promise<void> {
    try {
      await this.#register();
    } catch (error) {
      this.#log.error({ code: asKoppelError(error).code }, 'The hub no longer accepts this adapter');
    }
  }

  async #register(): Promise<void> {
    if (this.#isRegistering) return;
    this.#isRegistering = true;
    const backoff = new Backoff();
    try {
      while (!this.#stopped.signal.aborted && !(await this.#attempt())) {
        backoff.failed();
        await delay(backoff.waitMs, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
      }
    } finally {
      this.#isRegistering = false;
    }
  }

  /** False when it is worth trying again. */
  async #attempt(): Promise<boolean> {
    try {
      await this.#link.register(this.#manifest);
      this.#isAccepted = true;
      this.#log.info({ adapter: this.#manifest.id, version: this.#manifest.version }, 'Registered with the hub');
      return true;
    } catch (error) {
      const problem = asKoppelError(error);
      if (!problem.retryable && problem.code !== 'hub.failed') throw problem;
      this.#log.warn({ code: problem.code }, 'Could not register with the hub; trying again');
      return false;
    }
  }
}
