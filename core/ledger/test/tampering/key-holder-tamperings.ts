import { createUuidV7, type LedgerEntry } from '../../src/index.ts';
import { createEntry } from '../sample-log.ts';
import { optionalValues } from '../sample-entry.ts';
import { later, rewrite, VICTIM, type Evidence, type Tampering } from './forgery.ts';

/** The place of an answer that was released. */
const ANSWER = 43;

/** By somebody who holds the log's key and signs everything anew: only the rules of the log give these away. */
export const keyHolderTamperings: readonly Tampering[] = [
  {
    name: 'the key holder dates an entry back by a second',
    code: 'entry.back-dated',
    index: VICTIM,
    apply: ({ entries, signer }) => rewrite(redate(entries, -1000), signer),
  },
  {
    name: 'the key holder dates an entry forward by a second',
    code: 'entry.post-dated',
    index: VICTIM,
    apply: ({ entries, signer }) => rewrite(redate(entries, 1000), signer),
  },
  {
    name: 'the key holder dates an entry back, its id as well',
    code: 'entry.back-dated',
    index: VICTIM,
    apply: ({ entries, signer }) =>
      rewrite(
        entries.map((entry, i) => (i === VICTIM ? later(entry, -3_600_000) : entry)),
        signer,
      ),
  },
  {
    name: 'the key holder replays an entry',
    code: 'entry.replayed',
    index: VICTIM + 10,
    apply: ({ entries, signer }) => rewrite(entries.toSpliced(VICTIM + 10, 0, entries[VICTIM] as LedgerEntry), signer),
  },
  {
    name: 'the key holder replays a question under a new id',
    code: 'exchange.asked-twice',
    index: VICTIM + 10,
    apply: ({ entries, signer }) =>
      rewrite(entries.toSpliced(VICTIM + 10, 0, later(questionBefore(entries, VICTIM), 50)), signer),
  },
  {
    name: 'the key holder answers a question twice',
    code: 'exchange.answered-twice',
    index: VICTIM + 10,
    apply: ({ entries, signer }) =>
      rewrite(entries.toSpliced(VICTIM + 10, 0, later(answerBefore(entries, VICTIM), 50)), signer),
  },
  {
    name: 'the key holder gives an unsigned question a signed answer',
    code: 'exchange.half-signed',
    index: ANSWER,
    apply: ({ entries, signer }) =>
      rewrite(entries.with(ANSWER, { ...(entries[ANSWER] as LedgerEntry), evidence: optionalValues.evidence }), signer),
  },
  {
    name: 'the key holder removes the question of an answer',
    code: 'exchange.reply-without-request',
    index: 42,
    apply: ({ entries, signer }) => {
      const { exchange } = entries[VICTIM] as LedgerEntry;
      return rewrite(
        entries.filter((entry) => entry.exchange !== exchange || entry.type !== 'request.disclosed'),
        signer,
      );
    },
  },
  {
    name: 'the key holder logs an old exchange as new',
    code: 'exchange.reused',
    index: 95,
    apply: ({ entries, signer }) => {
      const question = later(questionBefore(entries, VICTIM), 3_600_000);
      return rewrite([...entries, { ...question, exchange: createUuidV7(Date.parse(question.at) - 600_000) }], signer);
    },
  },
  {
    name: 'the key holder logs an exchange that begins later',
    code: 'entry.back-dated',
    index: 95,
    apply: ({ entries, signer }) => {
      const question = later(questionBefore(entries, VICTIM), 1000);
      return rewrite([...entries, { ...question, exchange: createUuidV7(Date.parse(question.at) + 61_000) }], signer);
    },
  },
  {
    name: 'the key holder rewrites what was signed before',
    code: 'checkpoint.inconsistent',
    index: 0,
    isExact: false,
    isHeld: true,
    apply: ({ entries, signer }) =>
      rewrite(
        entries.map((entry, i) => (i === VICTIM ? { ...entry, purpose: 'public-peace' } : entry)),
        signer,
      ),
  },
  {
    name: 'the key holder logs an entry with a field too many',
    code: 'entry.invalid',
    index: VICTIM,
    apply: ({ entries, signer }) =>
      rewrite(
        entries.map((entry, i) => (i === VICTIM ? { ...entry, payload: 'secret' } : entry)),
        signer,
      ),
  },
  ...(['collaboration', 'agreement', 'trace', 'organisation'] as const).map((member) => ({
    name: `the key holder tells of an event in a case under which ${member}`,
    code: 'entry.invalid' as const,
    index: VICTIM + 10,
    apply: ({ entries, signer }: Evidence) =>
      rewrite(
        entries.toSpliced(VICTIM + 10, 0, { ...eventBeside(entries, VICTIM + 9), ...told(entries, member) }),
        signer,
      ),
  })),
];

/** An event of the process, logged together with another entry. */
const eventBeside = (entries: readonly LedgerEntry[], index: number): LedgerEntry =>
  createEntry(Date.parse(entries[index]?.at ?? ''), {
    type: 'process.recorded',
    action: 'change',
    digest: 'ab'.repeat(32),
  });

function told(entries: readonly LedgerEntry[], member: 'collaboration' | 'agreement' | 'trace' | 'organisation') {
  const { collaboration, agreement, trace, requester } = questionBefore(entries, VICTIM);
  return Object.fromEntries([[member, { collaboration, agreement, trace, organisation: requester }[member]]]);
}

const questionBefore = (entries: readonly LedgerEntry[], index: number): LedgerEntry =>
  entries.slice(0, index).findLast(({ type }) => type === 'request.disclosed') as LedgerEntry;

const answerBefore = (entries: readonly LedgerEntry[], index: number): LedgerEntry =>
  entries.slice(0, index).findLast(({ type }) => type === 'reply.released') as LedgerEntry;

/** Another time in one entry, the id being left alone. */
const redate = (entries: readonly LedgerEntry[], byMs: number): LedgerEntry[] =>
  entries.map((entry, i) => (i === VICTIM ? { ...entry, at: later(entry, byMs).at } : entry));
