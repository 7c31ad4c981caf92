import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkModel, open, transition, type Facts, type Outcome } from '../../src/index.ts';
import { thrown } from './random/dice.ts';
import { expectedOf } from './random/oracle.ts';
import { randomFacts, randomStanding, tenAttempts, type Attempt } from './random/random-attempt.ts';
import { stateNames } from './random/random-machine.ts';
import { randomModel } from './random/random-model.ts';

/** Holds for ten attempts under each of so many models. */
const expectOfAttempts = (check: (attempt: Attempt) => void, models = 100): void =>
  fc.assert(
    fc.property(tenAttempts, (attempts) => attempts.forEach(check)),
    { numRuns: models },
  );

const outcomeOf = ({ standing, action, facts }: Attempt): Outcome => transition(standing, action, facts);

/** An outcome in the words of the oracle. */
function told(outcome: Outcome): string {
  if (!outcome.isAllowed) return [outcome.code, ...outcome.unmet.map(({ guard }) => guard)].join(' ');
  const { event } = outcome;
  if (event.type === 'proposed') return `proposed by ${event.capacity.mandate}`;
  return `to ${event.to} by ${event.capacity?.mandate ?? 'the clock'}`;
}

/** What the model says about an attempt whose action it knows and has a step for. */
function saidOf({ standing: { model, machine }, action }: Attempt) {
  const chosen = model.machines[machine].transitions.find(({ id }) => id === action.name);
  const step = model.process.steps.find(({ id }) => id === chosen?.step);
  const rasci = step?.rasci[step.level];
  if (!chosen || !step || !rasci) throw new Error('The engine allowed what the model does not have.');
  return { chosen, step, rasci };
}

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

describe('the random models', () => {
  test('are without fault', () => {
    fc.assert(
      fc.property(randomModel, (model) => {
        expect(checkModel(model)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('bring about every kind of outcome often enough to prove something', () => {
    const counts: Record<string, number> = {};
    for (const attempt of fc.sample(tenAttempts, { numRuns: 200, seed: 3 }).flat()) {
      const [kind = ''] = expectedOf(attempt).split(' ');
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    const kinds = ['to', 'proposed', 'process.action-unknown', 'process.transition-refused', 'process.role-missing'];
    for (const kind of [...kinds, 'process.guard-unmet', 'process.four-eyes']) {
      expect(counts[kind] ?? 0).toBeGreaterThan(10);
    }
  });
});

describe('whatever the model and whoever acts', () => {
  test('the engine decides what its rules say, told a second time in plain words', () => {
    expectOfAttempts((attempt) => {
      expect(told(outcomeOf(attempt))).toBe(expectedOf(attempt));
    }, 300);
  });

  test('a state changes by somebody whom the step makes responsible or accountable on its level, or by the clock', () => {
    expectOfAttempts((attempt) => {
      const outcome = outcomeOf(attempt);
      if (!outcome.isAllowed) return;
      const { chosen, step, rasci } = saidOf(attempt);
      const { actor } = attempt.facts;
      const { capacity } = outcome.event;
      expect(capacity === null).toBe(actor === null);
      expect(capacity === null).toBe(chosen.clock !== undefined);
      if (capacity === null) return;
      expect(actor?.authorities).toContainEqual(capacity);
      expect([rasci.accountable, ...rasci.responsible]).toContain(capacity.role);
      expect(capacity.level).toBe(step.level);
    });
  });

  test('what the accountable decides is decided by nobody else', () => {
    expectOfAttempts((attempt) => {
      const outcome = outcomeOf(attempt);
      if (!outcome.isAllowed || outcome.event.type === 'proposed') return;
      const { chosen, rasci } = saidOf(attempt);
      if (chosen.decision !== 'accountable' || chosen.clock) return;
      expect(outcome.event.capacity?.role).toBe(rasci.accountable);
    });
  });

  test('an allowed transition begins in the present state and ends in a state of the same machine', () => {
    expectOfAttempts((attempt) => {
      const outcome = outcomeOf(attempt);
      if (!outcome.isAllowed || outcome.event.type === 'proposed') return;
      expect(outcome.event.from).toBe(attempt.standing.state);
      expect(stateNames[attempt.standing.machine].all).toContain(outcome.event.to);
    });
  });

  test('a proposal holds no state at all', () => {
    expectOfAttempts((attempt) => {
      const outcome = transition(attempt.standing, { ...attempt.action, intent: 'propose' }, attempt.facts);
      const members = outcome.isAllowed ? Object.keys(outcome.event) : [];
      expect(members).not.toContain('to');
      expect(members).not.toContain('from');
    });
  });

  test('without mandates, or with mandates on another level, nobody gets anything done', () => {
    expectOfAttempts((attempt) => {
      const { actor } = attempt.facts;
      const outcome = outcomeOf(attempt);
      if (!outcome.isAllowed || actor === null) return;
      const { level } = saidOf(attempt).step;
      const elsewhere = actor.authorities.filter((authority) => authority.level !== level);
      for (const authorities of [[], elsewhere]) {
        const facts: Facts = { ...attempt.facts, actor: { ...actor, authorities } };
        expect(outcomeOf({ ...attempt, facts })).toMatchObject({ code: 'process.role-missing' });
      }
    });
  });

  test('the same attempt comes out the same, and nothing that goes in is touched', () => {
    expectOfAttempts((attempt) => {
      expect(outcomeOf(freeze(attempt))).toEqual(outcomeOf(structuredClone(attempt)));
    });
  });

  test('nothing comes into being by anybody else, nor in another state than the first', () => {
    const openings = randomModel.chain((model) =>
      thrown((dice) => {
        const { machine } = randomStanding(model, dice);
        const { step: id, guards } = model.machines[machine].opening;
        const step = model.process.steps.find((candidate) => candidate.id === id);
        return { model, machine, step, facts: randomFacts(guards, step, dice) };
      }),
    );
    fc.assert(
      fc.property(openings, ({ model, machine, step, facts }) => {
        const outcome = open({ model, machine }, facts);
        if (!outcome.isAllowed) return;
        const { to, capacity } = outcome.event;
        expect(to).toBe(model.machines[machine].initial);
        const rasci = step?.rasci[step.level];
        if (capacity) expect([rasci?.accountable, ...(rasci?.responsible ?? [])]).toContain(capacity.role);
        else expect([machine, model.intake.length, facts.actor]).toEqual(['signal', 1, null]);
      }),
      { numRuns: 300 },
    );
  });
});
