import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Tasks } from '../../../src/cases/task/tasks.ts';
import { oins } from '../../fixtures.ts';
import { collaboration, openedEvent, ProcessHouse } from '../../platform/process/process-house.ts';
import { codeOf } from '../story.ts';

let house: ProcessHouse;
beforeAll(async () => {
  house = await ProcessHouse.open();
});
afterAll(() => house?.close());

const caller = { oin: oins.requester, client: 'desk', scopes: ['cases'], person: 'emp-7f3a91' } as const;
const held = {
  mandate: '01938c5e-8c00-7000-8000-0000000000c1',
  role: 'partner',
  level: 'operational',
  collaboration,
  themes: [],
  regions: [],
} as const;

test('nobody takes a task for an organisation that leaves the case at that very moment', async () => {
  const root = await house.begin('case', openedEvent({ participants: [oins.requester, oins.provider] }));
  const task = await house.begin('task', openedEvent({ participants: [], role: 'partner' }), root.id);
  let asked = 0;
  house.answers = {
    'identity.mandatesOf': async () => {
      asked++;
      // Who acts is known, and is allowed to; whether the assignee may is being looked up.
      if (asked === 2) await house.go(root, { type: 'left', facts: { oin: oins.requester } });
      return [held];
    },
  };
  const taking = new Tasks(house.tools).assign({ caller, id: task.id, assignee: 'emp-7f3a91' });
  expect(await codeOf(taking)).toBe('resource.not-found');
  expect(await house.find(task.id)).toMatchObject({ owner: null });
});
