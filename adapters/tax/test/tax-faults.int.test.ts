import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { garbageKinds, garbageMark, incomesPath, tokenPath } from '@koppel/sources';
import { AdapterWorld } from '@koppel/testkit';
import { adapter } from '../src/index.ts';
import { address, bsn, codeOf, credentials, income, personRelations, relations, TaxWorld } from './tax-world.ts';

describe('the tax adapter, when things go wrong,', () => {
  let world: TaxWorld;

  beforeAll(async () => {
    world = await TaxWorld.open();
  });
  afterEach(() => world.reset());
  afterAll(() => world.close());

  test('does not take any other 404 for an absence', async () => {
    world.source.faults.set({ failWith: 404 });
    expect(await codeOf(world.askIncome())).toBe('source.refused');
  });

  test.each(garbageKinds)('lets nothing through of an answer that is %s', async (garbage) => {
    world.source.faults.set({ garbage });
    // JSON may grow members: they are dropped, not passed on.
    const isTolerable = garbage === 'extra-field';
    for (const [name, request] of [
      [income, { bsn, year: 2025 }],
      [relations, { address }],
      [personRelations, { bsn }],
    ] as const) {
      const answer: unknown = await codeOf(world.adapter.ask(name, { request }));
      if (!isTolerable) expect(answer).toBe('source.failed');
      expect(JSON.stringify(answer)).not.toContain(garbageMark);
    }
    expect(world.adapter.log.text()).not.toContain(garbageMark);
  });

  test('tells a source that failed from one that refused, and gives up at the deadline', async () => {
    world.source.faults.set({ failWith: 500 });
    expect(await codeOf(world.askIncome())).toBe('source.failed');
    world.source.faults.set({ failWith: 400 });
    expect(await codeOf(world.askIncome())).toBe('source.refused');
    world.source.faults.set({ delayMs: 60_000, times: 1 });
    expect(await codeOf(world.askIncome(200))).toBe('exchange.deadline');
  });

  test('waits as long as the tax authority asks when that is a moment', async () => {
    world.source.faults.set({ failWith: 429, retryAfterSeconds: 1, times: 1 });
    const begun = performance.now();
    expect(await world.askIncome()).toMatchObject({ content: { incomes: [{ year: 2025 }] } });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(1_000);
    expect(world.countCalls(incomesPath)).toBe(2);
  });

  test('says how long to wait when it is longer, and does not ask again', async () => {
    world.source.faults.set({ failWith: 429, retryAfterSeconds: 30 });
    await expect(world.askIncome()).rejects.toMatchObject({
      code: 'source.rate-limited',
      details: { retryAfterMs: 30_000 },
    });
    expect(world.countCalls(incomesPath)).toBe(1);
  });

  test('does not wait for ever in small steps', async () => {
    world.source.faults.set({ failWith: 429, retryAfterSeconds: 1 });
    expect(await codeOf(world.askIncome())).toBe('source.rate-limited');
    expect(world.countCalls(incomesPath)).toBe(3);
  });

  test('keeps personal data, its secret and its token out of logs, errors and addresses', async () => {
    const planted = '999912345';
    await world.adapter.ask(income, { request: { bsn: planted, year: 2025 } });
    world.source.faults.set({ failWith: 500 });
    const asked = world.adapter.ask(income, { request: { bsn: planted, year: 2025 } });
    const error: unknown = await asked.catch((thrown: unknown) => thrown);
    const { headers } = world.recorder.requests.at(-1) ?? {};
    const token = String(headers?.authorization).replace('Bearer ', '');
    const told = JSON.stringify(error) + String(error) + world.adapter.log.text();
    for (const secret of [planted, bsn, '9001QX', credentials.clientSecret, token]) expect(told).not.toContain(secret);
    expect(world.recorder.requests.map(({ path }) => path).join()).not.toContain(planted);
    expect(world.recorder.text()).toContain(planted);
  });

  test('tells all faults of its configuration at once', async () => {
    const opening = AdapterWorld.open({ adapter, config: { url: 'https://tax.example?x' }, secrets: {} });
    const faults = [{ path: '/' }, { path: '/url' }, { path: 'secrets/client-secret' }];
    await expect(opening).rejects.toMatchObject({
      code: 'config.invalid',
      details: { faults: faults.map((fault) => expect.objectContaining(fault)) },
    });
  });
});

describe('the access token', () => {
  let world: TaxWorld;
  afterEach(() => world.close());

  test('is fetched once for many questions at the same time, and kept', async () => {
    world = await TaxWorld.open();
    await Promise.all(Array.from({ length: 20 }, () => world.askIncome()));
    await world.askIncome();
    expect([world.countCalls(tokenPath), world.countCalls(incomesPath)]).toEqual([1, 21]);
  });

  test('is replaced once when the tax authority no longer takes it', async () => {
    world = await TaxWorld.open();
    await world.askIncome();
    world.source.revokeTokens();
    await Promise.all(Array.from({ length: 20 }, () => world.askIncome()));
    expect(world.countCalls(tokenPath)).toBe(2);
  });

  test('that is never good makes a refusal, after one replacement', async () => {
    world = await TaxWorld.open();
    world.source.faults.set({ failWith: 401 });
    expect(await codeOf(world.askIncome())).toBe('source.refused');
    expect([world.countCalls(tokenPath), world.countCalls(incomesPath)]).toEqual([2, 2]);
  });

  test('is refused to a client with the wrong secret, and asked for again by the next question', async () => {
    world = await TaxWorld.open({}, 'wrong');
    expect(await codeOf(world.askIncome())).toBe('source.refused');
    expect(await codeOf(world.askIncome())).toBe('source.refused');
    expect([world.countCalls(tokenPath), world.countCalls(incomesPath)]).toEqual([2, 0]);
  });
});
