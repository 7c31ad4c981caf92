import type { AgreementRecord } from '@koppel/contract';
import type { AgreementChanges, CaseStanding } from '../../src/platform/actions.ts';
import { aRecord, now as startOfTime, oins } from '../fixtures.ts';

/** Something that holds from an instant on. */
interface Since<Value> {
  readonly atMs: number;
  readonly value: Value;
}

const idOf = (kind: string, place: number): string =>
  `01938c5e-8c00-7000-8000-${kind}${String(place).padStart(8, '0')}`;

export const agreementIds = {
  /** Gets suspended, resumed and revoked. */
  contested: idOf('a000', 1),
  match: idOf('a000', 2),
  inCase: idOf('a000', 3),
  /** Ends while a schedule runs. */
  ending: idOf('a000', 4),
  /** In force from the beginning to the end. */
  steady: idOf('a000', 5),
} as const;

export const caseId = idOf('ca5e', 1);

const endingAtMs = 4000;

const records: readonly AgreementRecord[] = [
  aRecord({}, { id: agreementIds.contested }),
  aRecord({}, { id: agreementIds.match, mode: 'match', grantedFields: [] }),
  aRecord({}, { id: agreementIds.inCase, casePhases: ['enriched'] }),
  aRecord(
    {},
    {
      id: agreementIds.ending,
      validity: { from: '2026-01-01T00:00:00Z', until: new Date(startOfTime + endingAtMs).toISOString() },
    },
  ),
  aRecord({}, { id: agreementIds.steady, grantedFields: ['residents[].familyName'] }),
];

/** How many other agreements are signed at once, sometimes. */
const crowd = 12;

/** Small, so that the gate has to turn the page. */
const recordsPerPage = 2;

/** The agreements and the case as they are committed, and as they were at any time before. */
export class AgreementBook {
  readonly #changes: { readonly change: number; readonly record: AgreementRecord }[] = records.map((record, i) => ({
    change: i + 1,
    record,
  }));
  readonly #statuses = new Map(records.map(({ agreement, status }) => [agreement.id, [{ atMs: 0, value: status }]]));
  readonly #standings: Since<CaseStanding>[] = [];

  constructor() {
    this.moveCase(0, 'content');
  }

  find(id: string): AgreementRecord | undefined {
    return this.#changes.findLast(({ record }) => record.agreement.id === id)?.record;
  }

  /** One row per agreement, which moves to the end of the queue with every change. */
  change(id: string, atMs: number, status: AgreementRecord['status']): void {
    const at = this.#changes.findIndex(({ record }) => record.agreement.id === id);
    const [row] = this.#changes.splice(at, 1);
    if (!row) throw new Error('there is no such agreement');
    const last = this.#changes.at(-1)?.change ?? 0;
    this.#changes.push({ change: Math.max(last, row.change) + 1, record: { ...row.record, status } });
    this.#statuses.get(id)?.push({ atMs, value: status });
  }

  /** Others sign agreements of their own; the gate has to take them all in before it comes to what follows. */
  addCrowd(): void {
    for (let i = 0; i < crowd; i += 1) {
      const place = this.#changes.length + 1;
      const record = aRecord({}, { id: idOf('c0d0', place), requester: oins.stranger });
      this.#changes.push({ change: (this.#changes.at(-1)?.change ?? 0) + 1, record });
    }
  }

  changesSince(revision: number): AgreementChanges {
    const page = this.#changes.filter(({ change }) => change > revision).slice(0, recordsPerPage);
    return {
      revision: page.at(-1)?.change ?? revision,
      records: page.map(({ record }) => record),
      isComplete: page.length < recordsPerPage,
    };
  }

  moveCase(atMs: number, exchange: CaseStanding['exchange']): void {
    const phase = exchange === 'none' ? 'closed' : 'enriched';
    this.#standings.push({ atMs, value: { collaboration: 'example-region', phase, exchange } });
  }

  standing(): CaseStanding | null {
    return this.#standings.at(-1)?.value ?? null;
  }

  /** Whether an agreement was in force at any moment from one instant to another. */
  wasActive(id: string, fromMs: number, toMs: number): boolean {
    return heldBetween(this.#statuses.get(id) ?? [], { fromMs, toMs }, (status) => status === 'active');
  }

  /** Whether content might be asked about the case at any moment from one instant to another. */
  wasCaseOpen(fromMs: number, toMs: number): boolean {
    return heldBetween(this.#standings, { fromMs, toMs }, ({ exchange }) => exchange === 'content');
  }
}

function heldBetween<Value>(
  history: readonly Since<Value>[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  isIt: (value: Value) => boolean,
): boolean {
  return history.some(
    ({ atMs, value }, i) => isIt(value) && atMs <= toMs && (history[i + 1]?.atMs ?? Infinity) >= fromMs,
  );
}
