import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import {
  canonicalBytes,
  compileSchema,
  digestOfAnswer,
  digestOfQuestion,
  isAnswerSigned,
  isQuestionSigned,
  type EvidenceMark,
  type KeptEvidence,
} from '@koppel/contract';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseVerifierKey } from '../checkpoint/verifier-key.ts';
import type { LedgerEntry } from '../entry/ledger-entry.schema.ts';
import { EvidenceBundle, type ProvenKey, type ProvenPart } from './bundle.schema.ts';
import { isLogged, isRegistered, openLog } from './check-log-part.ts';
import type { EvidenceFinding } from './evidence-finding.ts';

/** What came of checking a bundle; what it says counts only when it is good. */
export interface EvidenceReport {
  readonly isGood: boolean;
  /** False when the log's key came with the bundle itself: then it proves nothing about whose log it is. */
  readonly isKeyTrusted: boolean;
  readonly findings: readonly EvidenceFinding[];
  /** Undefined for a bundle that cannot be read. */
  readonly bundle: EvidenceBundle | undefined;
}

const schema = compileSchema(EvidenceBundle);

/** The one text of a bundle: canonical JSON and a newline. */
export const bundleText = (bundle: EvidenceBundle): string => `${canonicalBytes(bundle).toString()}\n`;

/**
 * Checks a bundle against the log's key and nothing else: both digests are computed anew from what was asked and answered,
 * both signatures and both keys are held against the log, and the log against its checkpoint.
 *
 * @throws TypeError for a vkey that is none.
 */
export function checkEvidence(text: string, vkeys: readonly string[] = []): EvidenceReport {
  const trusted = vkeys.map((vkey) => {
    const key = parseVerifierKey(vkey);
    if (key === undefined) throw new TypeError('the vkey is not well formed');
    return key;
  });
  const isKeyTrusted = trusted.length > 0;
  const bundle = readBundle(text);
  if (bundle === undefined) return { isGood: false, isKeyTrusted, findings: ['bundle.malformed'], bundle };
  const { checkpoint, findings } = openLog(bundle.proof, trusted);
  const all = [...findings, ...questionFindings(bundle, checkpoint), ...answerFindings(bundle, checkpoint)];
  return { isGood: all.length === 0, isKeyTrusted, findings: all, bundle };
}

function readBundle(text: string): EvidenceBundle | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!schema.isValid(value)) return undefined;
    const bundle = value as EvidenceBundle;
    return bundleText(bundle) === text ? bundle : undefined;
  } catch {
    return undefined;
  }
}

type Rules = readonly (readonly [finding: EvidenceFinding, holds: boolean])[];
const broken = (rules: Rules): EvidenceFinding[] => rules.flatMap(([finding, holds]) => (holds ? [] : [finding]));

function questionFindings(
  { kept, proof }: EvidenceBundle,
  checkpoint: SignedCheckpoint | undefined,
): EvidenceFinding[] {
  const { nonce, question, request } = kept;
  const { logged, key } = proof.question;
  const { terms, mark } = question;
  if (request === undefined) return ['bundle.incomplete'];
  const publicKey = keyObjectOf(key, mark);
  const registration = { keyId: mark.keyId, oin: terms.requester, before: logged.index };
  return broken([
    ['question.not-logged', isLogged(logged, checkpoint)],
    ['question.entry-differs', isAboutQuestion(logged.entry, kept)],
    ['question.altered', digestOfQuestion(nonce, terms, request) === mark.digest],
    ['question.not-signed', publicKey !== undefined && isQuestionSigned(terms, mark, publicKey)],
    ['question.key-differs', isRegistered(key, registration, checkpoint)],
  ]);
}

