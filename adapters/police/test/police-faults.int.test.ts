import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { garbageKinds, garbageMark } from '@koppel/sources';
import { AdapterWorld } from '@koppel/testkit';
import { adapter } from '../src/index.ts';
import { address, bsn, byAddress, byPerson, PoliceWorld } from './police-world.ts';

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => (error instanceof KoppelError ? error.code : error));

describe('the police adapter, when things go wrong,', () => {
  let world: PoliceWorld;

  beforeAll(async () => {
    world = await PoliceWorld.open();
  });
  afterEach(() => world.reset());
  afterAll(() => world.close());

  test.each(garbageKinds)('lets nothing through of an answer that is %s', async (garbage) => {
    world.source.faults.set({ garbage });
    for (const [name, request] of [
      [byAddress, { address }],
      [byPerson, { bsn }],
    ] as const) {
      expect(await codeOf(world.adapter.ask(name, { request }))).toBe('source.failed');
      expect(await codeOf(world.adapter.ask(name, { request, mode: 'match' }))).toBe('source.failed');
    }
    expect(world.adapter.log.text()).not.toContain(garbageMark);
  });

  test('refuses a document type before it parses anything', async () => {
    world.source.faults.set({ garbage: 'doctype', times: 1 });
    await codeOf(world.adapter.ask(byAddress, { request: { address } }));
    expect(world.adapter.log.lines.at(-1)?.fields).toMatchObject({
      why: 'The reply of the source holds a document type',
    });
  });

  test('tells a source that failed from one that refused', async () => {
    world.source.faults.set({ failWith: 500 });
    expect(await codeOf(world.adapter.ask(byPerson, { request: { bsn } }))).toBe('source.failed');
    world.source.faults.set({ failWith: 400 });
    expect(await codeOf(world.adapter.ask(byPerson, { request: { bsn } }))).toBe('source.refused');
    world.source.faults.set({ failWith: 403 });
    expect(await codeOf(world.adapter.ask(byPerson, { request: { bsn } }))).toBe('source.refused');
  });

  test('gives up at the deadline', async () => {
    world.source.faults.set({ delayMs: 60_000, times: 1 });
    expect(await codeOf(world.adapter.ask(byPerson, { request: { bsn }, timeoutMs: 200 }))).toBe('exchange.deadline');
  });

  test('asks once more when the connection broke, and not again', async () => {
    world.source.faults.set({ disconnect: true, times: 1 });
    expect(await world.adapter.ask(byPerson, { request: { bsn }, mode: 'match' })).toMatchObject({ hit: true });
    world.source.faults.set({ disconnect: true });
    world.recorder.requests.length = 0;
    expect(await codeOf(world.adapter.ask(byPerson, { request: { bsn } }))).toBe('source.failed');
    expect(world.recorder.requests).toHaveLength(2);
  });

  test('writes one line per question in its log, and never a bsn there or in an address', async () => {
    const planted = '999912345';
    await world.adapter.ask(byPerson, { request: { bsn: planted }, mode: 'match' });
    world.source.faults.set({ failWith: 500 });
    const error: unknown = await world.adapter
      .ask(byPerson, { request: { bsn: planted } })
      .catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error) + String(error) + world.adapter.log.text()).not.toMatch(/999912345|9001QX|999900006/);
    expect(world.recorder.requests.map(({ path }) => path)).toEqual(['/police/incidents', '/police/incidents']);
    expect(world.recorder.text()).toContain(planted);
    expect(world.adapter.log.lines.at(-1)).toMatchObject({
      level: 'warn',
      fields: { operation: 'police.find-person-incidents@1.0.0', code: 'source.failed' },
    });
  });

  test('is well as long as its source is', async () => {
    const other = await PoliceWorld.open();
    expect(await other.adapter.ping()).toMatchObject({ isHealthy: true });
    await other.source.close();
    expect(await other.adapter.ping()).toMatchObject({ isHealthy: false, code: 'source.failed' });
    await other.close();
  });

  test('is refused with a wrong password', async () => {
    const stranger = await PoliceWorld.open('wrong');
    expect(await codeOf(stranger.adapter.ask(byPerson, { request: { bsn } }))).toBe('source.refused');
    await stranger.close();
  });

  test('tells all faults of its configuration at once, and starts nothing', async () => {
    const opening = AdapterWorld.open({ adapter, config: { url: 'http://police.example', username: '' }, secrets: {} });
    await expect(opening).rejects.toMatchObject({
      code: 'config.invalid',
      details: {
        faults: [
          expect.objectContaining({ path: '/url' }),
          expect.objectContaining({ path: '/username' }),
          expect.objectContaining({ path: 'secrets/password' }),
        ],
      },
    });
  });
});
