import { describe, expect, test } from '@jest/globals';
import { movability, moveFaults, stranded, type Mover } from '../../src/index.ts';
import { changed, modelOf, type Draft } from './themes.ts';

const bridges = modelOf('bridges');
const renamed = changed(({ machines }) => {
  machines.case.states[1].id = 'drawn';
  machines.task.states[0].id = 'open';
});
const movers = [
  { machine: 'case', state: 'designed' },
  { machine: 'signal', state: 'dangerous' },
  { machine: 'task', state: 'asked' },
] as const;

describe('a running case moves to another version of its model', () => {
  const needed = movability(bridges, renamed, movers);

  test('and keeps a state that the other version has', () => {
    expect(needed[1]).toEqual({ machine: 'signal', state: 'dangerous', target: 'dangerous', candidates: [] });
  });

  test('and a person names a state where it has none: of the same phase, as final as the old one', () => {
    expect(needed[0]).toEqual({ machine: 'case', state: 'designed', target: null, candidates: ['surveyed', 'drawn'] });
    expect(stranded(needed)).toEqual([]);
  });

  const only = (change: (model: Draft) => void, mover: Mover) => movability(bridges, changed(change), [mover])[0];

  test.each<[string, Mover, (model: Draft) => void, readonly string[]]>([
    [
      'another phase',
      { machine: 'signal', state: 'noticed' },
      ({ machines: { signal } }) => Object.assign(signal.states[0], { id: 'seen', phase: 'repair' }),
      [],
    ],
    [
      'an end for what goes on',
      { machine: 'task', state: 'asked' },
      ({ machines: { task } }) => task.states.shift(),
      [],
    ],
    [
      'something that goes on for what has ended',
      { machine: 'intervention', state: 'built' },
      ({ machines: { intervention } }) => Object.assign(intervention.states[1], { id: 'stands' }),
      ['stands', 'abandoned'],
    ],
    [
      'what only the clock leads to',
      { machine: 'case', state: 'reopened' },
      ({ machines }) => {
        machines.case.states.splice(2, 1);
        Object.assign(machines.case.states[2], { phase: 'repair' });
      },
      [],
    ],
  ])('and nobody names %s', (_what, mover, ...[change, candidates]) => {
    expect(only(change, mover)).toEqual({ ...mover, target: null, candidates });
  });

  test('and does not keep a state that has become the clock’s', () => {
    const lockedNow = only(({ machines: { task } }) => Object.assign(task.transitions[0], { clock: 'lock' }), {
      machine: 'task',
      state: 'answered',
    });
    expect(lockedNow).toEqual({ machine: 'task', state: 'answered', target: null, candidates: [] });
  });

  test('and has no way where the other version has no place for one of its parts', () => {
    const other = changed(({ machines: { task } }) => Object.assign(task.states[0], { id: 'open', phase: 'watch' }));
    expect(stranded(movability(bridges, other, movers))).toEqual([
      { machine: 'task', state: 'asked', target: null, candidates: [] },
    ]);
  });

  test('and leaves no part behind', () => {
    expect(moveFaults(needed, [{ machine: 'case', state: 'designed', to: 'drawn' }])).toEqual([
      {
        path: '/moves',
        message: 'must name a state for the task state "asked", which the other version does not have',
      },
    ]);
  });

  test('and goes where it may, once', () => {
    const moves = [
      { machine: 'case', state: 'designed', to: 'drawn' },
      { machine: 'task', state: 'asked', to: 'open' },
      { machine: 'signal', state: 'dangerous', to: 'dangerous' },
    ] as const;
    expect(moveFaults(needed, moves)).toEqual([]);
    expect(moveFaults(needed, [...moves, moves[0]])).toEqual([
      { path: '/moves/3', message: 'names the same state as a move before it' },
    ]);
  });

  test.each([
    ['what has ended', { machine: 'case', state: 'designed', to: 'reopened' }],
    ['what only the clock may', { machine: 'case', state: 'designed', to: 'filed-works' }],
    ['what does not exist', { machine: 'case', state: 'designed', to: 'nowhere' }],
    ['another state than the one that it can keep', { machine: 'signal', state: 'dangerous', to: 'harmless' }],
    ['something for a part that is not there', { machine: 'intervention', state: 'drafted', to: 'built' }],
  ] as const)('and nobody names %s', (_what, move) => {
    const faults = moveFaults(needed, [
      { machine: 'task', state: 'asked', to: 'open' },
      ...(move.machine === 'case' ? [] : [{ machine: 'case', state: 'designed', to: 'drawn' } as const]),
      move,
    ]);
    expect(faults).toEqual([
      {
        path: move.machine === 'case' ? '/moves/1' : '/moves/2',
        message: 'must name one of the states that may be named',
      },
    ]);
  });
});
