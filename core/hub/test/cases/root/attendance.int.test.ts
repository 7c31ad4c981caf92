import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { partnerOins, people } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { Story, codeOf, weighing } from '../story.ts';

let region: ProcessRegion;
let story: Story;
let id: string;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
  ({ id } = await story.submit());
  await story.act('triager', `signals/${id}`, { action: 'triage' });
}, 60_000);
afterAll(() => region?.close());

const weigh = (...present: object[]) =>
  story.act('coordinator', `signals/${id}`, { action: 'weigh', statements: weighing, present });
const coordinator = { oin: partnerOins.centre, person: people.coordinator.person, role: 'case-coordinator' };

test.each([
  ['somebody whom nobody mandated', { ...coordinator, person: 'ctr-made-up' }],
  ['a person of another organisation', { ...coordinator, oin: partnerOins.police }],
  ['a person in a role that is not theirs', { ...coordinator, person: people.triager.person }],
])('a role is not present in %s', async (_title, attendee) => {
  expect(await codeOf(weigh(attendee))).toBe('request.invalid');
});

test('nobody is present of an organisation that is not joined, whatever role they hold', async () => {
  const colleague = { partner: 'tax', person: 'tax-c0de' } as const;
  await region.mandate(colleague, ['case-coordinator', 'operational']);
  await expect(
    weigh(coordinator, { ...coordinator, oin: partnerOins.tax, person: colleague.person }),
  ).rejects.toMatchObject({
    code: 'request.invalid',
    details: { faults: [{ path: '/body/present/1/oin', message: 'is not joined to this' }] },
  });
});

test('a role is present in whoever holds it', async () => {
  expect(await weigh(coordinator)).toMatchObject({ state: 'weighed' });
});
