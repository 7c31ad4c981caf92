import { sign, verify, type KeyObject } from 'node:crypto';
import type { AgreementSignature, ExchangeAgreement } from './agreement.ts';
import { canonicalBytes, canonicalDigest } from './canonical.ts';

type Unsigned = Omit<AgreementSignature, 'signature'>;

/** What both organisations sign: the digest of the agreement's canonical form with the approver and the mandate. */
function signedBytes(agreement: ExchangeAgreement, statement: Unsigned): Buffer {
  const { organisation, approver, mandate, at, kid } = statement;
  return canonicalBytes({
    type: 'koppel.agreement-signature.v1',
    agreement: canonicalDigest(agreement),
    organisation,
    approver,
    mandate,
    at,
    kid,
  });
}

/**
 * Signs an agreement with an organisation's Ed25519 private key (RFC 8032).
 *
 * @throws TypeError for another kind of key.
 */
export function signAgreement(
  agreement: ExchangeAgreement,
  statement: Unsigned,
  privateKey: KeyObject,
): AgreementSignature {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError('an agreement is signed with an Ed25519 key');
  const signature = sign(null, signedBytes(agreement, statement), privateKey).toString('base64url');
  return { ...statement, signature };
}

/** Whether this is that agreement's signature under this key; any other kind of key, or of spelling, is a no. */
export function isAgreementSignedBy(
  agreement: ExchangeAgreement,
  signature: AgreementSignature,
  publicKey: KeyObject,
): boolean {
  const { signature: text, ...statement } = signature;
  const bytes = Buffer.from(text, 'base64url');
  // One signature has one spelling, so that nobody can register it twice.
  const isSpelledOnce = bytes.toString('base64url') === text;
  if (!isSpelledOnce || publicKey.asymmetricKeyType !== 'ed25519') return false;
  return verify(null, signedBytes(agreement, statement), publicKey, bytes);
}
