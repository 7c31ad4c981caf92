import { createUuidV7, type LedgerEntry } from '@koppel/ledger';
import type { LoggedEntry } from '../../src/platform/actions.ts';
import type { LoggedExchange } from '../../src/platform/processing-actions.ts';
import { agreementId, oins } from '../fixtures.ts';

export const startMs = Date.parse('2026-03-02T08:00:00.000Z');

export const personA = 'A'.repeat(43);
export const personB = 'B'.repeat(43);

let index = 0;

function logged(atMs: number, entry: Partial<LedgerEntry>): LoggedEntry {
  const common = { v: 1, id: createUuidV7(atMs), at: new Date(atMs).toISOString(), action: 'disclose' } as const;
  return { index: index++, entry: { ...common, type: 'request.disclosed', ...entry } };
}

export interface Course {
  /** How long after it began the question and the answer were logged. */
  readonly askedAfterMs?: number;
  readonly answeredAfterMs?: number;
  readonly question?: Partial<LedgerEntry>;
  /** What its question does not have. */
  readonly lacks?: readonly (keyof LedgerEntry)[];
  readonly answers?: readonly Partial<LedgerEntry>[];
}

/** An exchange about one person, as the log would hold it. */
export function anExchange({
  askedAfterMs = 2,
  answeredAfterMs = 30,
  question = {},
  lacks = [],
  answers = [],
}: Course = {}): LoggedExchange {
  const context: Partial<LedgerEntry> = {
    exchange: createUuidV7(startMs),
    transaction: '01938c5e-8c00-7000-8000-000000000003',
    trace: '0af7651916cd43dd8448eb211c80319c',
    agreement: { id: agreementId, version: 2 },
    collaboration: 'example-region',
    operation: 'municipality.find-residents@1.2.3',
    requester: { oin: oins.requester, client: 'intake' },
    provider: { oin: oins.provider },
    actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
    purpose: 'prevent-and-detect-offences',
    mode: 'content',
    subjects: [personA],
  };
  return {
    question: logged(startMs + askedAfterMs, without({ ...context, ...question }, lacks)),
    answers: answers.map((answer) => logged(startMs + answeredAfterMs, { ...context, ...answer })),
  };
}

function without(entry: Partial<LedgerEntry>, names: readonly (keyof LedgerEntry)[]): Partial<LedgerEntry> {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !names.includes(name as keyof LedgerEntry)));
}
