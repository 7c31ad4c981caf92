import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { leaseMs } from '../../src/exchange/agreement-lease.ts';
import { aRequest, findResidents, oins } from '../fixtures.ts';
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
    house.answer = async () => ({ client: 'records', hit: false, subjects: [] });
    expect((await house.ask()).hit).toBe(false);
  });
});

describe('an answer about many people', () => {
  const about = (count: number) =>
    Array.from({ length: count }, (_, place) => ({ kind: 'bsn' as const, value: String(900_000_000 + place) }));

  test.each([
    [999, 'released'],
    [1000, 'reply.too-large'],
  ])('of whom %d are not the one who was asked about: %s', async (others, outcome) => {
    const house = new House();
    house.answer = async () => ({ client: 'records', content: goodContent, subjects: about(others) });
    const code = await house.ask().then(
      () => 'released',
      (error: unknown) => (error as KoppelError).code,
    );
    expect(code).toBe(outcome);
    expect(house.types()).toEqual(['request.disclosed', outcome === 'released' ? 'reply.released' : 'reply.refused']);
  });
});

describe('nothing leaves the hub', () => {
  test.each([
    {
      after: 'an unknown operation',
      house: new House({ operation: null }),
      request: aRequest(),
      code: 'operation.unknown',
      entries: [],
    },
    {
      after: 'a closed gate',
      house: new House({ record: { status: 'suspended' } }),
      request: aRequest(),
      code: 'agreement.suspended',
      entries: ['request.refused'],
    },
    {
      after: 'another purpose',
      house: new House(),
      request: aRequest({ purpose: 'curiosity' }),
      code: 'agreement.purpose-mismatch',
      entries: ['request.refused'],
    },
    {
      after: 'a request that breaks the schema',
      house: new House(),
      request: aRequest({ request: { bsn: 'x' } }),
      code: 'request.invalid',
      entries: ['request.refused'],
    },
  ])('after $after', async ({ house, request, code, entries }) => {
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
    await expect(house.ask()).rejects.toMatchObject({ code: 'gate.stale', details: { retryAfterMs: 1000 } });
    expect(house.asked).toEqual([]);
  });

  test('when its provider offers no such operation, however many others do, and the caller may come again', async () => {
    const house = new House();
    const found: object[] = [];
    house.findOperation = (asked) => {
      found.push(asked);
      return asked.oin === undefined ? findResidents : null;
    };
    await expect(house.ask()).rejects.toMatchObject({ code: 'adapter.absent', details: { retryAfterMs: 5000 } });
    expect(found).toEqual([
      { operation: findResidents.name },
      { operation: findResidents.name, oin: oins.provider, major: 1 },
    ]);
    expect(house.asked).toEqual([]);
    expect(house.types()).toEqual([]);
  });

  test('when the ledger gives an entry no place', async () => {
    const house = new House();
    house.place = () => undefined;
    await expect(house.ask()).rejects.toMatchObject({ code: 'ledger.unavailable' });
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
