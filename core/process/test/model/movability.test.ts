import { describe, expect, test } from '@jest/globals';
import { movability, moveFaults } from '../../src/index.ts';
import { changed, modelOf } from './themes.ts';

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

  test('and a person names a state where it has none: of the same phase first, none of the clock', () => {
    expect(needed[0]).toEqual({
      machine: 'case',
      state: 'designed',
      target: null,
      candidates: ['surveyed', 'drawn', 'reopened'],
    });
    const other = changed(({ machines }) => {
      machines.signal.states[0].id = 'seen';
      machines.signal.states.reverse();
    });
    const [signal] = movability(bridges, other, [{ machine: 'signal', state: 'noticed' }]);
    expect(signal?.candidates).toEqual(['harmless', 'seen', 'dangerous']);
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
