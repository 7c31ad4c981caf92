import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { leaseMs } from '../../src/exchange/agreement-lease.ts';
import { aRecord, aRequest } from '../fixtures.ts';
import { goodContent, House } from './house.ts';

describe('an allowed exchange', () => {
  test('releases the granted content with its terms, what was withheld and both ledger indexes', async () => {
    const reply = await new House().ask();
    expect(reply).toMatchObject({
      mode: 'content',
      content: goodContent,
      withheld: ['residents[].birthDate'],
      terms: { retention: { days: 365, lockedYears: 5 }, secrecy: ['awr67'] },
      ledger: { requestIndex: 0, replyIndex: 1 },
    });
  });

  test('is logged before the question leaves and again before the answer is released', async () => {
    const house = new House();
    await house.ask();
    const moves = house.steps.filter((step) => step === 'ledger.append' || step === 'adapters.ask');
    expect(moves).toEqual(['ledger.append', 'adapters.ask', 'ledger.append']);
    expect(house.types()).toEqual(['request.disclosed', 'reply.released']);
  });

  test('asks the adapter for the granted fields and no others', async () => {
    const house = new House();
    await house.ask();
    expect(house.asked[0]?.fields).toEqual(['residents[].familyName', 'count']);
  });

  test('logs whom the question was about, and everybody the answer was about', async () => {
    const house = new House();
    house.answer = async () => ({
      client: 'records',
      content: goodContent,
      subjects: [
        { kind: 'bsn', value: '999990019' },
        { kind: 'bsn', value: '999990020' },
      ],
    });
    await house.ask();
    expect(house.ledger[0]?.subjects).toEqual([{ kind: 'bsn', value: '999990019' }]);
    expect(house.ledger[1]?.subjects).toHaveLength(2);
  });

  test('never writes what was asked or answered into the ledger', async () => {
    const house = new House();
    await house.ask();
    const written = JSON.stringify(house.ledger.map(({ subjects: _subjects, ...entry }) => entry));
    expect(written).not.toContain('999990019');
    expect(written).not.toContain('Testpersoon');
  });
});

describe('a match', () => {
  test('releases hit or no hit and no content', async () => {
    const house = new House({ agreement: { mode: 'match', grantedFields: [] } });
    house.answer = async () => ({ client: 'records', hit: true, subjects: [] });
    const reply = await house.ask();
    expect(reply.hit).toBe(true);
    expect(reply).not.toHaveProperty('content');
  });
});

describe('nothing leaves the hub', () => {
  test.each([
    ['an unknown operation', new House({ operation: null }), aRequest(), 'operation.unknown', []],
    ['a closed gate', new House({ record: { status: 'suspended' } }), aRequest(), 'agreement.suspended', ['request.refused']],
    ['another purpose', new House(), aRequest({ purpose: 'curiosity' }), 'agreement.purpose-mismatch', ['request.refused']],
    ['a request that breaks the schema', new House(), aRequest({ request: { bsn: 'x' } }), 'request.invalid', ['request.refused']],
  ])('after %s', async (_title, house, request, code, entries) => {
    await expect(house.ask(request)).rejects.toMatchObject({ code });
    expect(house.asked).toEqual([]);
    expect(house.types()).toEqual(entries);
  });

  test('before the schema of the operation is told to somebody without an agreement', async () => {
    const house = new House({ record: { status: 'revoked' } });
    await expect(house.ask(aRequest({ request: { bsn: 'x' } }))).rejects.toMatchObject({ code: 'agreement.revoked' });
  });

  test('on a node without a fresh view of the agreements', async () => {
    const house = new House();
    await house.lease.refresh();
    house.clock.time += leaseMs;
    await expect(house.ask()).rejects.toMatchObject({ code: 'gate.stale' });
    expect(house.asked).toEqual([]);
  });

  test('when the ledger cannot be written', async () => {
    const house = new House();
    house.beforeAppend = () => {
      throw new KoppelError('ledger.unavailable');
    };
    await expect(house.ask()).rejects.toMatchObject({ code: 'ledger.unavailable' });
    expect(house.asked).toEqual([]);
  });

  test('without the refusal naming its ledger index', async () => {
    const house = new House({ record: { status: 'suspended' } });
    await expect(house.ask()).rejects.toMatchObject({ details: { ledgerIndex: 0 } });
  });

  test('and what a caller invents about purpose is not written down', async () => {
    const house = new House();
    await expect(house.ask(aRequest({ purpose: 'curiosity' }))).rejects.toBeInstanceOf(KoppelError);
    expect(house.ledger[0]?.purpose).toBe('prevent-and-detect-offences');
  });
});

describe('nothing is released', () => {
  const tooMuch = { residents: [{ familyName: 'Testpersoon', birthDate: '1980-01-01' }], count: 1 };

  test.each([
    ['a reply with more than was granted', async () => ({ content: tooMuch }), 'reply.exceeds-grant', 'reply.refused'],
    ['a reply of another form', async () => ({ content: { count: 'many' } }), 'reply.invalid', 'reply.refused'],
    ['a failing source', () => Promise.reject(new KoppelError('source.failed')), 'source.failed', 'reply.failed'],
    ['an absent adapter', () => Promise.reject(new KoppelError('adapter.absent')), 'adapter.absent', 'reply.failed'],
    ['a source that is too slow', () => Promise.reject(new KoppelError('exchange.deadline')), 'exchange.deadline', 'reply.late'],
  ])('after %s', async (_title, answer, code, type) => {
    const house = new House();
    house.answer = async () => ({ client: 'records', subjects: [], ...(await answer()) });
    await expect(house.ask()).rejects.toMatchObject({ code, details: { ledgerIndex: 1 } });
    expect(house.types()).toEqual(['request.disclosed', type]);
  });

  test('of a refused reply in the error', async () => {
    const house = new House();
    house.answer = async () => ({ client: 'records', content: tooMuch, subjects: [] });
    const error = await house.ask().catch((reason: unknown) => reason as KoppelError);
    expect(JSON.stringify({ ...(error as KoppelError), text: (error as KoppelError).message })).not.toContain('1980');
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

describe('what is counted', () => {
  test('says outcome and reason', async () => {
    const house = new House();
    await house.ask();
    await expect(house.ask(aRequest({ purpose: 'curiosity' }))).rejects.toBeInstanceOf(KoppelError);
    const text = await house.metrics.registry.metrics();
    expect(text).toContain('koppel_exchanges_total{operation="municipality.find-residents",outcome="released"} 1');
    expect(text).toContain('koppel_exchange_refusals_total{code="agreement.purpose-mismatch"} 1');
  });

  test('never takes an operation that nobody offers as a label', async () => {
    const house = new House({ operation: null });
    await expect(house.ask(aRequest({ operation: 'planted.find-name' }))).rejects.toBeInstanceOf(KoppelError);
    expect(await house.metrics.registry.metrics()).not.toContain('planted');
  });
});
