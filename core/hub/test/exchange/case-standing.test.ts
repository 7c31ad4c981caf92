import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import type { CaseStanding } from '../../src/platform/actions.ts';
import { aRecord, aRequest, oins } from '../fixtures.ts';
import { asker, goodContent, House, type HouseOptions } from './house.ts';

const caseId = '01938c5e-8c00-7000-8000-00000000ca5e';
const open: CaseStanding = { collaboration: 'example-region', phase: 'execution', exchange: 'content' };
const inCase = aRequest({ case: caseId });

/** A house in which the case stands like this, each time somebody looks; the last one stays. */
function houseWith(standings: readonly (CaseStanding | null | Error)[], options: HouseOptions = {}): House {
  const house = new House(options);
  const coming = [...standings];
  house.standing = async () => {
    const standing = (coming.length > 1 ? coming.shift() : coming[0]) ?? null;
    if (standing instanceof Error) throw standing;
    return standing;
  };
  return house;
}

describe('an exchange for a case', () => {
  test('is answered when the process says that the asker is joined and may ask', async () => {
    const house = houseWith([open], { agreement: { casePhases: ['execution'] } });
    await expect(house.ask(inCase)).resolves.toMatchObject({ content: goodContent });
    expect(house.lookups[0]).toEqual({ id: caseId, oin: oins.requester });
  });

  test('asks the process for the person, when the token names one', async () => {
    const house = houseWith([open]);
    await house.ask(inCase, undefined, { ...asker, person: 'emp-7f3a91' });
    expect(house.lookups[0]).toEqual({ id: caseId, oin: oins.requester, person: 'emp-7f3a91' });
  });

  test.each([
    { when: 'nobody is joined', standing: null, code: 'case.not-joined' },
    { when: 'it is elsewhere', standing: { ...open, collaboration: 'other-region' }, code: 'case.not-joined' },
    { when: 'the phase is another', standing: { ...open, phase: 'intake' }, code: 'case.phase-mismatch' },
    { when: 'only a match is allowed', standing: { ...open, exchange: 'match' as const }, code: 'case.mode-refused' },
  ])('is refused and logged when $when, and nothing leaves', async ({ standing, code }) => {
    const house = houseWith([standing], { agreement: { casePhases: ['execution'] } });
    await expect(house.ask(inCase)).rejects.toMatchObject({ code, details: { ledgerIndex: 0 } });
    expect(house.asked).toEqual([]);
    expect(house.ledger).toMatchObject([{ type: 'request.refused', code }]);
  });

  test('never writes the case into the ledger', async () => {
    const [refusing, withholding] = [houseWith([null]), houseWith([open, open, null])];
    for (const house of [refusing, withholding]) {
      await expect(house.ask(inCase)).rejects.toMatchObject({ code: 'case.not-joined' });
    }
    const ledgers = [...refusing.ledger, ...withholding.ledger];
    expect(ledgers.map(({ type }) => type)).toEqual(['request.refused', 'request.disclosed', 'reply.refused']);
    expect(JSON.stringify(ledgers)).not.toContain(caseId);
  });

  test('is not let through by a hub that has nobody to ask about cases', async () => {
    const house = new House({ agreement: { casePhases: ['execution'] } });
    await expect(house.ask(inCase)).rejects.toMatchObject({ code: 'hub.unavailable', retryable: true });
    expect(house.steps).not.toContain('adapters.ask');
    expect(house.steps).not.toContain('ledger.append');
  });
});

