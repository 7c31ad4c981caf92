import { KoppelError, type Clock, type ExchangeAgreement, type ProblemCode } from '@koppel/contract';
import type { Call } from '../platform/actions.ts';
import type { AgreementLease } from './agreement-lease.ts';
import type { Attempt } from './attempt.ts';
import type { Allowed } from './entries.ts';
import type { Gate, GateDecision, GateQuestion } from './gate.ts';
import type { KnownOperation, OperationCatalogue } from './operation-catalogue.ts';

export interface GateKeeperParts {
  readonly call: Call;
  readonly gate: Gate;
  readonly lease: AgreementLease;
  readonly catalogue: OperationCatalogue;
  readonly clock: Clock;
}

/** What the gate said, and which operation it was about, if its provider offers it. */
export interface Ruling {
  readonly decision: GateDecision;
  readonly operation: KnownOperation | undefined;
}

const mayHaveChanged: ReadonlySet<ProblemCode> = new Set([
  'agreement.not-found',
  'agreement.not-active',
  'agreement.suspended',
]);

/** Puts attempts before the gate with all that it must know: the agreements of now, the provider's own operation, and where the case stands. */
export class GateKeeper {
  readonly #parts: GateKeeperParts;

  constructor(parts: GateKeeperParts) {
    this.#parts = parts;
  }

  /** @throws KoppelError `gate.stale`, or what the process says when it cannot be asked about the case. */
  async rule(attempt: Attempt): Promise<Ruling> {
    const { lease } = this.#parts;
    if (!lease.isFresh) throw new KoppelError('gate.stale', undefined, { details: { retryAfterMs: 1000 } });
    const ruling = await this.#ruleOnOffer(attempt);
    if (ruling.decision.isOpen || !mayHaveChanged.has(ruling.decision.code)) return ruling;
    // Signed or resumed a moment ago, perhaps: a no is only said on what is known now.
    await lease.refresh();
    return this.#ruleOnOffer(attempt);
  }

  /** Why an exchange that was let through must stop after all: its agreement or its case was closed meanwhile, or time is up. */
  async findReasonToStop({ attempt, operation }: Allowed): Promise<ProblemCode | undefined> {
    const { lease, clock } = this.#parts;
    const decision = await this.#decide(attempt, operation);
    if (clock.now() > attempt.deadline) return 'exchange.deadline';
    if (!lease.isFresh) return 'gate.stale';
    return decision.isOpen ? undefined : decision.code;
  }

  /** What an operation asks about is what its provider says, never what somebody else publishes under the same name. */
  async #ruleOnOffer(attempt: Attempt): Promise<Ruling> {
    const { caller, request } = attempt;
    const agreement = this.#parts.gate.find({ oin: caller.oin, client: caller.client, request });
    const operation = agreement && (await this.#findOffered(agreement));
    return { decision: await this.#decide(attempt, operation), operation };
  }

  #findOffered({ operation, provider, operationVersion }: ExchangeAgreement): Promise<KnownOperation | undefined> {
    return this.#parts.catalogue.find({ operation, oin: provider, major: operationVersion });
  }

  async #decide(attempt: Attempt, operation: KnownOperation | undefined): Promise<GateDecision> {
    const { gate, call } = this.#parts;
    const { oin, person } = attempt.caller;
    const id = gate.findDecisiveCase(this.#questionOf(attempt, operation));
    if (id === undefined) return gate.decide(this.#questionOf(attempt, operation));
    const standing = await call('cases.standing', { id, oin, ...(person === undefined ? {} : { person }) });
    return gate.decide({ ...this.#questionOf(attempt, operation), standing });
  }

  #questionOf({ caller, request }: Attempt, operation: KnownOperation | undefined): GateQuestion {
    const { oin, client } = caller;
    // Of an operation that nobody describes the worst is assumed.
    const asksAboutSubject = operation?.description.subjects.some(({ kind }) => kind === 'bsn') ?? true;
    return { oin, client, request, now: this.#parts.clock.now(), asksAboutSubject };
  }
}
