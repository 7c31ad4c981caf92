import { createPublicKey } from 'node:crypto';
import {
  canonicalDigest,
  checkAgreementDraft,
  isAgreementSignedBy,
  KoppelError,
  type AgreementDraft,
  type AgreementRecord,
  type AgreementSignature,
  type Clock,
  type ExchangeAgreement,
  type Fault,
} from '@koppel/contract';
import { v7 as uuidv7 } from 'uuid';
import {
  isOperator,
  type Call,
  type Caller,
  type LedgerEntryDraft,
  type ParamsOf,
  type StatusChange,
} from '../platform/actions.ts';
import { isParty, obstacleTo, withSignature, type AgreementStep } from './lifecycle.ts';
import type { AgreementStore } from './agreements.store.ts';

export interface AgreementParts {
  readonly store: AgreementStore;
  readonly call: Call;
  readonly clock: Clock;
  /** Tells every node that the set of agreements changed; on this node it is known when the promise is kept. */
  readonly announce: (record: AgreementRecord) => Promise<void>;
}

const stepResults = {
  suspend: { status: 'suspended', type: 'agreement.suspended' },
  resume: { status: 'active', type: 'agreement.resumed' },
  revoke: { status: 'revoked', type: 'agreement.revoked' },
} as const;

/** The agreements between organisations. Every change is in the ledger before it is in force, and not there when it lost a race. */
export class Agreements {
  readonly #parts: AgreementParts;

  constructor(parts: AgreementParts) {
    this.#parts = parts;
  }

  async draft(caller: Caller, draft: AgreementDraft): Promise<AgreementRecord> {
    if (draft.requester !== caller.oin && draft.provider !== caller.oin) throw new KoppelError('resource.not-found');
    const faults = await this.#draftFaults(draft);
    if (faults.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults } });
    const agreement: ExchangeAgreement = { id: uuidv7(), version: 1, ...draft };
    const record: AgreementRecord = {
      agreement,
      status: 'draft',
      signatures: [],
      digest: canonicalDigest(agreement),
      changedAt: this.#now(),
      revision: 1,
    };
    await this.#parts.store.insert(record, () => this.#log(['agreement.drafted'], record, caller));
    return record;
  }

  async get(caller: Caller, id: string): Promise<AgreementRecord> {
    const record = await this.#parts.store.find(id, await this.#collaborationsOf(caller));
    if (!record || !this.#mayRead(record, caller)) throw new KoppelError('resource.not-found');
    return record;
  }

  async list(caller: Caller, status?: string): Promise<AgreementRecord[]> {
    const records = await this.#parts.store.listOf(caller.oin, await this.#collaborationsOf(caller));
    return status === undefined ? records : records.filter((record) => record.status === status);
  }

  /** Both parties sign the same canonical form; the second signature puts the agreement in force. */
  async sign(asked: ParamsOf<'agreements.sign'>): Promise<AgreementRecord> {
    const { caller, id, signature } = asked;
    const record = await this.get(caller, id);
    this.#check('sign', record, asked);
    if (signature.organisation !== caller.oin || !isParty(record, caller.oin)) {
      throw new KoppelError('agreement.signature-invalid', 'An organisation can only sign for itself');
    }
    if (record.signatures.some(({ organisation }) => organisation === caller.oin)) {
      throw new KoppelError('agreement.transition-refused', 'This organisation has signed already');
    }
    await this.#verify(record.agreement, signature);
    const signed = this.#next(withSignature(record, signature));
    const isActive = signed.status === 'active';
    return this.#save(signed, record.revision, () =>
      this.#log(isActive ? ['agreement.signed', 'agreement.activated'] : ['agreement.signed'], signed, caller),
    );
  }

  async changeStatus(step: Exclude<AgreementStep, 'sign'>, change: StatusChange): Promise<AgreementRecord> {
    const record = await this.get(change.caller, change.id);
    this.#check(step, record, change);
    const { status, type } = stepResults[step];
    const changed = this.#next({ ...record, status, statusReason: change.reason, statusBy: change.caller.oin });
    return this.#save(changed, record.revision, () => this.#log([type], changed, change.caller));
  }

  async #save(
    record: AgreementRecord,
    seenRevision: number,
    log: () => Promise<readonly number[]>,
  ): Promise<AgreementRecord> {
    if (!(await this.#parts.store.update(record, seenRevision, log))) throw new KoppelError('resource.changed');
    await this.#parts.announce(record);
    return record;
  }

  #next(record: AgreementRecord): AgreementRecord {
    return { ...record, changedAt: this.#now(), revision: record.revision + 1 };
  }

  #check(
    step: AgreementStep,
    record: AgreementRecord,
    { caller, revision }: Pick<StatusChange, 'caller' | 'revision'>,
  ): void {
    if (revision !== undefined && revision !== record.revision) throw new KoppelError('resource.changed');
    const obstacle = obstacleTo(step, record, caller);
    if (obstacle) throw new KoppelError('agreement.transition-refused', obstacle);
  }

  #mayRead(record: AgreementRecord, caller: Caller): boolean {
    return isParty(record, caller.oin) || isOperator(caller);
  }

  async #draftFaults(draft: AgreementDraft): Promise<Fault[]> {
    const faults: Fault[] = [];
    for (const [path, oin] of [
      ['/requester', draft.requester],
      ['/provider', draft.provider],
    ] as const) {
      const organisation = await this.#parts.call('identity.findOrganisation', { oin });
      if (!organisation?.collaborations.includes(draft.collaboration)) {
        faults.push({ path, message: 'is not a member of the collaboration' });
      }
    }
    const operation = await this.#parts.call('adapters.findOperation', {
      operation: draft.operation,
      oin: draft.provider,
      major: draft.operationVersion,
    });
    if (!operation)
      return [...faults, { path: '/operation', message: 'is not offered by the provider in this version' }];
    return [...faults, ...checkAgreementDraft(draft, operation)];
  }

  async #verify(agreement: ExchangeAgreement, signature: AgreementSignature): Promise<void> {
    const key = await this.#parts.call('identity.findKey', {
      oin: signature.organisation,
      kid: signature.kid,
      use: 'agreement',
    });
    const isGood = key && isAgreementSignedBy(agreement, signature, createPublicKey({ key: key.jwk, format: 'jwk' }));
    if (!isGood) throw new KoppelError('agreement.signature-invalid');
  }

  async #collaborationsOf(caller: Caller): Promise<readonly string[]> {
    if (isOperator(caller)) {
      const organisations = await this.#parts.call('identity.listOrganisations', { caller });
      return [...new Set(organisations.flatMap(({ collaborations }) => collaborations))];
    }
    const organisation = await this.#parts.call('identity.findOrganisation', { oin: caller.oin });
    return organisation?.collaborations ?? [];
  }

  async #log(
    types: readonly LedgerEntryDraft['type'][],
    record: AgreementRecord,
    caller: Caller,
  ): Promise<readonly number[]> {
    const { id, version, collaboration, operation, mode, purpose } = record.agreement;
    const entry: Omit<LedgerEntryDraft, 'type'> = {
      action: 'change',
      agreement: { id, version },
      collaboration,
      digest: record.digest,
      organisation: { oin: caller.oin, client: caller.client },
      operation,
      mode,
      purpose: purpose.code,
    };
    return this.#parts.call('ledger.append', { entries: types.map((type) => ({ type, ...entry })) });
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString();
  }
}
