import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { Clock, Log } from '@koppel/contract';
import { createNoteSigner } from '@koppel/ledger';
import { ExchangeObserver } from '../../src/exchange/observer.ts';
import { OperationCatalogue } from '../../src/exchange/operation-catalogue.ts';
import type { LedgerParts } from '../../src/ledger/ledger.ts';
import type { LogSigner } from '../../src/ledger/log-signer.ts';
import type { Call } from '../../src/platform/actions.ts';
import { HubEventBus } from '../../src/platform/events.ts';
import { createMetrics } from '../../src/platform/metrics.ts';

const ignore = (): void => undefined;
export const noLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** What counts and tells decides nothing, so all schedules share it: making it takes longer than a schedule. */
export const metrics = createMetrics();
export const events = new HubEventBus(noLog);
export const observer = new ExchangeObserver(metrics, events);

const noteSigner = createNoteSigner('koppel.test/hub', generateKeyPairSync('ed25519'));
export const logSigner: LogSigner = { key: noteSigner.key, formerKeys: [], signers: () => [noteSigner] };

export const pseudonyms: LedgerParts['pseudonyms'] = {
  make: async (subjects) =>
    subjects.map(({ kind, value }) => createHmac('sha256', 'pseudonyms').update(`${kind}:${value}`).digest()),
  listOf: async () => [],
};

/** Whom a catalogue works for. */
interface Employer {
  readonly call: Call;
  readonly clock: Clock;
}

/** A catalogue that goes from one schedule to the next, so that schemas are compiled once; what it read is forgotten. */
class LentCatalogue {
  readonly #catalogue: OperationCatalogue;
  #employer: Employer | undefined;

  constructor() {
    const call = ((name: never, params: never): Promise<unknown> => this.#present.call(name, params)) as Call;
    this.#catalogue = new OperationCatalogue(call, { now: () => this.#present.clock.now() });
  }

  lend(employer: Employer): OperationCatalogue {
    this.#employer = employer;
    this.#catalogue.expire();
    return this.#catalogue;
  }

  get #present(): Employer {
    if (!this.#employer) throw new Error('nobody employs this catalogue');
    return this.#employer;
  }
}

const catalogues = [new LentCatalogue(), new LentCatalogue()] as const;

/** The catalogue of a place where one machine after the other works. */
export const catalogueAt = (place: 0 | 1, employer: Employer): OperationCatalogue => catalogues[place].lend(employer);
