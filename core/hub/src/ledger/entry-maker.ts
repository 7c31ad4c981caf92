import { KoppelError, type Clock, type SubjectId } from '@koppel/contract';
import {
  CLOCK_TOLERANCE_MS,
  createUuidV7,
  entryBody,
  entryFaults,
  leafHash,
  setFields,
  timeOfUuidV7,
  type LedgerEntry,
} from '@koppel/ledger';
import type { LedgerEntryDraft } from '../platform/actions.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** An entry to which only its id and instant are missing. */
export interface Prepared {
  readonly entry: Omit<LedgerEntry, 'id' | 'at'>;
  readonly pseudonyms: readonly Buffer[];
}

/** An entry ready to be stored. */
export interface Sealed {
  readonly body: string;
  readonly leaf: Uint8Array;
  readonly exchange: string | null;
  readonly pseudonyms: readonly Buffer[];
}

/** Turns drafts into entries; identifiers of subjects end here. */
export class EntryMaker {
  readonly #pseudonyms: Pick<Pseudonyms, 'make'>;
  readonly #clock: Clock;

  constructor(pseudonyms: Pick<Pseudonyms, 'make'>, clock: Clock) {
    this.#pseudonyms = pseudonyms;
    this.#clock = clock;
  }

  /**
   * @throws KoppelError `ledger.unavailable` when the pseudonym key cannot be had, `hub.failed` for a draft that is no
   * entry: a fault of a room, found before it can spoil a batch.
   */
  async prepare({ subjects, ...draft }: LedgerEntryDraft): Promise<Prepared> {
    const pseudonyms = subjects && unique(await this.#pseudonymise(subjects, draft.collaboration));
    const entry: Prepared['entry'] = {
      v: 1,
      ...draft,
      ...(pseudonyms ? { subjects: pseudonyms.map((pseudonym) => pseudonym.toString('base64url')) } : {}),
    };
    for (const name of setFields) if (entry[name]) entry[name] = [...new Set(entry[name])].sort(byBytes);
    checkEntry(entry, 'A room offered the ledger something that is no entry');
    return { entry, pseudonyms: pseudonyms ?? [] };
  }

  /**
   * Takes what another node prepared, unless it would spoil the batch that it gets into.
   *
   * @throws KoppelError `hub.failed` for what is no entry (bytes may change on their way, and a later version knows more
   * kinds), `ledger.unavailable` for a question that is of another time.
   */
  accept(entry: Prepared['entry']): Prepared {
    checkEntry(entry, 'Another node handed over something that is no entry');
    checkTime(entry, this.#clock.now());
    return { entry, pseudonyms: (entry.subjects ?? []).map((pseudonym) => Buffer.from(pseudonym, 'base64url')) };
  }

  /** Gives an entry its id and instant. @throws KoppelError `ledger.unavailable` for a question that is of another time. */
  seal({ entry, pseudonyms }: Prepared, atMs: number): Sealed {
    checkTime(entry, atMs);
    const bytes = entryBody({ ...entry, ...stampOf(atMs) });
    return { body: bytes.toString(), leaf: leafHash(bytes), exchange: entry.exchange ?? null, pseudonyms };
  }

  async #pseudonymise(subjects: readonly SubjectId[], collaboration: string | undefined): Promise<readonly Buffer[]> {
    if (subjects.length === 0) return [];
    if (collaboration === undefined) throw new KoppelError('hub.failed', 'Subjects belong to a collaboration');
    try {
      const year = new Date(this.#clock.now()).getUTCFullYear();
      return await this.#pseudonyms.make(subjects, { collaboration, year });
    } catch (cause) {
      throw new KoppelError('ledger.unavailable', 'The pseudonym key cannot be read', { cause });
    }
  }
}

const stampOf = (atMs: number): Pick<LedgerEntry, 'id' | 'at'> => ({
  id: createUuidV7(atMs),
  at: new Date(atMs).toISOString(),
});

/** After a machine stood still, or its clock leapt: a verifier would take the entry for a forgery (docs/ledger-format.md, 2.5). */
function checkTime({ type, exchange }: Prepared['entry'], atMs: number): void {
  if (!type.startsWith('request.') || exchange === undefined) return;
  if (Math.abs(atMs - timeOfUuidV7(exchange)) > CLOCK_TOLERANCE_MS)
    throw new KoppelError('ledger.unavailable', 'A question is too old to be written');
}

/** In the place of the stamp that an entry gets when it is sealed. */
const anyStamp = stampOf(0);

function checkEntry(entry: Prepared['entry'], otherwise: string): void {
  const faults = entryFaults({ ...entry, ...anyStamp });
  if (faults.length > 0) throw new KoppelError('hub.failed', otherwise, { details: { faults } });
}

const unique = (pseudonyms: readonly Buffer[]): Buffer[] => [
  ...new Map(pseudonyms.map((pseudonym) => [pseudonym.toString('hex'), pseudonym])).values(),
];

const byBytes = (one: string, other: string): number => (one < other ? -1 : 1);
