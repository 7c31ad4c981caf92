import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { KoppelError, signAgreement, type AgreementDraft, type AgreementRecord } from '@koppel/contract';
import { Agreements } from '../../src/agreements/agreements.ts';
import type { AgreementStore } from '../../src/agreements/agreements.store.ts';
import type { Call, Caller, LedgerEntryDraft } from '../../src/platform/actions.ts';
import { anAgreement, findResidents, now, oins } from '../fixtures.ts';

export const kid = 'k'.repeat(43);
export const keys = { requester: generateKeyPairSync('ed25519'), provider: generateKeyPairSync('ed25519') };
export const caller = (oin: string, scopes: Caller['scopes'] = ['agreements']): Caller => ({
  oin,
  client: 'intake',
  scopes,
});
export const requester = caller(oins.requester);
export const provider = caller(oins.provider);
export const operator = caller(oins.operator, ['operate']);

const { id: _id, version: _version, ...agreementDraft } = anAgreement({ grantedFields: ['residents[].familyName'] });

export const draft: AgreementDraft = agreementDraft;

/** The agreements room with a store in memory, two member organisations and a ledger that remembers. */
export class Room {
  readonly records = new Map<string, AgreementRecord>();
  readonly ledger: LedgerEntryDraft[] = [];
  readonly announced: string[] = [];
  isLedgerUp = true;
  members = [oins.requester, oins.provider] as string[];

  readonly agreements = new Agreements({
    store: this.#store() as AgreementStore,
    call: (async (name: string, params: never) => this.#answer(name, params)) as Call,
    clock: { now: () => now },
    announce: async ({ status }) => void this.announced.push(status),
  });

  async active(): Promise<AgreementRecord> {
    const { agreement } = await this.agreements.draft(requester, draft);
    await this.sign(requester, agreement.id, keys.requester.privateKey);
    return this.sign(provider, agreement.id, keys.provider.privateKey);
  }

  async sign(by: Caller, id: string, key: KeyObject): Promise<AgreementRecord> {
    const record = this.records.get(id);
    if (!record) throw new Error('sign what was drafted');
    const statement = {
      organisation: by.oin,
      approver: { id: 'app-20f1', role: 'director' },
      mandate: 'MB-2026-017',
      at: '2026-06-01T12:00:00Z',
      kid,
    };
    return this.agreements.sign({ caller: by, id, signature: signAgreement(record.agreement, statement, key) });
  }

  #store(): Pick<AgreementStore, 'insert' | 'update' | 'find' | 'listOf'> {
    return {
      insert: async (record, beforeCommit) => {
        await beforeCommit();
        this.records.set(record.agreement.id, record);
      },
      update: async (record, seenRevision, beforeCommit) => {
        if (this.records.get(record.agreement.id)?.revision !== seenRevision) return false;
        await beforeCommit();
        this.records.set(record.agreement.id, record);
        return true;
      },
      find: async (id, collaborations) => {
        const record = this.records.get(id);
        return record && collaborations.includes(record.agreement.collaboration) ? record : undefined;
      },
      listOf: async (oin) =>
        [...this.records.values()].filter(({ agreement }) => [agreement.requester, agreement.provider].includes(oin)),
    };
  }

  #answer(name: string, params: { oin: string; entries: LedgerEntryDraft[] }): unknown {
    const member = (oin: string) => ({ oin, name: oin, status: 'active', collaborations: ['example-region'] });
    const answers: Record<string, () => unknown> = {
      'identity.findOrganisation': () => (this.members.includes(params.oin) ? member(params.oin) : null),
      'identity.listOrganisations': () => this.members.map(member),
      'identity.findKey': () => ({
        jwk: keys[params.oin === oins.requester ? 'requester' : 'provider'].publicKey.export({ format: 'jwk' }),
      }),
      'adapters.findOperation': () => findResidents,
      'ledger.append': () => {
        if (!this.isLedgerUp) throw new KoppelError('ledger.unavailable');
        return params.entries.map((entry) => this.ledger.push(entry));
      },
    };
    return answers[name]?.();
  }
}
