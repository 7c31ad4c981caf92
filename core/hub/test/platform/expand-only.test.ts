import { describe, expect, test } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { migrations } from '../../src/hub.ts';
import type { Migration, SchemaStep } from '../../src/platform/data-source.ts';
import { takenAway } from './taken-away.ts';

/** Steps that look as if they took something away and do not, and why. */
const harmless: Readonly<Record<string, string>> = {
  EvidenceKey1763900000690: 'its check allows one use more than the one it replaces',
};

const all = migrations.map((migration) => ({ migration, step: new migration() }));
const names = all.map(({ step }) => step.name);

describe('every step of the schema', () => {
  test.each(all)('$step.name adds, or says which versions are over', async ({ migration, step }) => {
    const isExpected = step.floor !== undefined || Object.hasOwn(harmless, String(step.name));
    expect((await takenAway(migration)).length > 0).toBe(isExpected);
  });

  test('that takes something away waits for a version after the one that used it', () => {
    const isEarly = ({ floor }: SchemaStep, place: number): boolean =>
      floor !== undefined && !names.slice(0, place).includes(floor);
    expect(all.filter(({ step }, place) => isEarly(step, place))).toEqual([]);
  });
});

function stepOf(...statements: readonly string[]): Migration {
  return class {
    readonly up = async (runner: QueryRunner): Promise<void> => {
      for (const statement of statements) await runner.query(statement);
    };
    readonly down = (): Promise<void> => Promise.resolve();
  };
}

describe('what a step takes away is seen', () => {
  test.each([
    'DROP TABLE street',
    'ALTER TABLE street DROP COLUMN name',
    'ALTER TABLE street DROP name',
    'ALTER TABLE street RENAME COLUMN name TO title',
    'ALTER TABLE street ALTER COLUMN name TYPE integer USING name::integer',
    'ALTER TABLE street ALTER name SET NOT NULL',
    'ALTER TABLE street ADD COLUMN title text NOT NULL',
    'ALTER TABLE street ADD CONSTRAINT short CHECK (length(name) < 5)',
    'CREATE UNIQUE INDEX one_name ON street (name)',
    'CREATE TRIGGER refuse BEFORE INSERT ON street EXECUTE FUNCTION refuse()',
    'ALTER TABLE street ENABLE ROW LEVEL SECURITY',
    'REVOKE INSERT ON street FROM koppel_app',
    'DELETE FROM street',
  ])('%s', async (statement) => {
    expect(await takenAway(stepOf(statement))).toEqual([statement]);
  });

  test.each([
    'ALTER TABLE street ADD COLUMN title text',
    "ALTER TABLE street ADD COLUMN title text NOT NULL DEFAULT ''",
    'CREATE INDEX street_name ON street (name)',
    'DROP INDEX street_name',
    'ALTER TABLE street ALTER name DROP NOT NULL',
    'GRANT SELECT ON street TO koppel_app',
  ])('and nothing in: %s', async (statement) => {
    expect(await takenAway(stepOf(statement))).toEqual([]);
  });

  test('and nothing on a table that the step makes itself', async () => {
    const own = stepOf('CREATE TABLE street (name text)', 'CREATE UNIQUE INDEX one_name ON street (name)');
    expect(await takenAway(own)).toEqual([]);
  });
});