describe('a case that is closed meanwhile', () => {
  const closed: CaseStanding = { ...open, exchange: 'none' };

  test('keeps the question in when it was closed while the question was being logged', async () => {
    const house = houseWith([open, closed]);
    await expect(house.ask(inCase)).rejects.toMatchObject({ code: 'case.mode-refused', details: { ledgerIndex: 1 } });
    expect(house.asked).toEqual([]);
    expect(house.types()).toEqual(['request.disclosed', 'reply.refused']);
  });

  test.each([
    { when: 'closed', standing: closed, code: 'case.mode-refused', type: 'reply.refused' },
    { when: 'moved on', standing: { ...open, phase: 'done' }, code: 'case.phase-mismatch', type: 'reply.refused' },
    { when: 'left', standing: null, code: 'case.not-joined', type: 'reply.refused' },
    {
      when: 'out of reach',
      standing: new KoppelError('hub.unavailable'),
      code: 'hub.unavailable',
      type: 'reply.failed',
    },
  ])('releases nothing when it was $when while the source was thinking', async ({ standing, code, type }) => {
    const house = houseWith([open, open, standing], { agreement: { casePhases: ['execution'] } });
    await expect(house.ask(inCase)).rejects.toMatchObject({ code, details: { ledgerIndex: 1 } });
    expect(house.asked).toHaveLength(1);
    expect(house.types()).toEqual(['request.disclosed', type]);
  });

  test('releases nothing after the deadline either, when the process took long to say that it is open', async () => {
    const house = houseWith([open]);
    house.standing = async () => {
      if (house.asked.length > 0) house.clock.time += 1001;
      return open;
    };
    const request = { ...inCase, deadlineMs: 1000 };
    await expect(house.ask(request)).rejects.toMatchObject({ code: 'exchange.deadline' });
    expect(house.types()).toEqual(['request.disclosed', 'reply.late']);
  });
});

describe('the process is not asked', () => {
  test('when no case is named', async () => {
    const house = houseWith([open]);
    await house.ask();
    await expect(house.ask(aRequest({ purpose: 'curiosity' }))).rejects.toBeInstanceOf(KoppelError);
    expect(house.lookups).toEqual([]);
  });

  test('when the agreement needs a case and none is named', async () => {
    const house = houseWith([open], { agreement: { casePhases: ['execution'] } });
    await expect(house.ask()).rejects.toMatchObject({ code: 'case.required' });
    expect(house.lookups).toEqual([]);
  });

  test.each<[string, HouseOptions, Partial<typeof inCase>]>([
    ['an agreement that is not theirs', { agreement: { requester: oins.stranger } }, {}],
    ['an agreement for another of their systems', { agreement: { requesterClients: ['other'] } }, {}],
    ['a suspended agreement', { record: { status: 'suspended' } }, {}],
    [
      'an expired agreement',
      { agreement: { validity: { from: '2020-01-01T00:00:00Z', until: '2021-01-01T00:00:00Z' } } },
      {},
    ],
    ['another purpose', {}, { purpose: 'curiosity' }],
    ['another mode', {}, { mode: 'match' }],
  ])('by somebody with %s: what they name is not even looked up', async (_what, options, change) => {
    const house = houseWith([open], options);
    await expect(house.ask({ ...inCase, ...change })).rejects.toBeInstanceOf(KoppelError);
    expect(house.lookups).toEqual([]);
  });

  test('before it is known that the agreement was resumed', async () => {
    const house = houseWith([open], { record: { status: 'suspended' } });
    await house.lease.refresh();
    house.changes.push(aRecord());
    await house.ask(inCase);
    expect(house.steps.indexOf('cases.standing')).toBeGreaterThan(house.steps.lastIndexOf('agreements.changesSince'));
    expect(house.lookups).toHaveLength(3);
  });
});

describe('a person', () => {
  const person = { ...asker, person: 'emp-7f3a91' };

  test('asks under their own pseudonym', async () => {
    await expect(new House().ask(aRequest(), undefined, person)).resolves.toMatchObject({ content: goodContent });
  });

  test('cannot ask in the name of somebody else, and nothing is looked at or logged', async () => {
    const house = new House();
    const request = aRequest({ actor: { id: 'emp-000002', role: 'intelligence-officer' } });
    await expect(house.ask(request, undefined, person)).rejects.toMatchObject({
      code: 'request.invalid',
      details: { faults: [{ path: '/actor/id' }] },
    });
    expect(house.types()).toEqual([]);
    expect(house.asked).toEqual([]);
  });

  test('cannot pick up an answer under the idempotency key of a colleague or of the system', async () => {
    const house = new House();
    const key = 'a3bb1895-7f2c-4d0c-9f5e-1c2d3e4f5a6b';
    const { promise, resolve } = Promise.withResolvers<void>();
    house.answer = async () => {
      await promise;
      return { client: 'records', content: goodContent, subjects: [] };
    };
    const bySystem = house.ask(aRequest(), key);
    const colleague = { ...asker, person: 'emp-000002' };
    await expect(house.ask(aRequest(), key, colleague)).rejects.toMatchObject({ code: 'request.invalid' });
    const byPerson = house.ask(aRequest(), key, person);
    resolve();
    expect((await byPerson).exchange).not.toBe((await bySystem).exchange);
  });
});
