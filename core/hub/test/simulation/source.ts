import { KoppelError, type SubjectId } from '@koppel/contract';
import type { AskParams, AskResult } from '../../src/platform/actions.ts';

export type Answer = Omit<AskResult, 'client'>;

/** Whose data a source answers with; told apart by the identifier, which must not be in any log. */
export const familyNameOf = (bsn: string): string => `Testpersoon ${bsn.slice(-2)}`;

const bsnOf = (request: unknown): string => (request as { readonly bsn: string }).bsn;

/** What an adapter answers that projects to the granted fields. */
function goodAnswer({ mode, fields, request }: Pick<AskParams, 'mode' | 'fields' | 'request'>): Answer {
  const bsn = bsnOf(request);
  const subjects: SubjectId[] = [{ kind: 'bsn', value: bsn }];
  if (mode === 'match') return { hit: bsn.endsWith('9'), subjects };
  const count = fields.includes('count') ? { count: 1 } : {};
  return { content: { residents: [{ familyName: familyNameOf(bsn) }], ...count }, subjects };
}

const aResident = { familyName: 'Testpersoon', birthDate: '1980-01-01' };

/** What an adapter can do wrong. */
const faults: readonly ((good: Answer) => Answer)[] = [
  (good) => ({ ...good, content: { residents: [aResident], count: 1 } }),
  (good) => ({
    ...good,
    content: { residents: [{ familyName: 'Testpersoon', address: 'Voorbeeldlaan 1' }], count: 1 },
  }),
  (good) => ({ ...good, content: { residents: 'none', count: 'one' } }),
  (good) => ({ ...good, content: undefined, hit: undefined }),
  (good) => ({ ...good, hit: 'yes', content: { secret: 'Testpersoon' } }),
  (good) => ({
    ...good,
    subjects: Array.from({ length: 2000 }, (_, i) => ({ kind: 'bsn', value: String(999_000_000 + i) })),
  }),
  () => {
    throw new KoppelError('source.failed');
  },
  () => {
    throw new Error('Testpersoon 999990019 broke it');
  },
];

export const sourceFaults = faults.length;

/** @throws what a broken source throws. */
export function answerOf(asked: Pick<AskParams, 'mode' | 'fields' | 'request'>, fault: number | undefined): Answer {
  const spoil = fault === undefined ? undefined : faults[fault];
  const good = goodAnswer(asked);
  return spoil ? spoil(good) : good;
}
