import { isProblemCode, type KoppelError } from '@koppel/contract';
import type { LedgerEntry } from '@koppel/ledger';
import type { Fact } from './log-judge.ts';
import type { Fault } from './rules.ts';

/** Refusals before anything can be logged, and those that say that nothing can be. */
const unloggedCodes = new Set([
  'gate.stale',
  'ledger.unavailable',
  'hub.unavailable',
  'exchange.key-reused',
  'exchange.in-progress',
  'adapter.absent',
]);

/** What is committed, and which of it is of whoever was refused. */
interface Told {
  readonly facts: readonly Fact[];
  readonly isOwn: (transaction: string | undefined) => boolean;
}

/** Which rule a refusal breaks, and how. */
export function faultOfRefusal({ code, details }: KoppelError, told: Told): Fault | undefined {
  if (!isProblemCode(code) || code === 'hub.failed') return ['problem.unknown', code];
  const index = details?.['ledgerIndex'];
  if (index !== undefined) return faultOfIndex(code, Number(index), told);
  return unloggedCodes.has(code) ? undefined : ['refusal.untold', `${code} without an index`];
}

function faultOfIndex(code: string, index: number, { facts, isOwn }: Told): Fault | undefined {
  const entry = facts[index]?.entry;
  const isTrue = entry !== undefined && isOwn(entry.transaction) && tells(entry, code);
  return isTrue ? undefined : ['refusal.untold', `${code} is not what entry ${index} says`];
}

const tells = ({ type, code }: LedgerEntry, told: string): boolean =>
  told === 'exchange.already-answered' ? type === 'reply.released' : code === told;
