import { describe, expect, test } from '@jest/globals';
import { transition, type Facts, type Standing } from '../../src/index.ts';
import {
  actorAs,
  caseIn,
  codeOf,
  decide,
  factsWith,
  garden,
  propose,
  stepOf,
  transitionOf,
  withCase,
} from './sample-model.ts';

const head = actorAs('head-gardener');

describe('what the model knows and the state allows', () => {
  test('an action of the model leads from its state to its target, as the event says', () => {
    expect(transition(caseIn('seed'), decide('grow'), factsWith())).toEqual({
      isAllowed: true,
      event: {
        type: 'transitioned',
        action: 'grow',
        step: 'tend',
        from: 'seed',
        to: 'plant',
        capacity: { role: 'gardener', level: 'operational', mandate: 'mandate-gardener' },
      },
      inform: [],
    });
  });

  test('an action with several states to begin in tells which one it was', () => {
    expect(transition(caseIn('plant'), decide('prune'), factsWith())).toMatchObject({
      event: { from: 'plant', to: 'seed' },
    });
  });

  test.each(['fly', 'constructor', '', 'Grow'])('an action that the model does not know (%s) is refused', (name) => {
    expect(transition(caseIn('seed'), decide(name), factsWith())).toMatchObject({
      isAllowed: false,
      code: 'process.action-unknown',
    });
  });

  test('to do something else with an action than to decide or propose it is unknown', () => {
    const action = { name: 'grow', intent: 'undo' as 'decide' };
    expect(codeOf(transition(caseIn('seed'), action, factsWith()))).toBe('process.action-unknown');
  });

  test('an action of another machine is unknown', () => {
    const standing: Standing = { ...caseIn('seed'), machine: 'task' };
    expect(codeOf(transition(standing, decide('prune'), factsWith()))).toBe('process.action-unknown');
  });

  test.each(['plant', 'compost', 'nowhere', 'constructor'])(
    'an action that begins elsewhere is refused in %s',
    (state) => {
      expect(codeOf(transition(caseIn(state), decide('grow'), factsWith()))).toBe('process.transition-refused');
    },
  );

  test('an action that was done is not possible again', () => {
    const first = transition(caseIn('seed'), decide('grow'), factsWith());
    const state = first.isAllowed && first.event.type === 'transitioned' ? first.event.to : '';
    expect(codeOf(transition(caseIn(state), decide('grow'), factsWith()))).toBe('process.transition-refused');
  });

  test('a model whose action leads nowhere is refused, not followed', () => {
    const astray = withCase({ transitions: [transitionOf('grow', { to: 'nowhere' })] });
    expect(codeOf(transition(caseIn('seed', astray), decide('grow'), factsWith()))).toBe('process.transition-refused');
  });

  test('a model whose action has no step, or a step without roles, gives it to nobody', () => {
    const stepless = withCase({ transitions: [transitionOf('grow', { step: 'nothing' })] });
    expect(codeOf(transition(caseIn('seed', stepless), decide('grow'), factsWith()))).toBe(
      'process.transition-refused',
    );
    const steps = [stepOf('tend', { rasci: {} })];
    const roleless = { ...garden, process: { ...garden.process, steps } };
    expect(codeOf(transition(caseIn('seed', roleless), decide('grow'), factsWith()))).toBe(
      'process.transition-refused',
    );
  });

  test('facts that are not complete are refused', () => {
    const { subjects: _, ...incomplete } = factsWith();
    expect(codeOf(transition(caseIn('seed'), decide('grow'), incomplete as Facts))).toBe('process.guard-unmet');
  });
});

describe('reasons', () => {
  const reasonsOf = (reasons: string): string =>
    codeOf(transition(caseIn('seed'), decide('grow'), factsWith({ input: { reasons } })));

  test.each(['yes', 'x'.repeat(2000), `  ${'x'.repeat(2000)}  `])(
    'of 3 to 2000 characters are enough (%#)',
    (reasons) => {
      expect(reasonsOf(reasons)).toBe('transitioned');
    },
  );

  test.each(['', ' no  ', 'x'.repeat(2001)])('of less or more are not (%#)', (reasons) => {
    expect(reasonsOf(reasons)).toBe('process.guard-unmet');
  });
});

describe('the clock', () => {
  const over = { actor: null, retentionEndsAt: 1, input: { reasons: '' } };

  test("carries out what it is there for, in nobody's capacity and without reasons", () => {
    expect(transition(caseIn('compost'), decide('seal'), factsWith(over))).toMatchObject({
      isAllowed: true,
      event: { type: 'transitioned', to: 'sealed', capacity: null },
      inform: ['neighbour'],
    });
  });

  test('waits for the end of the period, also when the model forgets to say so', () => {
    const running = factsWith({ ...over, retentionEndsAt: Date.UTC(2030, 0, 1) });
    expect(transition(caseIn('compost'), decide('seal'), running)).toMatchObject({
      unmet: [{ guard: 'retention-over' }],
    });
    const forgetful = withCase({ transitions: [transitionOf('seal', { clock: 'destroy' })] });
    expect(codeOf(transition(caseIn('seed', forgetful), decide('seal'), running))).toBe('process.guard-unmet');
    expect(codeOf(transition(caseIn('seed', forgetful), decide('seal'), factsWith(over)))).toBe('transitioned');
  });

  test('waits for whatever else the model asks', () => {
    const guards = [{ rule: 'tasks-in' as const, states: ['plant'] }];
    const careful = withCase({ transitions: [transitionOf('seal', { clock: 'lock', guards })] });
    const facts = factsWith({ ...over, tasks: [{ state: 'seed' }] });
    expect(transition(caseIn('seed', careful), decide('seal'), facts)).toMatchObject({
      unmet: [{ guard: 'tasks-in' }],
    });
  });

  test('does nothing of what people decide, and proposes nothing', () => {
    expect(codeOf(transition(caseIn('seed'), decide('grow'), factsWith(over)))).toBe('process.role-missing');
    expect(codeOf(transition(caseIn('seed'), propose('grow'), factsWith(over)))).toBe('process.role-missing');
    expect(codeOf(transition(caseIn('compost'), propose('seal'), factsWith(over)))).toBe('process.role-missing');
  });

  test('has its work for itself: no person does it, the accountable neither', () => {
    const facts = factsWith({ actor: head, retentionEndsAt: 1 });
    expect(codeOf(transition(caseIn('compost'), decide('seal'), facts))).toBe('process.role-missing');
    expect(codeOf(transition(caseIn('compost'), propose('seal'), facts))).toBe('process.role-missing');
  });
});
