import { KoppelError } from '@koppel/contract';
import { machineNames, type MachineName, type ReferenceModel, type Transition } from '@koppel/process';
import { planAction } from '../../platform/process/acting.ts';
import type { EventDraft } from '../../platform/process/process-event.ts';
import type { ProcessRecord, Retention } from '../../platform/process/process-record.ts';

/** What the clock does: first nobody may read it any more, then nobody can. */
export type ClockStep = 'lock' | 'destroy';

interface Tick {
  readonly step: ClockStep;
  readonly model: ReferenceModel;
  /** The clock of the signal or case, which is that of its parts as well. */
  readonly clock: Retention;
  /** When the clock comes back; null after it destroyed. */
  readonly endsAt: string | null;
  readonly now: number;
}

/** What is recorded of one stream: the change of state that the model gives the clock, if it has one, and what was done. */
export function clockEvents(record: ProcessRecord, tick: Tick): EventDraft[] {
  const done: EventDraft =
    tick.step === 'lock'
      ? { type: 'retention-locked', facts: { endsAt: tick.endsAt } }
      : { type: 'retention-destroyed', facts: {} };
  const transitioned = transitionOf(record, tick);
  return transitioned ? [transitioned, done] : [done];
}

/** Content goes when its time is over, also when the model asks for something more before the state may change. */
function transitionOf(record: ProcessRecord, { step, model, clock, now }: Tick): EventDraft | undefined {
  const machine = machineNames.find((name) => name === record.kind);
  const chosen = machine && clockTransitionFrom(model, { machine, state: record.state }, step);
  if (!chosen) return undefined;
  const action = { name: chosen.id, intent: 'decide' } as const;
  const governed = { ...record, retention: clock };
  try {
    const { event } = planAction({
      model,
      machine,
      record: governed,
      action,
      input: { reasons: '' },
      actor: null,
      known: {},
      now,
    });
    // The clock that runs goes on: what it carries out was decided before.
    const { retention: _retention, ...facts } = event.facts ?? {};
    return { type: event.type, facts };
  } catch (error) {
    if (error instanceof KoppelError) return undefined;
    throw error;
  }
}

/** What a model lets the clock do to something in a state. */
const clockTransitionFrom = (
  model: ReferenceModel,
  { machine, state }: { machine: MachineName; state: string },
  step: ClockStep,
): Transition | undefined =>
  model.machines[machine].transitions.find(({ clock, from }) => clock === step && from.includes(state));
