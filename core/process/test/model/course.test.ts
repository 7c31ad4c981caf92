import { describe, expect, test } from '@jest/globals';
import { faultsAfter, type Draft } from './themes.ts';

const lost = {
  id: 'lost',
  title: { nl: 'Kwijt', en: 'Lost' },
  phase: 'repair',
  exchange: 'none',
};
const wander = { id: 'wander', title: { nl: 'Dwalen', en: 'Wander' }, step: 'ask-around', guards: [] };

describe('the course of a machine', () => {
  test('reaches every state', () => {
    expect(faultsAfter(({ machines }) => machines.task.states.push({ ...lost, final: true }))).toEqual([
      '/machines/task/states/2 cannot be reached from the initial state "asked"',
    ]);
  });

  test('reaches no state by a way that itself cannot be reached', () => {
    const faults = faultsAfter(({ machines: { task } }) => {
      task.states.push(lost, { ...lost, id: 'found', final: true });
      task.transitions.push({ ...wander, from: ['lost'], to: 'found' });
    });
    expect(faults).toEqual([
      '/machines/task/states/2 cannot be reached from the initial state "asked"',
      '/machines/task/states/3 cannot be reached from the initial state "asked"',
    ]);
  });

  test('has a way out of every circle', () => {
    const faults = faultsAfter(({ machines: { task } }) => {
      task.states.push(lost, { ...lost, id: 'astray' });
      task.transitions.push(
        { ...wander, from: ['asked', 'astray'], to: 'lost' },
        { ...wander, id: 'stray', from: ['lost'], to: 'astray' },
      );
    });
    expect(faults).toEqual([
      '/machines/task/states/2 leads to no final state: what gets here never comes to an end',
      '/machines/task/states/3 leads to no final state: what gets here never comes to an end',
    ]);
  });

  test('may go round as long as it can get out', () => {
    const faults = faultsAfter(({ machines: { task } }) => {
      task.states.push(lost);
      task.transitions.push(
        { ...wander, from: ['asked'], to: 'lost' },
        { ...wander, id: 'stray', from: ['lost'], to: 'asked' },
      );
    });
    expect(faults).toEqual([]);
  });

  test('is not ended by the clock alone', () => {
    const faults = faultsAfter(({ machines }) => delete machines.case.states[2].final);
    expect(faults).toContain('/machines/case/states/0 leads to no final state: what gets here never comes to an end');
  });

  test('does not go on after a final state', () => {
    const faults = faultsAfter(({ machines: { task } }) => {
      task.transitions.push({ ...wander, from: ['asked', 'answered'], to: 'asked' });
    });
    expect(faults).toEqual([
      '/machines/task/transitions/1/from/1 leaves the final state "answered", after which only the clock acts',
    ]);
  });
});

describe('the retention clock', () => {
  const mustLock = 'must be left by exactly one transition with clock "lock": its retention ends one day';

  test.each<[string, (model: Draft) => void, string[]]>([
    [
      'runs from the first day',
      ({ machines }) => delete machines.case.states[0].retention,
      ['/machines/case/states/0 must have a retention: the clock runs from the first day'],
    ],
    [
      'leaves people a day at least for whatever has not ended',
      ({ machines: { case: course, signal } }) => {
        for (const { retention } of [course.states[0], signal.states[0], signal.states[2]]) retention.days = 0;
      },
      ['signal', 'case'].map(
        (name) =>
          `/machines/${name}/states/0/retention/days must be at least 1: here people still have something to do`,
      ),
    ],
    [
      'can end in every state that people reach',
      ({ machines }) => machines.signal.transitions[2].from.shift(),
      [`/machines/signal/states/0 ${mustLock}`],
    ],
    [
      'ends each state in one way',
      ({ machines: { signal } }) =>
        signal.transitions.push({ ...signal.transitions[2], id: 'file-again', from: ['noticed'] }),
      [`/machines/signal/states/0 ${mustLock}`],
    ],
    [
      'destroys what it locked',
      ({ machines: { signal } }) => {
        signal.transitions.pop();
        signal.states.pop();
      },
      ['/machines/signal/states/3 must be left by exactly one transition with clock "destroy": it is locked'],
    ],
    [
      'destroys nothing that it did not lock',
      ({ machines: { signal } }) => signal.transitions[3].from.push('harmless'),
      ['/machines/signal/transitions/3/from must name states that a transition with clock "lock" leads to'],
    ],
    [
      'locks nothing twice',
      ({ machines: { signal } }) =>
        signal.transitions.push({ ...signal.transitions[2], id: 'file-again', from: ['filed'] }),
      ['/machines/signal/transitions/4/from must name no state that the clock has led to already'],
    ],
    [
      'leaves nothing to do with what it destroyed',
      ({ machines: { signal } }) =>
        signal.transitions.push({ ...signal.transitions[3], id: 'shred-again', from: ['shredded'] }),
      [
        '/machines/signal/states/4 must be left by no transition: what was in it is destroyed',
        '/machines/signal/transitions/4/from must name states that a transition with clock "lock" leads to',
      ],
    ],
    [
      'leads to final states only',
      ({ machines: { signal } }) => delete signal.states[3].final,
      [
        '/machines/signal/states/3 leads to no final state: what gets here never comes to an end',
        '/machines/signal/states/3 must be final: only the clock leads here',
      ],
    ],
    [
      'leads to states about which nothing is asked',
      ({ machines: { signal } }) => Object.assign(signal.states[3], { exchange: 'match' }),
      ['/machines/signal/states/3/exchange must be none: nothing is asked about what is locked'],
    ],
    [
      'is not started anew by locking',
      ({ machines: { signal } }) => Object.assign(signal.states[3], { retention: { days: 1, lockedYears: 1 } }),
      ['/machines/signal/states/3/retention must be left out: the clock that ran goes on'],
    ],
    [
      'shares its states with nobody',
      ({ machines: { signal } }) => Object.assign(signal.transitions[1], { to: 'filed', step: 'file-signal' }),
      [
        '/machines/signal/states/2 cannot be reached from the initial state "noticed"',
        '/machines/signal/states/3 must be left by exactly one transition with clock "lock": its retention ends one day',
        '/machines/signal/transitions/1/to only the clock leads to "filed"',
      ],
    ],
    [
      'decides nothing',
      ({ machines: { signal } }) => Object.assign(signal.transitions[2], { decision: 'accountable' }),
      ['/machines/signal/transitions/2 must have no decision and no statements: the clock acts, and nobody else'],
    ],
    [
      'states nothing',
      ({ machines: { signal } }) =>
        Object.assign(signal.transitions[2], { statements: signal.transitions[0].statements }),
      ['/machines/signal/transitions/2 must have no decision and no statements: the clock acts, and nobody else'],
    ],
    [
      'does not run for a task, which goes with its case',
      ({ machines: { task } }) => Object.assign(task.states[0], { retention: { days: 1, lockedYears: 1 } }),
      ['/machines/task/states/0/retention belongs to a case and is kept as long as the case'],
    ],
    [
      'does nothing to an intervention, which goes with its case',
      ({ machines: { intervention } }) => Object.assign(intervention.transitions[1], { clock: 'lock' }),
      ['/machines/intervention/transitions/1/clock belongs to a case and is kept as long as the case'],
    ],
  ])('%s', (_title, change, faults) => {
    expect(faultsAfter(change).toSorted()).toEqual(faults.toSorted());
  });
});