/** An answer may be missing, on both sides or on none: then only the question is proven. */
function answerFindings({ kept, proof }: EvidenceBundle, checkpoint: SignedCheckpoint | undefined): EvidenceFinding[] {
  const { exchange, reply, answer: mark } = kept;
  if (proof.answer === undefined && mark === undefined) return [];
  if (proof.answer === undefined || mark === undefined) return ['answer.entry-differs'];
  if (exchange === undefined || reply === undefined) return ['bundle.incomplete'];
  return releasedFindings({ kept, exchange, reply, mark, part: proof.answer, asked: proof.question }, checkpoint);
}

interface Released {
  readonly kept: KeptEvidence;
  readonly exchange: string;
  readonly reply: NonNullable<KeptEvidence['reply']>;
  readonly mark: EvidenceMark;
  readonly part: ProvenPart;
  readonly asked: ProvenPart;
}

function releasedFindings(released: Released, checkpoint: SignedCheckpoint | undefined): EvidenceFinding[] {
  const { kept, exchange, reply, mark, part, asked } = released;
  const provider = part.logged.entry.provider?.oin ?? '';
  const answered = { exchange, question: kept.question.mark.digest, provider };
  const publicKey = keyObjectOf(part.key, mark);
  const registration = { keyId: mark.keyId, oin: provider, before: part.logged.index };
  return broken([
    ['answer.not-logged', isLogged(part.logged, checkpoint)],
    [
      'answer.entry-differs',
      isAnswerTo(part.logged.entry, asked.logged.entry, mark) && exchange === asked.logged.entry.exchange,
    ],
    ['answer.altered', digestOfAnswer(kept.nonce, answered, reply) === mark.digest],
    ['answer.not-signed', publicKey !== undefined && isAnswerSigned(answered, mark, publicKey)],
    ['answer.key-differs', isRegistered(part.key, registration, checkpoint)],
  ]);
}

/** Whether an entry says of a question what its requester signed. */
function isAboutQuestion(entry: LedgerEntry, { question: { terms, mark }, exchange }: KeptEvidence): boolean {
  const said = {
    type: 'request.disclosed',
    exchange: exchange ?? entry.exchange,
    transaction: terms.transaction,
    requester: terms.requester,
    agreement: terms.agreement,
    operation: terms.operation,
    purpose: terms.purpose,
    actor: terms.actor,
    mode: terms.mode ?? entry.mode,
    evidence: mark,
  };
  const logged = {
    type: entry.type,
    exchange: entry.exchange,
    transaction: entry.transaction,
    requester: entry.requester?.oin,
    agreement: entry.agreement?.id,
    operation: entry.operation?.split('@')[0],
    purpose: entry.purpose,
    actor: entry.actor,
    mode: entry.mode,
    evidence: entry.evidence,
  };
  return isSame(said, logged) && shownIn(entry, terms.prerequisites ?? []);
}

/** The log names what the agreement asked for; the requester must have signed for all of that. */
const shownIn = (
  { prerequisites = [] }: LedgerEntry,
  signed: readonly { kind: string; reference: string }[],
): boolean => prerequisites.every((text) => signed.some(({ kind, reference }) => text === `${kind}:${reference}`));

function isAnswerTo(entry: LedgerEntry, asked: LedgerEntry, mark: EvidenceMark): boolean {
  const { type, exchange, transaction, requester, provider, agreement, evidence } = entry;
  const answer = { type, exchange, transaction, requester, provider, agreement, evidence };
  return isSame(answer, {
    type: 'reply.released',
    exchange: asked.exchange,
    transaction: asked.transaction,
    requester: asked.requester,
    provider: asked.provider,
    agreement: asked.agreement,
    evidence: mark,
  });
}

const isSame = (one: object, other: object): boolean => canonicalBytes(one).equals(canonicalBytes(other));

/** The key, when it is the one that the mark names. */
function keyObjectOf({ jwk }: ProvenKey, { keyId }: EvidenceMark): KeyObject | undefined {
  if (createHash('sha256').update(canonicalBytes(jwk)).digest('base64url') !== keyId) return undefined;
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
