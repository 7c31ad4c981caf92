import { signAgreement, type AgreementRecord } from '@koppel/contract';
import type { JWK } from 'jose';
import type { HubClient } from './hub-client.ts';
import { privateKeyObject } from './key-pair.ts';

/** Who signs for an organisation, on which mandate, and with which key. */
export interface Signatory {
  readonly oin: string;
  readonly approver: { readonly id: string; readonly role: string };
  readonly mandate: string;
  readonly privateJwk: JWK;
}

/** Signs exactly what was seen: the hub refuses the signature when the agreement changed meanwhile. */
export function signRecord(hub: HubClient, record: AgreementRecord, signatory: Signatory): Promise<AgreementRecord> {
  const { oin: organisation, approver, mandate, privateJwk } = signatory;
  const statement = { organisation, approver, mandate, at: new Date().toISOString(), kid: privateJwk.kid ?? '' };
  const signature = signAgreement(record.agreement, statement, privateKeyObject(privateJwk));
  const path = `/v1/agreements/${record.agreement.id}/signatures`;
  return hub.post<AgreementRecord>(path, signature, { 'if-match': `"${record.revision}"` });
}
