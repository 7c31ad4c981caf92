import type { Facts, Guard, GuardName, Rasci, Step, Transition } from '../../../src/index.ts';
import type { Attempt } from './random-attempt.ts';

/*
 * What should become of an attempt, said a second time and as plainly as possible: rule by rule, without any code of
 * the engine. Where the two differ, one of them is wrong.
 */

const long = (words: string | undefined): boolean => (words ?? '').replaceAll(/^\s+|\s+$/g, '').length > 2;

function lacksStates(parts: Facts['tasks'], { states, minimum }: Guard, least: number): boolean {
  if (parts.length < (minimum === undefined ? least : minimum)) return true;
  for (const part of parts) if (!states?.includes(part.state)) return true;
  return false;
}

function countDisciplines({ interventions }: Facts, { states }: Guard): number {
  const seen: string[] = [];
  for (const { state, discipline } of interventions) {
    if (states && !states.includes(state)) continue;
    if (discipline && !seen.includes(discipline)) seen.push(discipline);
  }
  return seen.length;
}

function isSamePerson({ actor, previousPerson, previousOin }: Facts): boolean {
  if (actor === null || previousPerson === undefined) return true;
  return actor.person === previousPerson && (previousOin === undefined || actor.oin === previousOin);
}

function lacksPresence({ input }: Facts, { present }: Step): boolean {
  if (!input.present || input.present.length === 0) return true;
  for (const role of present ?? []) if (!input.present.some((attendee) => attendee.role === role)) return true;
  return false;
}

const countLessons = ({ lessons, input }: Facts): number => {
  let count = lessons;
  for (const lesson of input.lessons ?? []) if (long(lesson)) count += 1;
  return count;
};

const lacks: Record<GuardName, (guard: Guard, facts: Facts, step: Step) => boolean> = {
  'statement-given': (guard, facts) => !long(facts.input.statements?.[guard.statement ?? '']),
  'subject-recorded': (guard, facts) => facts.subjects < (guard.minimum ?? 1),
  'attendance-recorded': (_guard, facts, step) => lacksPresence(facts, step),
  'other-person': (_guard, facts) => isSamePerson(facts),
  'owner-acts': (_guard, facts) => !facts.actor || facts.owner !== facts.actor.oin,
  'signals-in': (guard, facts) => lacksStates(facts.signals, guard, 1),
  'interventions-in': (guard, facts) => lacksStates(facts.interventions, guard, 1),
  'tasks-in': (guard, facts) => lacksStates(facts.tasks, guard, 0),
  'case-in': (guard, facts) => facts.caseState === undefined || !guard.states?.includes(facts.caseState),
  'interventions-have-results': (guard, facts) =>
    facts.interventions.some(({ state, hasResult }) => !hasResult && !guard.states?.includes(state)),
  'disciplines-combined': (guard, facts) => countDisciplines(facts, guard) < (guard.minimum ?? 1),
  'result-given': (_guard, { input: { result } }) => !(result && result.outcome.trim() && long(result.description)),
  'lessons-given': (guard, facts) => countLessons(facts) < (guard.minimum ?? 1),
  consulted: (_guard, facts, step) =>
    (step.rasci[step.level]?.consulted ?? []).some((role) => !facts.consultedRoles.includes(role)),
  'retention-over': (_guard, facts) => facts.retentionEndsAt === null || facts.retentionEndsAt > facts.now,
};

const fits = (role: string, { accountable, responsible }: Rasci, isForAccountable: boolean): boolean =>
  role === accountable || (!isForAccountable && responsible.includes(role));

/** Who may: the mandate of the first that fits, or nothing. */
function mandateOf(facts: Facts, step: Step, isForAccountable: boolean): string | undefined {
  const rasci = step.rasci[step.level];
  for (const { mandate, role, level } of facts.actor?.authorities ?? []) {
    if (rasci && level === step.level && fits(role, rasci, isForAccountable)) return mandate;
  }
  return undefined;
}

/** In one line: what happens, to which state and by which mandate, or why not. */
export function expectedOf({ standing, action, facts }: Attempt): string {
  const { model, machine, state } = standing;
  const chosen = model.machines[machine].transitions.find((transition) => transition.id === action.name);
  if (!chosen) return 'process.action-unknown';
  if (!chosen.from.includes(state)) return 'process.transition-refused';
  const step = model.process.steps.find(({ id }) => id === chosen.step);
  if (!step) return 'process.transition-refused';
  return chosen.clock ? ofClock({ chosen, step }, { action, facts }) : ofPerson({ chosen, step }, { action, facts });
}

interface Place {
  readonly chosen: Transition;
  readonly step: Step;
}
type Deed = Pick<Attempt, 'action' | 'facts'>;

function ofClock({ chosen, step }: Place, { action, facts }: Deed): string {
  if (facts.actor || action.intent === 'propose') return 'process.role-missing';
  const missing = chosen.guards.filter((guard) => lacks[guard.rule](guard, facts, step)).map(({ rule }) => rule);
  return missing.length > 0 ? `process.guard-unmet ${missing.join(' ')}` : `to ${chosen.to} by the clock`;
}

function ofPerson({ chosen, step }: Place, { action, facts }: Deed): string {
  const isProposal = action.intent === 'propose';
  const mandate = mandateOf(facts, step, !isProposal && chosen.decision === 'accountable');
  if (!mandate) return 'process.role-missing';
  const missing = missingOf({ chosen, step }, facts).filter((rule) => !isProposal || rule !== 'other-person');
  if (missing.join(' ') === 'other-person') return 'process.four-eyes other-person';
  if (missing.length > 0) return `process.guard-unmet ${missing.join(' ')}`;
  return isProposal ? `proposed by ${mandate}` : `to ${chosen.to} by ${mandate}`;
}

function missingOf({ chosen, step }: Place, facts: Facts): string[] {
  const { length } = facts.input.reasons.trim();
  const missing = length < 3 || length > 2000 ? ['reasons-given'] : [];
  for (const guard of chosen.guards) if (lacks[guard.rule](guard, facts, step)) missing.push(guard.rule);
  return missing;
}
