import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { garbageKinds, garbageMark } from '@koppel/sources';
import { AdapterWorld } from '@koppel/testkit';
import { adapter } from '../src/index.ts';
import { address, bsn, codeOf, MunicipalityWorld, permits, resident, residents } from './municipality-world.ts';

describe('the municipality adapter, when things go wrong,', () => {
  let world: MunicipalityWorld;

  beforeAll(async () => {
    world = await MunicipalityWorld.open();
  });
  afterEach(() => world.reset());
  afterAll(() => world.close());

  test('gives up a statement that takes too long, and a question whose deadline passed', async () => {
    await world.whileLocked(async () => {
      const begun = performance.now();
      expect(await codeOf(world.ask(permits, { address }))).toBe('source.failed');
      expect(world.adapter.log.lines.at(-1)?.fields).toMatchObject({ why: 'The database did not answer in time' });
      expect(performance.now() - begun).toBeLessThan(3_000);
      const impatient = world.adapter.ask(permits, { request: { address }, timeoutMs: 100 });
      expect(await codeOf(impatient)).toBe('exchange.deadline');
    });
    expect(await world.ask(permits, { address })).toMatchObject({ content: { permits: [{ permitId: 'PT-0001' }] } });
  });

  test('recovers when the sessions of the database are ended', async () => {
    await world.ask(permits, { address });
    await world.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${world.reader}'`);
    const answers = await Promise.all(Array.from({ length: 8 }, () => codeOf(world.ask(permits, { address }))));
    expect(answers.filter((answer) => typeof answer === 'string' && answer !== 'source.failed')).toEqual([]);
    expect(await world.ask(permits, { address })).toMatchObject({ content: { permits: [{ permitId: 'PT-0001' }] } });
  });

  test.each(garbageKinds)('lets nothing through of an answer that is %s', async (garbage) => {
    world.brp.faults.set({ garbage });
    for (const [name, request] of [
      [residents, { address }],
      [resident, { bsn }],
    ] as const) {
      const answer: unknown = await codeOf(world.ask(name, request));
      // JSON may grow members: they are dropped, not passed on.
      if (garbage !== 'extra-field') expect(answer).toBe('source.failed');
      expect(JSON.stringify(answer)).not.toContain(garbageMark);
    }
    expect(world.adapter.log.text()).not.toContain(garbageMark);
  });

  test('tells a register that failed from one that refused or wants rest', async () => {
    for (const [failWith, code] of [
      [500, 'source.failed'],
      [503, 'source.failed'],
      [400, 'source.refused'],
      [403, 'source.refused'],
      [404, 'source.refused'],
    ] as const) {
      world.brp.faults.set({ failWith });
      expect(await codeOf(world.ask(resident, { bsn }))).toBe(code);
    }
    world.brp.faults.set({ failWith: 429, retryAfterSeconds: 60 });
    await expect(world.ask(resident, { bsn })).rejects.toMatchObject({
      code: 'source.rate-limited',
      details: { retryAfterMs: 60_000 },
    });
  });

  test('keeps personal data and its secrets out of logs, errors and addresses', async () => {
    const planted = '999912345';
    await world.ask(resident, { bsn: planted });
    await world.ask(residents, { address });
    world.brp.faults.set({ failWith: 500 });
    const error: unknown = await world.ask(resident, { bsn: planted }).catch((thrown: unknown) => thrown);
    const told = JSON.stringify(error) + String(error) + world.adapter.log.text();
    expect(told).not.toMatch(/999912345|999900006|9001QX|Populier|key-of-this-test/);
    expect(world.recorder.requests.map(({ path }) => path).join()).not.toContain(planted);
    expect(world.recorder.text()).toContain(planted);
  });

  test('is well when both its sources are, and says so when one is not', async () => {
    expect(await world.adapter.ping()).toMatchObject({ isHealthy: true });
    const secrets = { ...world.secrets, 'database-password': 'wrong' };
    const alone = await AdapterWorld.open({ adapter, config: world.config, secrets });
    expect(await alone.ping()).toMatchObject({ isHealthy: false, code: 'source.refused' });
    expect(await codeOf(alone.ask(permits, { request: { address } }))).toBe('source.refused');
    expect(await alone.ask(resident, { request: { bsn } })).toMatchObject({ content: { residents: [{ bsn }] } });
    await alone.close();
  });

  test('starts while its sources are away, and tells a source that is away from an empty one', async () => {
    const database = { host: '127.0.0.1', port: 1, name: 'none', user: 'none' };
    const config = { brpUrl: 'http://127.0.0.1:1', database };
    const alone = await AdapterWorld.open({ adapter, config, secrets: world.secrets });
    expect(await codeOf(alone.ask(permits, { request: { address } }))).toBe('source.failed');
    expect(await codeOf(alone.ask(residents, { request: { address } }))).toBe('source.failed');
    await alone.close();
  });

  test('tells all faults of its configuration at once', async () => {
    const config = { brpUrl: 'http://brp.example', database: { host: '', port: 0, name: 'x', user: 'y' } };
    const faults = [{ path: '/brpUrl' }, { path: '/database/host' }, { path: '/database/port' }];
    await expect(AdapterWorld.open({ adapter, config, secrets: {} })).rejects.toMatchObject({
      code: 'config.invalid',
      details: {
        faults: [
          ...faults.map((fault) => expect.objectContaining(fault)),
          expect.objectContaining({ path: 'secrets/brp-api-key' }),
          expect.objectContaining({ path: 'secrets/database-password' }),
        ],
      },
    });
  });
});
