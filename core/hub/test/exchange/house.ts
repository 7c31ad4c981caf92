import { KoppelError, type AgreementRecord, type ExchangeAgreement, type OperationDescription } from '@koppel/contract';
import { CapturedLog } from '@koppel/testkit';
import { AgreementLease } from '../../src/exchange/agreement-lease.ts';
import { Exchanges } from '../../src/exchange/exchanges.ts';
import { Gate } from '../../src/exchange/gate.ts';
import { GateKeeper } from '../../src/exchange/gate-keeper.ts';
import { IdempotencyKeys, type KeyClaim, type KeyStore } from '../../src/exchange/idempotency.ts';
import { EvidenceJudge, type EvidenceUse, type UsedEvidence } from '../../src/exchange/evidence-judge.ts';
import { ExchangeObserver } from '../../src/exchange/observer.ts';
import { OperationCatalogue } from '../../src/exchange/operation-catalogue.ts';
import type {
  AskParams,
  AskResult,
  Call,
  Caller,
  CaseStanding,
  LedgerEntryDraft,
  LoggedEntry,
  ParamsOf,
} from '../../src/platform/actions.ts';
import { HubEventBus } from '../../src/platform/events.ts';
import { createMetrics } from '../../src/platform/metrics.ts';
import { aRecord, aRequest, findResidents, now, oins } from '../fixtures.ts';

/** Idempotency keys in memory, under the same rules as the table. */
export class MemoryKeys implements KeyStore {
  readonly claims = new Map<string, KeyClaim>();

  async claim(claim: KeyClaim): Promise<KeyClaim | null> {
    const holder = this.claims.get(claim.keyDigest);
    if (holder) return holder;
    this.claims.set(claim.keyDigest, claim);
    return null;
  }

  async release({ keyDigest, exchange }: Pick<KeyClaim, 'keyDigest' | 'exchange'>): Promise<void> {
    if (this.claims.get(keyDigest)?.exchange === exchange) this.claims.delete(keyDigest);
  }

  async replace(old: KeyClaim, claim: KeyClaim): Promise<boolean> {
    if (this.claims.get(old.keyDigest)?.exchange !== old.exchange) return false;
    this.claims.set(claim.keyDigest, claim);
    return true;
  }
}

/** Used evidence in memory, under the same rules as the table. */
export class MemoryEvidence implements UsedEvidence {
  readonly #uses = new Map<string, string | undefined>();

  async use({ digest, keyDigest }: EvidenceUse): Promise<boolean> {
    if (this.#uses.has(digest) && (keyDigest === undefined || this.#uses.get(digest) !== keyDigest)) return false;
    this.#uses.set(digest, keyDigest);
    return true;
  }

  async release(digest: string): Promise<void> {
    this.#uses.delete(digest);
  }
}

export interface HouseOptions {
  readonly record?: Partial<AgreementRecord>;
  readonly agreement?: Partial<ExchangeAgreement>;
  readonly operation?: OperationDescription | null;
}

export const goodContent = { residents: [{ familyName: 'Testpersoon' }], count: 1 };

export const asker: Caller = { oin: oins.requester, client: 'intake', scopes: ['exchange'] };

/** The way through the house with everything around it replaced: a ledger in memory and an adapter that answers what a test says. */
export class House {
  readonly ledger: LedgerEntryDraft[] = [];
  readonly asked: AskParams[] = [];
  /** Agreements that changed and that the gate has not heard of yet. */
  readonly changes: AgreementRecord[] = [];
  readonly steps: string[] = [];
  /** Registered evidence keys, by their id. */
  readonly evidenceKeys = new Map<string, { oin: string; jwk: object }>();
  readonly clock = { time: now, now: () => this.clock.time };
  readonly gate = new Gate();
  readonly metrics = createMetrics();
  readonly keyStore = new MemoryKeys();
  readonly lease: AgreementLease;
  readonly exchanges: Exchanges;
  answer: (asked: AskParams) => Promise<AskResult> = async () => ({
    client: 'records',
    content: goodContent,
    subjects: [],
  });
  /** Where cases stand; a hub without a process room unless a test brings one. */
  standing: (asked: ParamsOf<'cases.standing'>) => Promise<CaseStanding | null> = () =>
    Promise.reject(new KoppelError('hub.unavailable'));
  readonly lookups: ParamsOf<'cases.standing'>[] = [];
  /** What is registered under a name, or of one provider; the house's own operation unless a test says otherwise. */
  findOperation: (asked: ParamsOf<'adapters.findOperation'>) => OperationDescription | null = () => this.#operation;
  /** The index that the ledger answers for an entry. */
  place: (index: number) => number | undefined = (index) => index;
  /** Throws when the ledger should refuse an entry. */
  beforeAppend: (entry: LedgerEntryDraft) => void = () => undefined;

