import { createPrivateKey } from 'node:crypto';
import { signAgreement, type AgreementDraft, type AgreementRecord } from '@koppel/contract';
import { createKeyPair, type KeyPair } from '@koppel/local';
import { anAgreement } from '../../fixtures.ts';
import { partnerOins, type PartnerName } from '../../process-people.ts';
import type { ProcessRegion } from '../../process-region.ts';

const { id: _id, version: _version, ...terms } = anAgreement();

/** Agreements between partners of a region, each signed by both. */
export class Covenant {
  readonly #place: ProcessRegion;
  readonly #keys: ReadonlyMap<PartnerName, KeyPair>;

  private constructor(place: ProcessRegion, keys: ReadonlyMap<PartnerName, KeyPair>) {
    this.#place = place;
    this.#keys = keys;
  }

  static async of(place: ProcessRegion): Promise<Covenant> {
    const keys = new Map<PartnerName, KeyPair>();
    for (const partner of Object.keys(partnerOins) as PartnerName[]) {
      const key = await createKeyPair();
      const path = `/v1/organisations/${partnerOins[partner]}/keys`;
      await place.region.operator.post(path, { use: 'agreement', jwk: key.publicJwk });
      keys.set(partner, key);
    }
    return new Covenant(place, keys);
  }

  /** Under which `asker` may ask `source`; answers the id. */
  async agree(
    { asker, source }: { asker: PartnerName; source: PartnerName },
    change: Partial<AgreementDraft>,
  ): Promise<string> {
    const draft: AgreementDraft = {
      ...terms,
      requester: partnerOins[asker],
      provider: partnerOins[source],
      subjectRoles: ['suspect'],
      validity: this.#validity(),
      ...change,
    };
    const { agreement } = await this.#place.partners[asker].post<AgreementRecord>('/v1/agreements', draft);
    for (const partner of [asker, source]) await this.#sign(partner, agreement);
    return agreement.id;
  }

  async #sign(partner: PartnerName, agreement: AgreementRecord['agreement']): Promise<void> {
    const key = this.#keys.get(partner);
    if (!key) throw new Error('this partner signs nothing');
    const statement = {
      organisation: partnerOins[partner],
      approver: { id: 'app-20f1', role: 'director' },
      mandate: 'MB-2026-017',
      at: new Date().toISOString(),
      kid: key.kid,
    };
    const signature = signAgreement(agreement, statement, createPrivateKey({ key: key.privateJwk, format: 'jwk' }));
    await this.#place.partners[partner].post(`/v1/agreements/${agreement.id}/signatures`, signature);
  }

  #validity(): AgreementDraft['validity'] {
    const dayMs = 86_400_000;
    const at = (days: number): string =>
      `${new Date(this.#place.clock.now() + days * dayMs).toISOString().slice(0, 19)}Z`;
    return { from: at(-1), until: at(1000) };
  }
}
