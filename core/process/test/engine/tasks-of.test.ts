import { expect, test } from '@jest/globals';
import { maximumTasksPerStep, tasksOf, type ReferenceModel, type SubProcess } from '../../src/index.ts';
import { garden, stepOf, text } from './sample-model.ts';

const withSubProcesses = (subProcesses: SubProcess[]): ReferenceModel => ({
  ...garden,
  process: { ...garden.process, subProcesses },
});

test('a step brings the tasks of its sub-process, each followed by what it falls apart into', () => {
  expect(tasksOf(garden, stepOf('trim', { subProcess: 'trimming' }))).toEqual([
    { path: 'fetch-shears', parent: null, title: text('Fetch the shears'), role: 'gardener' },
    { path: 'cut', parent: null, title: text('Cut'), role: 'gardener', deadline: { workingDays: 2 } },
    {
      path: 'cut/sweep',
      parent: 'cut',
      title: text('Sweep'),
      description: text('With the large broom'),
      role: 'neighbour',
    },
  ]);
});

test('a step without a sub-process, or with one that is not there, brings none', () => {
  expect(tasksOf(garden, stepOf('tend'))).toEqual([]);
  expect(tasksOf(garden, stepOf('tend', { subProcess: 'nothing' }))).toEqual([]);
});

test('a sub-process that contains itself ends there', () => {
  const title = text('again');
  const tasks = [{ id: 'again', title, role: 'gardener', subProcess: 'endless' }];
  const model = withSubProcesses([{ id: 'endless', title, tasks }]);
  expect(tasksOf(model, stepOf('tend', { subProcess: 'endless' }))).toHaveLength(1);
});

test('sub-processes that multiply are cut off', () => {
  const title = text('many');
  const subProcesses = Array.from({ length: 8 }, (_, i) => ({
    id: `layer-${i}`,
    title,
    tasks: Array.from({ length: 50 }, (_task, j) => ({
      id: `task-${j}`,
      title,
      role: 'gardener',
      subProcess: `layer-${i + 1}`,
    })),
  }));
  const tasks = tasksOf(withSubProcesses(subProcesses), stepOf('tend', { subProcess: 'layer-0' }));
  expect(tasks).toHaveLength(maximumTasksPerStep);
  expect(new Set(tasks.map(({ path }) => path)).size).toBe(maximumTasksPerStep);
});
