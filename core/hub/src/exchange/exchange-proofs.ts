import { KoppelError, type EvidenceMark } from '@koppel/contract';
import {
  parseCheckpoint,
  type ExchangeProof,
  type LedgerEntry,
  type ProvenEntry,
  type ProvenKey,
  type ProvenPart,
} from '@koppel/ledger';
import { isOperator, type Call, type Caller, type LoggedEntry, type ParamsOf } from '../platform/actions.ts';

/** Collects what the log can add to what a party kept of an exchange. Nothing in it tells what was asked or answered. */
export class ExchangeProofs {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** @throws KoppelError `resource.not-found` for an exchange without evidence, and for one of others. */
  async prove({ caller, exchange }: ParamsOf<'exchange.prove'>): Promise<ExchangeProof> {
    const entries = await this.#call('ledger.findExchange', { exchange });
    const question = findSigned(entries, 'request.disclosed');
    if (!question || !maySee(caller, question.entry)) throw new KoppelError('resource.not-found');
    const answer = findSigned(entries, 'reply.released');
    const { header } = await this.#call('ledger.exportStart', { from: 0 });
    const checkpoint = await this.#call('ledger.checkpoint', {});
    const size = parseCheckpoint(checkpoint)?.size ?? header.to;
    return {
      checkpoint,
      vkey: header.vkey,
      question: await this.#part(question, question.entry.requester?.oin, size),
      ...(answer ? { answer: await this.#part(answer, answer.entry.provider?.oin, size) } : {}),
    };
  }

  async #part({ index, entry, mark }: Signed, oin = '', size: number): Promise<ProvenPart> {
    return { logged: await this.#entry({ index, entry }, size), key: await this.#key(oin, mark.keyId, size) };
  }

  async #entry({ index, entry }: LoggedEntry, size: number): Promise<ProvenEntry> {
    const { hashes } = await this.#call('ledger.proof', { index, size });
    return { index, entry, hashes: [...hashes] };
  }

  async #key(oin: string, kid: string, size: number): Promise<ProvenKey> {
    const registration = await this.#call('identity.findRegistration', { oin, kid });
    if (!registration) throw new KoppelError('hub.failed', 'A key that signed is not registered');
    const { jwk, ledgerIndex: index } = registration;
    const { entries } = await this.#call('ledger.exportPage', { from: index, to: index + 1 });
    const entry = JSON.parse(entries[0]?.body ?? 'null') as LedgerEntry;
    // Only Ed25519 keys are registered for evidence, with these members and no others.
    return { jwk: jwk as ProvenKey['jwk'], registered: await this.#entry({ index, entry }, size) };
  }
}

type Signed = LoggedEntry & { readonly mark: EvidenceMark };

function findSigned(entries: readonly LoggedEntry[], type: LedgerEntry['type']): Signed | undefined {
  const found = entries.find(({ entry }) => entry.type === type);
  return found?.entry.evidence && { ...found, mark: found.entry.evidence };
}

const maySee = (caller: Caller, { requester, provider }: LedgerEntry): boolean =>
  isOperator(caller) || requester?.oin === caller.oin || provider?.oin === caller.oin;