  readonly #operation: OperationDescription | null;

  constructor(options: HouseOptions = {}) {
    this.#operation = options.operation === undefined ? findResidents : options.operation;
    const log = new CapturedLog();
    const { clock, gate, metrics } = this;
    this.lease = new AgreementLease({ gate, call: this.#call, clock, log });
    gate.apply([aRecord(options.record, options.agreement)]);
    const keys = new IdempotencyKeys(this.keyStore, this.#call, clock);
    const catalogue = new OperationCatalogue(this.#call, clock);
    const observer = new ExchangeObserver(metrics, new HubEventBus(log));
    const keeper = new GateKeeper({ call: this.#call, gate, lease: this.lease, catalogue, clock });
    const evidence = new EvidenceJudge({ call: this.#call, used: new MemoryEvidence(), clock });
    this.exchanges = new Exchanges({ call: this.#call, keeper, catalogue, keys, evidence, clock, observer });
  }

  /** Asks as the requester; the lease is fresh unless a test lets it run out. */
  async ask(request = aRequest(), idempotencyKey?: string, caller: Caller = asker) {
    if (this.lease.ageMs === Number.POSITIVE_INFINITY) await this.lease.refresh();
    return this.exchanges.perform({
      caller,
      request,
      context: {
        transaction: '01938c5e-8c00-7000-8000-0000000000aa',
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      },
    });
  }

  types(): string[] {
    return this.ledger.map(({ type }) => type);
  }

  readonly #call = (async (name: string, params: never) => {
    this.steps.push(name);
    const action = this.#actions[name];
    if (!action) throw new KoppelError('hub.unavailable');
    return action(params);
  }) as Call;

  readonly #actions: Record<string, (params: never) => Promise<unknown>> = {
    'agreements.changesSince': async ({ revision }: { revision: number }) => ({
      revision,
      records: this.changes.splice(0),
      isComplete: true,
    }),
    'cases.standing': async (params: ParamsOf<'cases.standing'>) => {
      this.lookups.push(params);
      return this.standing(params);
    },
    'adapters.findOperation': async (params: ParamsOf<'adapters.findOperation'>) => this.findOperation(params),
    'identity.findKey': async ({ oin, kid }: { oin: string; kid: string }) => {
      const key = this.evidenceKeys.get(kid);
      return key?.oin === oin ? key : null;
    },
    'adapters.ask': async (params: AskParams) => {
      this.asked.push(params);
      return this.answer(params);
    },
    'ledger.append': async ({ entries }: { entries: LedgerEntryDraft[] }) => {
      for (const entry of entries) this.beforeAppend(entry);
      return entries.map((entry) => this.place(this.ledger.push(entry) - 1));
    },
    'ledger.findExchange': async ({ exchange }: { exchange: string }): Promise<LoggedEntry[]> =>
      this.ledger.flatMap((entry, index) =>
        entry.exchange === exchange ? [{ index, entry: entry as unknown as LoggedEntry['entry'] }] : [],
      ),
  };
}
