import { generateKeyPairSync } from 'node:crypto';
import { createEvidenceSigner, signQuestion, type AskedEvidence, type EvidenceSigner } from '@koppel/contract';
import type { Asked } from '@koppel/link';
import { requester } from '../contract/link-world.ts';

/** A signer with a fresh key under an id of no meaning. */
export function aSigner(): EvidenceSigner {
  const { privateKey } = generateKeyPairSync('ed25519');
  return createEvidenceSigner({ ...privateKey.export({ format: 'jwk' }), kid: `${'k'.repeat(42)}A` });
}

/** What the hub would send along with this question, had its requester signed it. */
export async function anEvidence(question: Asked): Promise<AskedEvidence> {
  const { operation, purpose, mode, transaction, request } = question;
  const asked = {
    agreement: question.agreement.slice(0, 36),
    operation,
    purpose,
    mode,
    actor: { id: 'emp-4711', role: 'analyst' },
    request,
  };
  const asking = { at: '2026-03-02T08:00:00.000Z', transaction, requester: requester.oin };
  const { evidence, terms, mark } = await signQuestion(asked, asking, aSigner());
  return { nonce: evidence.nonce, exchange: '018f4e2e-5b6a-7c3d-8e9f-0a1b2c3d4e61', terms, mark };
}
