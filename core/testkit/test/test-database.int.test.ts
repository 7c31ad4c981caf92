import { describe, expect, test } from '@jest/globals';
import { withRole, type HubDatabase } from '@koppel/local';
import { createTestDatabase } from '../src/index.ts';

const template = {
  name: 'example',
  prepare: (config: HubDatabase) =>
    withRole(config, 'owner', async (client) => {
      await client.query('CREATE TABLE note (text text); GRANT SELECT ON note TO koppel_app');
    }),
};

const hubRoleNames = ['owner', 'app', 'gate', 'ledgerWriter', 'ledgerReader'] as const;

describe('a test database', () => {
  test('has a login per role, none of which may pass row level security', async () => {
    const database = await createTestDatabase();
    const roles = await database.query<{ rolname: string }>(
      `SELECT rolname FROM pg_roles WHERE rolname LIKE 'koppel\\_%' AND NOT rolsuper AND NOT rolbypassrls AND NOT rolcreaterole`,
    );
    const sessions = await Promise.all(
      hubRoleNames.map((role) => database.queryAs<{ user: string }>(role, 'SELECT current_user AS user')),
    );
    expect(new Set(sessions.map(([session]) => session?.user))).toEqual(new Set(roles.map(({ rolname }) => rolname)));
    expect(roles).toHaveLength(5);
    await database.drop();
  });

  test('gives only the owner the right to make tables', async () => {
    const database = await createTestDatabase();
    const make = 'CREATE TABLE public.mine (id int)';
    await expect(database.queryAs('app', make)).rejects.toThrow('permission denied for schema public');
    await expect(database.queryAs('ledgerWriter', 'CREATE TEMPORARY TABLE mine (id int)')).rejects.toThrow(
      'permission denied',
    );
    await expect(database.queryAs('owner', make)).resolves.toEqual([]);
    await database.drop();
  });

  test('copies the tables and grants of its template, which is prepared once however many ask at once', async () => {
    let preparations = 0;
    const counted = {
      name: 'counted',
      prepare: async (config: HubDatabase) => {
        preparations += 1;
        await template.prepare(config);
      },
    };
    const copies = await Promise.all([1, 2, 3].map(() => createTestDatabase(counted)));
    for (const copy of copies) expect(await copy.queryAs('app', 'SELECT * FROM note')).toEqual([]);
    expect(preparations).toBe(1);
    await Promise.all(copies.map((copy) => copy.drop()));
  });

  test('shares no rows with another copy', async () => {
    const [one, other] = await Promise.all([createTestDatabase(template), createTestDatabase(template)]);
    await one.queryAs('owner', `INSERT INTO note VALUES ('here')`);
    expect(await other.query('SELECT * FROM note')).toEqual([]);
    await Promise.all([one.drop(), other.drop()]);
  });
});
