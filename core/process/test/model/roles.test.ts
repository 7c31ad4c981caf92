import { describe, expect, test } from '@jest/globals';
import { faultsAfter, type Draft } from './themes.ts';

describe('a role', () => {
  test.each(['model-editor', 'model-approver'])('is not %s, which is one of the hub itself', (id) => {
    const renamed = (model: Draft) => model.roles.push({ ...model.roles[0], id });
    expect(faultsAfter(renamed)).toEqual(['/roles/6/id is a role of the hub itself: whoever holds it may see no case']);
  });

  test('answers on every level to which another turns', () => {
    const unanswered = ({ levels }: Draft) => {
      levels.push({ level: 'policy', title: levels[0].title, escalatesTo: 'strategic' });
      levels[0].escalatesTo = 'policy';
    };
    expect(faultsAfter(unanswered)).toEqual([
      '/levels/0/escalatesTo names the policy level, on which no step has somebody who answers and could decide',
    ]);
  });

  test('gets no task that it can do nothing with', () => {
    const given = ({ process }: Draft) => Object.assign(process.subProcesses[0].tasks[1], { role: 'bridge-keeper' });
    expect(faultsAfter(given)).toEqual([
      '/process/subProcesses/0/tasks/1/role must be responsible or accountable in a step in which something is done to a task',
    ]);
  });
});
