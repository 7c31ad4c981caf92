import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '@koppel/testkit';
import type { DataSource } from 'typeorm';
import { connectDatabase } from '../../src/platform/data-source.ts';
import { oins } from '../fixtures.ts';
import { callerOf } from './clients.ts';
import { aMandate } from './mandate-drafts.ts';
import { IdentityRoom, migrations } from './room.ts';

let room: IdentityRoom;
beforeAll(async () => {
  room = await IdentityRoom.open();
  const { kid } = await room.admit(oins.requester);
  await room.organisations.revokeKey(callerOf(oins.operator, ['operate']), oins.requester, kid);
  await room.admit(oins.requester);
  const office = callerOf(oins.requester, ['mandates']);
  const { id } = await room.mandates.give(office, aMandate());
  await room.mandates.revoke({ caller: office, id, reason: 'Left the department' });
});
afterAll(() => room.close());

describe('the application, if somebody takes it over,', () => {
  test.each([
    `UPDATE organisation_key SET jwk = '{}'`,
    `UPDATE organisation_key SET scopes = '{operate}'`,
    `UPDATE organisation_key SET oin = '${oins.provider}'`,
    `UPDATE organisation SET oin = '${oins.provider}'`,
    'UPDATE used_assertion SET jti = jti',
    'DELETE FROM organisation_key',
    'DELETE FROM organisation',
    'DELETE FROM organisation_collaboration',
    'TRUNCATE used_assertion',
    'DROP TABLE organisation_key',
    `UPDATE mandate SET person = 'emp-somebody-else'`,
    `UPDATE mandate SET role = 'steering-chair'`,
    `UPDATE mandate SET themes = '{}'`,
    `UPDATE mandate SET valid_until = valid_until + interval '1 year'`,
    'DELETE FROM mandate',
  ])('may not: %s', async (sql) => {
    await expect(room.database.queryAs('app', sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  test('cannot take a revocation back', async () => {
    const revive = room.database.queryAs(
      'app',
      `UPDATE organisation_key SET status = 'active', revoked_at = NULL WHERE status = 'revoked'`,
    );
    await expect(revive).rejects.toThrow('a revoked key stays revoked');
  });

  test('cannot take the revocation of a mandate back', async () => {
    const revive = room.database.queryAs(
      'app',
      `UPDATE mandate SET status = 'active', revoked_at = NULL, reason = NULL WHERE status = 'revoked'`,
    );
    await expect(revive).rejects.toThrow('a revoked mandate stays revoked');
  });
});

describe('the other roles', () => {
  test.each(['gate', 'ledgerWriter', 'ledgerReader'] as const)('%s sees no keys and no mandates', async (role) => {
    for (const table of ['organisation_key', 'mandate'])
      await expect(room.database.queryAs(role, `SELECT FROM ${table}`)).rejects.toThrow('permission denied');
  });
});

test('the migrations go up, down and up again', async () => {
  const database = await createTestDatabase();
  const owner: DataSource = await connectDatabase(database.config, { role: 'owner', migrations, poolSize: 1 });
  await owner.runMigrations();
  for (const _migration of migrations) await owner.undoLastMigration();
  const left = await database.query(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'koppel_migration'`,
  );
  const functions = await database.query(`SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace`);
  expect([...left, ...functions]).toEqual([]);
  await owner.runMigrations();
  await owner.destroy();
  await database.drop();
});
