import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  actionsFor,
  dueAt,
  exchangeOf,
  open,
  transition,
  type Action,
  type Facts,
  type MachineName,
  type Outcome,
  type ReferenceModel,
  type Standing,
} from '../../src/index.ts';
import { tenAttempts } from './random/random-attempt.ts';
import { actorAs, caseIn, decide, factsWith, garden } from './sample-model.ts';

/** Whatever a caller might send where the types promise something else. */
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSparseArray: true,
});

const codes = [
  'process.action-unknown',
  'process.transition-refused',
  'process.role-missing',
  'process.guard-unmet',
  'process.four-eyes',
];

function expectRefused(outcome: Outcome<unknown>): void {
  expect(outcome.isAllowed).toBe(false);
  if (!outcome.isAllowed) expect(codes).toContain(outcome.code);
}

describe('the engine answers and does not throw', () => {
  test('on a state, a machine or an action of any shape', () => {
    fc.assert(
      fc.property(anything, anything, anything, (machine, state, action) => {
        const standing = { model: garden, machine, state } as Standing;
        expectRefused(transition(standing, action as Action, factsWith()));
        expectRefused(transition({ ...standing, machine: 'case' }, action as Action, factsWith()));
        expectRefused(transition(standing, decide('grow'), factsWith()));
        expectRefused(open(standing, factsWith()));
        expect(actionsFor(standing, factsWith())).toEqual([]);
        expect(exchangeOf(standing)).toBe('none');
        expect(dueAt(standing, 0, Math.max)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  test('on a machine that cannot even be made a name', () => {
    const machine = Object.create(null) as MachineName;
    expectRefused(transition({ model: garden, machine, state: 'seed' }, decide('grow'), factsWith()));
    expectRefused(open({ model: garden, machine }, factsWith()));
  });

  test('on facts of any shape', () => {
    fc.assert(
      fc.property(anything, (facts) => {
        expectRefused(transition(caseIn('seed'), decide('grow'), facts as Facts));
        expectRefused(open({ model: garden, machine: 'case' }, facts as Facts));
        expect(actionsFor(caseIn('seed'), facts as Facts)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('on facts of which one member is of any shape', () => {
    const members = Object.keys(factsWith());
    fc.assert(
      fc.property(tenAttempts, fc.constantFrom(...members), anything, (attempts, member, value) => {
        for (const { standing, action, facts } of attempts) {
          const outcome = transition(standing, action, { ...facts, [member]: value });
          expect(typeof outcome.isAllowed).toBe('boolean');
        }
      }),
      { numRuns: 200 },
    );
  });

  test('on an actor or an input of any shape, and allows nothing then', () => {
    const ready = factsWith({ actor: actorAs('gardener') });
    expect(transition(caseIn('seed'), decide('grow'), ready).isAllowed).toBe(true);
    const someone = anything.filter((value) => value !== null);
    fc.assert(
      fc.property(someone, anything, (actor, input) => {
        expectRefused(transition(caseIn('seed'), decide('grow'), { ...ready, actor } as Facts));
        expectRefused(transition(caseIn('seed'), decide('grow'), { ...ready, input } as Facts));
      }),
      { numRuns: 500 },
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, '5', -1])(
    'on a count that is none (%s)',
    (count) => {
      expectRefused(transition(caseIn('seed'), decide('grow'), factsWith({ lessons: count as number })));
    },
  );

  test('on a model that fits its schema but names what is not there', () => {
    fc.assert(
      fc.property(tenAttempts, fc.nat(), (attempts, at) => {
        const [
          {
            standing: { model },
          } = { standing: caseIn('seed') },
        ] = attempts;
        const astray = redirected(model, at);
        for (const { standing, action, facts } of attempts) {
          const outcome = transition({ ...standing, model: astray }, action, facts);
          expect(typeof outcome.isAllowed).toBe('boolean');
          const target = outcome.isAllowed && outcome.event.type === 'transitioned' && outcome.event.to;
          expect(target).not.toBe('not-there');
        }
      }),
      { numRuns: 200 },
    );
  });
});

const references = /"(from|to|step|initial|accountable|level|phase|statement|subProcess)":(\[?)"[a-z0-9-]+"/g;

/** The model with one reference, chosen by `at`, that leads nowhere. */
function redirected(model: ReferenceModel, at: number): ReferenceModel {
  const document = JSON.stringify(model);
  const found = [...document.matchAll(references)];
  const chosen = found[at % found.length];
  if (chosen === undefined) throw new Error('A model has references.');
  const [whole, member = '', bracket = ''] = chosen;
  const after = document.slice(chosen.index + whole.length);
  return JSON.parse(`${document.slice(0, chosen.index)}"${member}":${bracket}"not-there"${after}`);
}
