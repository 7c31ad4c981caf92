import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { leaseMs } from '../../src/exchange/agreement-lease.ts';
import { aRecord, aRequest } from '../fixtures.ts';
import { goodContent, House } from './house.ts';

describe('nothing is released', () => {
  const tooMuch = { residents: [{ familyName: 'Testpersoon', birthDate: '1980-01-01' }], count: 1 };

  test.each([
    {
      after: 'a reply with more than was granted',
      answer: async () => ({ content: tooMuch }),
      code: 'reply.exceeds-grant',
      type: 'reply.refused',
    },
    {
      after: 'a reply of another form',
      answer: async () => ({ content: { count: 'many' } }),
      code: 'reply.invalid',
      type: 'reply.refused',
    },
    {
      after: 'a failing source',
      answer: () => Promise.reject(new KoppelError('source.failed')),
      code: 'source.failed',
      type: 'reply.failed',
    },
    {
      after: 'an absent adapter',
      answer: () => Promise.reject(new KoppelError('adapter.absent')),
      code: 'adapter.absent',
      type: 'reply.failed',
    },
    {
      after: 'a source that is too slow',
      answer: () => Promise.reject(new KoppelError('exchange.deadline')),
      code: 'exchange.deadline',
      type: 'reply.late',
    },
  ])('after $after', async ({ answer, code, type }) => {
    const house = new House();
    house.answer = async () => ({ client: 'records', subjects: [], ...(await answer()) });
    await expect(house.ask()).rejects.toMatchObject({ code, details: { ledgerIndex: 1 } });
    expect(house.types()).toEqual(['request.disclosed', type]);
  });

  test('of a refused reply in the error', async () => {
    const house = new House();
    house.answer = async () => ({ client: 'records', content: tooMuch, subjects: [] });
    const { message, details } = await house.ask().then(
      () => new KoppelError('hub.failed'),
      (reason: unknown) => reason as KoppelError,
    );
    expect(message).toContain('more than was granted');
    expect(JSON.stringify({ message, details })).not.toContain('1980');
  });

  test('when the agreement is suspended while the source is thinking', async () => {
    const house = new House();
    house.answer = async () => {
      house.gate.apply([aRecord({ status: 'suspended' })]);
      return { client: 'records', content: goodContent, subjects: [] };
    };
    await expect(house.ask()).rejects.toMatchObject({ code: 'agreement.suspended' });
    expect(house.types()).toEqual(['request.disclosed', 'reply.refused']);
  });

  test('when the lease ran out while the source was thinking', async () => {
    const house = new House();
    house.answer = async () => {
      house.clock.time += leaseMs;
      return { client: 'records', content: goodContent, subjects: [] };
    };
    await expect(house.ask()).rejects.toMatchObject({ code: 'gate.stale' });
  });

  test('after the deadline, however good the answer', async () => {
    const house = new House();
    house.answer = async () => {
      house.clock.time += 1001;
      return { client: 'records', content: goodContent, subjects: [] };
    };
    await expect(house.ask(aRequest({ deadlineMs: 1000 }))).rejects.toMatchObject({ code: 'exchange.deadline' });
    expect(house.types()).toEqual(['request.disclosed', 'reply.late']);
  });

  test('when the answer cannot be logged', async () => {
    const house = new House();
    house.beforeAppend = ({ type }) => {
      if (type === 'reply.released') throw new KoppelError('ledger.unavailable');
    };
    await expect(house.ask()).rejects.toMatchObject({ code: 'ledger.unavailable' });
    expect(house.types()).toEqual(['request.disclosed']);
  });
});
