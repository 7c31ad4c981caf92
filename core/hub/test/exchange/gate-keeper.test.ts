import { describe, expect, test } from '@jest/globals';
import { aRecord, aRequest, findResidents } from '../fixtures.ts';
import { goodContent, House } from './house.ts';

const refreshes = (house: House): number => house.steps.filter((step) => step === 'agreements.changesSince').length;

describe('a no', () => {
  test.each([
    ['of an agreement that is suspended', { record: { status: 'suspended' } }, {}],
    ['of a draft', { record: { status: 'draft' } }, {}],
    ['of an agreement that nobody made', {}, { agreement: '01938c5e-8c00-7000-8000-00000000dead' }],
  ] as const)('%s is said only on what is known at that moment', async (_title, options, change) => {
    const house = new House(options);
    await house.lease.refresh();
    await expect(house.ask(aRequest(change))).rejects.toMatchObject({ status: 403 });
    expect(refreshes(house)).toBe(2);
  });

  test.each([
    ['another purpose', {}, { purpose: 'curiosity' }],
    ['a revoked agreement', { record: { status: 'revoked' } }, {}],
  ] as const)(
    'to %s needs no second look: nothing that was signed meanwhile would help',
    async (_t, options, change) => {
      const house = new House(options);
      await house.lease.refresh();
      await expect(house.ask(aRequest(change))).rejects.toMatchObject({ status: 403 });
      expect(refreshes(house)).toBe(1);
    },
  );

  test('becomes a yes when the agreement was resumed a moment ago', async () => {
    const house = new House({ record: { status: 'suspended' } });
    await house.lease.refresh();
    house.changes.push(aRecord());
    await expect(house.ask()).resolves.toMatchObject({ content: goodContent });
  });
});

describe('under an agreement for certain roles', () => {
  const agreement = { subjectRoles: ['suspect' as const] };
  const refused = { code: 'agreement.subject-role-mismatch' };

  test('a question about somebody names the role, and one about nobody need not', async () => {
    await expect(new House({ agreement }).ask()).rejects.toMatchObject(refused);
    const house = new House({ agreement, operation: { ...findResidents, subjects: [] } });
    await expect(house.ask()).resolves.toMatchObject({ content: goodContent });
  });

  test('a question under an operation that nobody describes is taken to be about somebody', async () => {
    const house = new House({ agreement });
    house.findOperation = ({ oin }) => (oin === undefined ? findResidents : null);
    await expect(house.ask()).rejects.toMatchObject(refused);
  });
});

test('an answer at the very instant of the deadline is in time', async () => {
  const house = new House();
  house.answer = async () => {
    house.clock.time += 1000;
    return { client: 'records', content: goodContent, subjects: [] };
  };
  await expect(house.ask(aRequest({ deadlineMs: 1000 }))).resolves.toMatchObject({ content: goodContent });
});
