import { generateKeyPairSync, createHash } from 'node:crypto';
import {
  canonicalBytes,
  createEvidenceSigner,
  signAnswer,
  signQuestion,
  type EvidenceSigner,
  type ExchangeRequest,
  type KeptEvidence,
} from '@koppel/contract';
import {
  TileTree,
  type EvidenceBundle,
  type LedgerEntry,
  type ProvenEntry,
  type ProvenKey,
  type ProvenPart,
} from '../src/index.ts';
import { MemoryTiles } from './merkle/memory-tiles.ts';
import { createEntry, exchangeEntries, logOf, sampleEntries, type SampleLog } from './sample-log.ts';

const AT_MS = Date.parse('2026-03-02T09:00:00.000Z');

/** A key of one organisation and the entry that registers it. */
export interface Party {
  readonly oin: string;
  readonly signer: EvidenceSigner;
  readonly jwk: ProvenKey['jwk'];
  readonly registered: LedgerEntry;
}

export function createParty(oin: string): Party {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x: point = '' } = publicKey.export({ format: 'jwk' });
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: point } as const;
  const thumbprint = createHash('sha256').update(canonicalBytes(jwk)).digest();
  const kid = thumbprint.toString('base64url');
  const signer = createEvidenceSigner({ ...privateKey.export({ format: 'jwk' }), kid });
  const registered = createEntry(AT_MS, {
    type: 'key.registered',
    action: 'change',
    organisation: { oin },
    digest: thumbprint.toString('hex'),
  });
  return { oin, signer, jwk, registered };
}

/** The bsn of nobody; it must not be found from the log. */
export const askedBsn = '999990019';

export interface SampleBundle {
  readonly bundle: EvidenceBundle;
  readonly log: SampleLog;
  readonly requester: Party;
  readonly provider: Party;
}

export interface SampleBundleOptions {
  readonly reply?: { readonly hit: boolean };
  /** What the log says of the requester's key, which a hub may have made up. */
  readonly registration?: Partial<LedgerEntry>;
  /** Whether the requester's key was registered after everything else. */
  readonly isLate?: boolean;
}

/** A bundle about one exchange in a log with many. */
export async function createSampleBundle(change: SampleBundleOptions = {}): Promise<SampleBundle> {
  const [asked, answered] = exchangeEntries(1, AT_MS + 10) as [LedgerEntry, LedgerEntry];
  const [requester, provider] = [partyOf(asked.requester), partyOf(asked.provider)];
  const kept = await keepExchange(asked, { requester, provider, reply: change.reply ?? { content: sampleContent } });
  const registered = { ...requester.registered, ...change.registration };
  const question: LedgerEntry = { ...asked, prerequisites: ['demand:OM-26-17'], evidence: kept.question.mark };
  const exchanged = [provider.registered, question, { ...answered, evidence: kept.answer }];
  const entries = change.isLate === true ? [...exchanged, registered] : [registered, ...exchanged];
  const log = await logOf([...sampleEntries(40), ...entries]);
  const proven = await prove(log, entries);
  const partOf = (logged: LedgerEntry, jwk: ProvenKey['jwk'], registration: LedgerEntry): ProvenPart => ({
    logged: proven(logged),
    key: { jwk, registered: proven(registration) },
  });
  const proof = {
    checkpoint: log.checkpoints.at(-1)?.note ?? '',
    vkey: log.vkey,
    question: partOf(question, requester.jwk, registered),
    answer: partOf(answered, provider.jwk, provider.registered),
  };
  return { bundle: { format: 'koppel-evidence/1', kept, proof }, log, requester, provider };
}

const sampleContent = { residents: [{ familyName: 'Testpersoon' }] };
const partyOf = (organisation: { readonly oin: string } | undefined): Party => createParty(organisation?.oin ?? '');

/** What both parties keep together of the exchange that an entry tells of. */
async function keepExchange(
  { agreement, at, exchange = '', transaction = '' }: LedgerEntry,
  by: { readonly requester: Party; readonly provider: Party; readonly reply: NonNullable<KeptEvidence['reply']> },
): Promise<KeptEvidence & Required<Pick<KeptEvidence, 'answer'>>> {
  const { requester, provider, reply } = by;
  const request: ExchangeRequest = {
    agreement: agreement?.id ?? '',
    operation: 'municipality.find-residents',
    purpose: 'public-order',
    actor: { id: 'employee-7', role: 'analyst' },
    prerequisites: [{ kind: 'demand', reference: 'OM-26-17' }],
    request: { bsn: askedBsn },
  };
  const asking = { at, transaction, requester: requester.oin };
  const { evidence, terms, mark } = await signQuestion(request, asking, requester.signer);
  const { nonce } = evidence;
  const about = { nonce, exchange, question: mark.digest, provider: provider.oin };
  const answer = await signAnswer(about, reply, provider.signer);
  const question = { terms, mark };
  return { format: 'koppel-evidence-kept/1', nonce, question, request: request.request, exchange, reply, answer };
}

/** Finds the last entries of a log, by id, with their audit paths; the log has fewer entries than a tile holds. */
async function prove(log: SampleLog, entries: readonly LedgerEntry[]): Promise<(entry: LedgerEntry) => ProvenEntry> {
  const { size } = log.range;
  const leaves = log.entries.map(({ leaf }) => leaf);
  const tree = new TileTree(new MemoryTiles(leaves, []));
  const proven = new Map<string, ProvenEntry>();
  for (const [i, entry] of entries.entries()) {
    const index = size - entries.length + i;
    const hashes = await tree.inclusionProof(index, size);
    proven.set(entry.id, { index, entry, hashes: hashes.map((hash) => Buffer.from(hash).toString('base64')) });
  }
  return ({ id }) => {
    const found = proven.get(id);
    if (!found) throw new Error('every entry is in the log');
    return found;
  };
}
