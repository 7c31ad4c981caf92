import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { leave } from '../../../src/cases/case/leaving.ts';
import type { Viewer } from '../../../src/platform/process/viewer.ts';
import { defaultModel } from '../../default-model.ts';
import { oins } from '../../fixtures.ts';
import { collaboration, openedEvent, ProcessHouse } from '../../platform/process/process-house.ts';
import { codeOf, reasons } from '../story.ts';

let house: ProcessHouse;
beforeAll(async () => {
  house = await ProcessHouse.open();
});
afterAll(() => house?.close());

const version = '01938c5e-8c00-7000-8000-0000000000c1';
const oin = oins.requester;
const caller = { oin, client: 'desk', scopes: ['cases'], person: 'emp-7f3a91' } as const;
const held = { role: 'partner', level: 'operational', collaboration, themes: [], regions: [] } as const;
const viewer: Viewer = { caller, oin, person: caller.person, mandates: [{ mandate: version, ...held }] };

test('a partner stays when it puts a question at the very moment of leaving', async () => {
  const model = await defaultModel();
  const participants = [oins.requester, oins.provider];
  const root = await house.begin('case', openedEvent({ participants, model: version, state: 'draft', body: version }));
  house.answers = {
    'model.find': () => model,
    'cases.findBody': async () => {
      // Everything about who may go has been looked at; a question leaves the version of the case as it is.
      await house.begin('information-request', openedEvent({ participants: [], owner: oins.provider }), root.id);
      return null;
    },
  };
  const leaving = leave(house.tools, viewer, { caller, id: root.id, oin, reasons });
  expect(await codeOf(leaving)).toBe('case.work-open');
  expect((await house.find(root.id))?.participants).toContain(oin);
});
