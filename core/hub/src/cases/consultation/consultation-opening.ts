import { KoppelError } from '@koppel/contract';
import { addWorkingDays, rolesOf, stepsFrom, type Standing, type Step } from '@koppel/process';
import { v7 as uuidv7 } from 'uuid';
import type { JsonObject } from '../../platform/process/process-event.ts';
import type { OpenedFacts, ProcessRecord } from '../../platform/process/process-record.ts';
import type { Change } from '../../platform/process/process-writer.ts';

/** A role at an organisation where somebody holds it; at none when nobody among those who are joined does. */
export interface Addressee {
  readonly role: string;
  readonly oin: string | null;
}

/** @throws KoppelError `process.transition-refused` for a step that cannot be done now */
export function stepToConsult(standing: Standing, id: string): Step {
  const step = stepsFrom(standing).find((open) => open.id === id);
  if (!step) throw new KoppelError('process.transition-refused', 'This step cannot be done in the present state');
  return step;
}

export const consultedBy = (step: Step): readonly string[] => rolesOf(step)?.consulted ?? [];

/** Whom this step has not asked yet, since the case came into its present state. */
export const notYetAsked = (
  addressees: readonly Addressee[],
  { step, record, consultations }: { step: Step; record: ProcessRecord; consultations: readonly ProcessRecord[] },
): Addressee[] =>
  addressees.filter(
    ({ role, oin }) =>
      !consultations.some(
        (asked) =>
          asked.role === role &&
          asked.owner === oin &&
          asked.content?.['step'] === step.id &&
          asked.openedAt >= record.enteredAt,
      ),
  );

/** The first event of one consultation. */
export function consultationFor(
  { role, oin }: Addressee,
  { record, step, question, now }: { record: ProcessRecord; step: Step; question: string; now: number },
): Change {
  const { collaboration, theme, region, body, model, id: root } = record;
  const days = step.consultation?.workingDays;
  const facts: OpenedFacts = {
    collaboration,
    theme,
    region,
    body,
    model,
    state: 'asked',
    phase: null,
    isOpen: true,
    participants: [],
    owner: oin,
    role,
    dueAt: days === undefined ? null : new Date(addWorkingDays(now, days)).toISOString(),
    court: 'owner',
  };
  const content = { step: step.id, question };
  const opened = { type: 'opened', facts: facts as unknown as JsonObject, content };
  return { stream: uuidv7(), kind: 'consultation', root, seenVersion: 0, events: [opened] };
}
