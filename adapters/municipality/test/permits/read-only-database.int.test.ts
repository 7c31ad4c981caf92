import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DatabaseConfig } from '../../src/config.schema.ts';
import { ReadOnlyDatabase } from '../../src/permits/read-only-database.ts';
import { MunicipalityWorld } from '../municipality-world.ts';

const trace = {
  transaction: "x' */ DROP TABLE permits.permit; --",
  traceparent: '',
  signal: new AbortController().signal,
};

describe('the database that is only read', () => {
  let world: MunicipalityWorld;
  let database: ReadOnlyDatabase;

  beforeAll(async () => {
    world = await MunicipalityWorld.open();
    const { database: config } = world.config as { database: DatabaseConfig };
    database = new ReadOnlyDatabase(config, 'word');
    await world.sql(`GRANT ALL ON permits.permit TO ${world.reader};
      ALTER ROLE ${world.reader} SET default_transaction_read_only = off`);
  });
  afterAll(async () => {
    await database.close();
    await world.sql(`REVOKE ALL ON permits.permit FROM ${world.reader}`);
    await world.close();
  });

  test('cannot be written, even with a login that could', async () => {
    await expect(database.select('DELETE FROM permits.permit RETURNING 1', [], trace)).rejects.toMatchObject({
      code: 'source.failed',
      cause: { code: '25006' },
    });
  });

  test('takes nothing of another form into its statements', async () => {
    expect(await database.select('SELECT 1 AS one', [], trace)).toEqual([{ one: 1 }]);
    expect(await world.sql('SELECT 1 FROM permits.permit LIMIT 1')).toHaveLength(1);
  });

  test('is tried anew by the next question after it let nobody in', async () => {
    const { database: config } = world.config as { database: DatabaseConfig };
    const locked = new ReadOnlyDatabase(config, 'word');
    await world.sql(`ALTER ROLE ${world.reader} NOLOGIN`);
    await expect(locked.select('SELECT 1', [], trace)).rejects.toMatchObject({ code: 'source.refused' });
    await world.sql(`ALTER ROLE ${world.reader} LOGIN`);
    expect(await locked.select('SELECT 1 AS one', [], trace)).toEqual([{ one: 1 }]);
    await locked.close();
  });

  test('asks nothing for a question that was given up', async () => {
    const signal = AbortSignal.abort(new Error('given up'));
    await expect(database.select('SELECT 1', [], { ...trace, signal })).rejects.toThrow('given up');
  });

  test('keeps what the database says about values to itself', async () => {
    const error: unknown = await database
      .select('SELECT $1::integer', ['999912345x'], trace)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'source.failed' });
    expect((error as Error).cause).toEqual({ code: '22P02' });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('999912345');
  });
});
