import type { LocalisedText } from '@koppel/contract';
import type { Transition } from '../model/machine.schema.ts';
import { capacityOf } from './capacity.ts';
import type { Actor, Facts } from './facts.ts';
import { areFacts } from './facts-shape.ts';
import { findWork, transitionsFrom, type Work } from './model-lookup.ts';
import type { Standing, UnmetGuard } from './outcome.ts';
import { unmetFor } from './transition.ts';

/** What a screen shows somebody who wonders what they can do now. */
export interface PossibleAction {
  readonly action: string;
  readonly title: LocalisedText;
  readonly step: string;
  readonly may: 'decide' | 'propose' | 'no';
  /** What is still missing for it, given the input so far. */
  readonly unmet: readonly UnmetGuard[];
}

/** Every action of people in the present state, also those that this actor may not do; without an actor nobody may. */
export function actionsFor(standing: Standing, facts: Facts): PossibleAction[] {
  if (!areFacts(facts)) return [];
  return transitionsFrom(standing)
    .filter(({ clock }) => clock === undefined)
    .flatMap((chosen) => {
      const work = findWork(standing.model, chosen.step);
      return work === undefined ? [] : possibleAction(chosen, work, facts);
    });
}

function possibleAction(chosen: Transition, work: Work, facts: Facts): PossibleAction {
  const { id: action, title, step, decision } = chosen;
  const unmet = unmetFor({ chosen, work }, 'decide', facts);
  // Whoever cannot be the second pair of eyes may still be the first.
  const isSecondPair = !unmet.some(({ guard }) => guard === 'other-person');
  const may = facts.actor === null ? 'no' : mayOf(facts.actor, work, isSecondPair ? decision : 'somebody-else');
  return { action, title, step, may, unmet: may === 'propose' ? unmetFor({ chosen, work }, 'propose', facts) : unmet };
}

function mayOf(actor: Actor, work: Work, decider: Transition['decision'] | 'somebody-else'): PossibleAction['may'] {
  if (decider !== 'somebody-else' && capacityOf(actor, work, decider) !== undefined) return 'decide';
  return capacityOf(actor, work) === undefined ? 'no' : 'propose';
}
