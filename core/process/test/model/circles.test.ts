import { describe, expect, test } from '@jest/globals';
import { faultsAfter } from './themes.ts';

describe('nothing goes round in a circle:', () => {
  test('escalation', () => {
    expect(faultsAfter(({ levels }) => Object.assign(levels[1], { escalatesTo: 'operational' }))).toEqual([
      '/levels/0/escalatesTo goes round in a circle: nobody decides in the end',
      '/levels/1/escalatesTo goes round in a circle: nobody decides in the end',
    ]);
  });

  test('concepts', () => {
    const faults = faultsAfter(({ vocabulary: { concepts } }) => {
      concepts[0].broader = ['case'];
      concepts[1].broader = ['intervention'];
      concepts[2].broader = ['case'];
    });
    expect(faults).toEqual([
      '/vocabulary/concepts/1/broader goes round in a circle',
      '/vocabulary/concepts/3/broader goes round in a circle',
    ]);
  });

  test('sub-processes', () => {
    expect(
      faultsAfter(({ process }) => Object.assign(process.subProcesses[0].tasks[0], { subProcess: 'load-test' })),
    ).toEqual(['/process/subProcesses/0 contains itself']);
  });

  test('and a step falls apart into no more tasks than somebody can do', () => {
    const faults = faultsAfter(({ process: { subProcesses } }) => {
      const [first] = subProcesses;
      const named = (count: number, subProcess?: string) =>
        Array.from({ length: count }, (_, i) => ({
          ...first.tasks[1],
          id: `task-${i}`,
          ...(subProcess && { subProcess }),
        }));
      subProcesses.push({ ...first, id: 'inner', tasks: named(19) });
      first.tasks = named(11, 'inner');
    });
    expect(faults).toEqual(['/process/steps/4/subProcess comes to more than 200 tasks']);
  });

  test('and 200 tasks are not too many', () => {
    const faults = faultsAfter(({ process: { subProcesses } }) => {
      const [first] = subProcesses;
      const named = (count: number, subProcess?: string) =>
        Array.from({ length: count }, (_, i) => ({
          ...first.tasks[1],
          id: `task-${i}`,
          ...(subProcess && { subProcess }),
        }));
      subProcesses.push({ ...first, id: 'inner', tasks: named(19) });
      first.tasks = named(10, 'inner');
    });
    expect(faults).toEqual([]);
  });
});
