import type { MigrationInterface, QueryRunner } from 'typeorm';
import { collaborationPolicy } from '../../../platform/data-source.ts';

/**
 * What is on the agenda of which meeting. The words about it belong to the signal or case and go with it; a meeting does
 * not hold what some of its members may not know of.
 */
export class Meeting1763900000560 implements MigrationInterface {
  readonly name = 'Meeting1763900000560';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    for (const statement of collaborationPolicy('process_agenda')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE process_agenda');
    await runner.query('DROP INDEX process_stream_meeting, process_stream_done, process_stream_asked');
  }
}

const statements = [
  `CREATE TABLE process_agenda (
     item uuid PRIMARY KEY,
     conference uuid NOT NULL,
     root uuid NOT NULL,
     collaboration text NOT NULL,
     UNIQUE (conference, root)
   )`,
  `CREATE INDEX process_stream_meeting ON process_stream (body, kind, due_at, id) WHERE kind IN ('conference', 'escalation')`,
  `CREATE INDEX process_stream_done ON process_stream (owner, kind, due_at, id) WHERE owner IS NOT NULL AND NOT is_open`,
  `CREATE INDEX process_stream_asked ON process_stream ((record->'openedBy'->>'oin'), due_at, id)
     WHERE kind = 'consultation' AND is_open`,
  `GRANT SELECT, INSERT ON process_agenda TO koppel_app`,
];
