import type { KeyObject } from 'node:crypto';
import {
  canonicalDigest,
  signAgreement,
  type AgreementRecord,
  type AgreementSignature,
  type ExchangeAgreement,
} from '@koppel/contract';
import { privateKeyObject } from '@koppel/local';
import { grantedFields } from '../exchange/question.ts';
import { draftBetween, signatory, type Party } from '../exchange/seed.ts';
import { idOf } from '../gate/agreement-set.ts';

/** What is granted differs from agreement to agreement; the family name, by which an answer is known, never stays behind. */
const grants = [
  grantedFields,
  ...grantedFields.filter((field) => !field.endsWith('.familyName')).map(allGrantedBut),
] as const;

function allGrantedBut(left: string): string[] {
  return grantedFields.filter((field) => field !== left);
}

/** Who is party to an agreement, by places: in a large set everybody has agreements with everybody. */
export function partiesOf(number: number, partners: number): { readonly requester: number; readonly provider: number } {
  const requester = number % partners;
  const distance = 1 + (Math.floor(number / partners) % (partners - 1));
  return { requester, provider: (requester + distance) % partners };
}

/** Agreements in force, each as the hub would keep it after both organisations signed it. */
export class SignedSet {
  readonly #parties: readonly Party[];
  readonly #keys: readonly KeyObject[];

  constructor(parties: readonly Party[]) {
    this.#parties = parties;
    this.#keys = parties.map(({ agreementKey }) => privateKeyObject(agreementKey.privateJwk));
  }

  recordOf(number: number): AgreementRecord {
    const { requester, provider } = partiesOf(number, this.#parties.length);
    const agreement: ExchangeAgreement = {
      id: idOf(number),
      version: 1,
      ...draftBetween(this.partyAt(requester), this.partyAt(provider)),
      grantedFields: [...(grants[number % grants.length] ?? grantedFields)],
    };
    const at = new Date().toISOString();
    const signatures = [requester, provider].map((place) => this.#sign(place, agreement, at));
    const digest = canonicalDigest(agreement);
    return { agreement, status: 'active', signatures, digest, changedAt: at, revision: 3 };
  }

  /** @throws RangeError for a place where nobody stands. */
  partyAt(place: number): Party {
    const party = this.#parties[place];
    if (!party) throw new RangeError(`there is no partner ${place}`);
    return party;
  }

  #sign(place: number, agreement: ExchangeAgreement, at: string): AgreementSignature {
    const { oin, agreementKey } = this.partyAt(place);
    const key = this.#keys[place];
    if (!key) throw new RangeError(`partner ${place} has no key`);
    return signAgreement(agreement, { organisation: oin, ...signatory, at, kid: agreementKey.kid }, key);
  }
}
