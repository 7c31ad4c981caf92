import type { EventDraft } from '../../platform/process/process-event.ts';
import type { ProcessRecord, TransitionedFacts } from '../../platform/process/process-record.ts';
import { textIn } from '../../platform/process/text-in.ts';
import type { Change } from '../../platform/process/process-writer.ts';

/** Who has been consulted in a step of a case. */
export interface Consulted {
  /** Everybody asked in these roles has answered, or their time is over. */
  readonly roles: readonly string[];
  /** Those whose time is over without an answer; what rests on their silence records it. */
  readonly silent: readonly ProcessRecord[];
}

/** Roles asked in a step since the case came into its present state: what was said in an earlier round does not count. */
export function consultedIn(
  record: ProcessRecord,
  consultations: readonly ProcessRecord[],
  { step, now }: { step: string; now: number },
): Consulted {
  const asked = consultations.filter(
    ({ content, openedAt }) => content?.['step'] === step && openedAt >= record.enteredAt,
  );
  const silent = asked.filter((one) => isSilent(one, now));
  const waiting = asked.filter((one) => one.isOpen && !isSilent(one, now)).map(({ role }) => role);
  const roles = asked.flatMap(({ role }) => (role === null || waiting.includes(role) ? [] : role));
  return { roles: [...new Set(roles)], silent };
}

const isSilent = ({ isOpen, dueAt }: ProcessRecord, now: number): boolean =>
  isOpen && dueAt !== null && Date.parse(dueAt) <= now;

/** What is committed together with whatever relies on the silence. */
export const silenceOf = (silent: readonly ProcessRecord[]): Change[] =>
  silent.map((record) => ({
    stream: record.id,
    kind: 'consultation',
    root: record.root,
    seenVersion: record.version,
    events: [ended(record, { action: 'stay-silent', to: 'silent' })],
  }));

/** A consultation is over; its deadline stays, so that an answer can be told to be in time. */
export function ended(record: ProcessRecord, { action, to }: Pick<TransitionedFacts, 'action' | 'to'>): EventDraft {
  const { state, dueAt } = record;
  const step = textIn(record, 'step');
  const facts = { action, step, from: state, to, phase: null, isOpen: false, dueAt, court: 'nobody' } as const;
  return { type: 'transitioned', facts };
}
