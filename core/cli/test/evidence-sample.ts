import { createHash, generateKeyPairSync } from 'node:crypto';
import { canonicalBytes, createEvidenceSigner, signAnswer, signQuestion, type EvidenceSigner } from '@koppel/contract';
import {
  createNoteSigner,
  createUuidV7,
  entryBody,
  formatVerifierKey,
  leafHash,
  nodeHash,
  signCheckpoint,
  type EvidenceBundle,
  type LedgerEntry,
  type ProvenEntry,
  type ProvenKey,
} from '@koppel/ledger';

const atMs = Date.parse('2026-03-02T09:00:00.000Z');
const origin = 'ledger.example/region-north';

interface Party {
  readonly oin: string;
  readonly signer: EvidenceSigner;
  readonly jwk: ProvenKey['jwk'];
  readonly registered: LedgerEntry;
}

const entryOf = (fields: Partial<LedgerEntry> & Pick<LedgerEntry, 'type'>): LedgerEntry => ({
  v: 1,
  id: createUuidV7(atMs),
  action: 'change',
  at: new Date(atMs).toISOString(),
  ...fields,
});

function createParty(oin: string): Party {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: String(publicKey.export({ format: 'jwk' }).x) } as const;
  const thumbprint = createHash('sha256').update(canonicalBytes(jwk)).digest();
  const kid = thumbprint.toString('base64url');
  const signer = createEvidenceSigner({ ...privateKey.export({ format: 'jwk' }), kid });
  const digest = thumbprint.toString('hex');
  return { oin, signer, jwk, registered: entryOf({ type: 'key.registered', organisation: { oin }, digest }) };
}

/** A log of four entries, signed: two keys, a question and its answer. */
async function logOf(entries: readonly LedgerEntry[]) {
  const leaves = entries.map((entry) => leafHash(entryBody(entry)));
  const [first, second, third, fourth] = leaves as [Buffer, Buffer, Buffer, Buffer];
  const [left, right] = [nodeHash(first, second), nodeHash(third, fourth)];
  const paths = [
    [second, right],
    [first, right],
    [fourth, left],
    [third, left],
  ];
  const signer = createNoteSigner(origin, generateKeyPairSync('ed25519'));
  const checkpoint = await signCheckpoint({ origin, size: 4, root: nodeHash(left, right) }, signer);
  const proven = (index: number): ProvenEntry => ({
    index,
    entry: entries[index] as LedgerEntry,
    hashes: (paths[index] ?? []).map((hash) => hash.toString('base64')),
  });
  return { checkpoint, vkey: formatVerifierKey(signer.key), proven };
}

/** A bundle that holds, as a hub and a party make one together. */
export async function createBundle(): Promise<EvidenceBundle> {
  const [requester, provider] = [createParty('00000001001234567000'), createParty('00000001001234567001')];
  const [agreement, transaction, exchange] = [createUuidV7(atMs), createUuidV7(atMs), createUuidV7(atMs)];
  const operation = 'municipality.find-residents';
  const actor = { id: 'employee-7', role: 'analyst' };
  const asked = { agreement, operation, purpose: 'public-order', actor, request: { bsn: '999990019' } };
  const asking = { at: new Date(atMs).toISOString(), transaction, requester: requester.oin };
  const { evidence, terms, mark } = await signQuestion(asked, asking, requester.signer);
  const { nonce } = evidence;
  const reply = { content: { residents: [] } };
  const answer = await signAnswer(
    { nonce, exchange, question: mark.digest, provider: provider.oin },
    reply,
    provider.signer,
  );
  const common: Partial<LedgerEntry> = {
    exchange,
    transaction,
    trace: 'a'.repeat(32),
    collaboration: 'region-north',
    agreement: { id: agreement, version: 1 },
    operation: `${operation}@1.0.0`,
    mode: 'content',
    requester: { oin: requester.oin, client: 'case-system' },
    provider: { oin: provider.oin },
    actor,
    purpose: 'public-order',
    subjects: [],
  };
  const question = entryOf({ ...common, type: 'request.disclosed', evidence: mark });
  const released = entryOf({ ...common, type: 'reply.released', fields: [], withheld: [], evidence: answer });
  const { checkpoint, vkey, proven } = await logOf([requester.registered, provider.registered, question, released]);
  return {
    format: 'koppel-evidence/1',
    kept: {
      format: 'koppel-evidence-kept/1',
      nonce,
      question: { terms, mark },
      request: asked.request,
      exchange,
      reply,
      answer,
    },
    proof: {
      checkpoint,
      vkey,
      question: { logged: proven(2), key: { jwk: requester.jwk, registered: proven(0) } },
      answer: { logged: proven(3), key: { jwk: provider.jwk, registered: proven(1) } },
    },
  };
}
