import type { QueryRunner } from 'typeorm';
import type { Migration } from '../../src/platform/data-source.ts';

/** What an older version can no longer find, or no longer write, on tables that are there before the step. */
const losses: readonly RegExp[] = [
  /\bDROP (?:TABLE|COLUMN|VIEW|FUNCTION|SEQUENCE|TYPE)\b/i,
  /\bALTER TABLE (?:IF EXISTS )?"?\w+"? DROP (?!CONSTRAINT|DEFAULT)/i,
  /\bRENAME\b/i,
  /\bALTER (?:COLUMN )?"?\w+"? (?:SET DATA )?TYPE\b/i,
  /\bSET NOT NULL\b/i,
  /\bADD (?:COLUMN )?(?:IF NOT EXISTS )?"?\w+"? [^,]*\bNOT NULL\b(?![^,]*\bDEFAULT\b)/i,
  /\bALTER TABLE\b.*\bADD (?:CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN|EXCLUDE)\b/i,
  /\bCREATE UNIQUE INDEX\b/i,
  /\bCREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER\b/i,
  /\bENABLE ROW LEVEL SECURITY\b/i,
  /\bREVOKE\b/i,
  /\b(?:TRUNCATE|DELETE FROM)\b/i,
];

/** The statements of a step that take something away from the version before, or forbid it something. */
export async function takenAway(migration: Migration): Promise<string[]> {
  const statements = (await statementsOf(migration)).map((statement) => statement.replaceAll(/\s+/g, ' ').trim());
  const made = statements.flatMap(
    (statement) => /^CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)/i.exec(statement)?.[1] ?? [],
  );
  // Nobody used a table that the step itself makes.
  const isOwn = (statement: string): boolean =>
    made.some((table) => new RegExp(`\\b(?:ON|TABLE|FROM) (?:ONLY )?"?${table}\\b`, 'i').test(statement));
  return statements.filter((statement) => losses.some((loss) => loss.test(statement)) && !isOwn(statement));
}

/** What a step says to a database that answers nothing. */
async function statementsOf(migration: Migration): Promise<string[]> {
  const statements: string[] = [];
  const query = (statement: string): Promise<unknown[]> => {
    statements.push(statement);
    return Promise.resolve([]);
  };
  await new migration().up({ query } as unknown as QueryRunner);
  return statements;
}
