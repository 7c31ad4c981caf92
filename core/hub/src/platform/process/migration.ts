import type { MigrationInterface, QueryRunner } from 'typeorm';
import { collaborationPolicy } from '../data-source.ts';

const tables = [
  'process_stream',
  'process_event',
  'process_participant',
  'process_token',
  'process_notification',
  'process_mark',
];

/**
 * What happens in signals, cases and their parts: events that are only ever added, and of each stream the record that
 * its events make, so that one row answers what stands now. Names, texts and identifiers of persons are in sealed
 * columns only; the index of words and subjects holds keyed hashes.
 */
export class Process1763900000500 implements MigrationInterface {
  readonly name = 'Process1763900000500';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    for (const table of tables) for (const statement of collaborationPolicy(table)) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${tables.join(', ')}, process_key, process_collaboration, process_cursor`);
  }
}

const statements = [
  `CREATE TABLE process_key (root uuid PRIMARY KEY, collaboration text NOT NULL, wrapped bytea)`,
  `CREATE TABLE process_collaboration (collaboration text PRIMARY KEY)`,
  `CREATE TABLE process_cursor (name text PRIMARY KEY, position bigint NOT NULL)`,
  `CREATE TABLE process_stream (
     id uuid PRIMARY KEY,
     kind text NOT NULL,
     root uuid NOT NULL,
     collaboration text NOT NULL,
     theme text NOT NULL,
     region text NOT NULL,
     body uuid,
     version integer NOT NULL,
     state text NOT NULL,
     is_open boolean NOT NULL,
     owner text,
     role text,
     due_at timestamptz,
     opened_at timestamptz NOT NULL,
     changed_at timestamptz NOT NULL,
     retention_status text NOT NULL,
     retention_ends_at timestamptz,
     record json NOT NULL,
     snapshot bytea
   )`,
  `CREATE INDEX process_stream_root ON process_stream (root, kind)`,
  `CREATE INDEX process_stream_board ON process_stream (body, kind, due_at, id) WHERE is_open`,
  `CREATE INDEX process_stream_court ON process_stream (owner, kind, due_at, id) WHERE is_open`,
  `CREATE INDEX process_stream_retention ON process_stream (retention_ends_at)
     WHERE retention_ends_at IS NOT NULL AND retention_status <> 'destroyed'`,
  `CREATE TABLE process_event (
     stream uuid NOT NULL,
     version integer NOT NULL,
     id uuid NOT NULL UNIQUE,
     root uuid NOT NULL,
     collaboration text NOT NULL,
     clear json NOT NULL,
     sealed bytea,
     digest bytea NOT NULL,
     ledger_index bigint NOT NULL,
     PRIMARY KEY (stream, version)
   )`,
  `CREATE INDEX process_event_chronology ON process_event (root, ledger_index, version)`,
  `CREATE UNIQUE INDEX process_event_digest ON process_event (digest)`,
  `CREATE TABLE process_participant (
     oin text NOT NULL,
     root uuid NOT NULL,
     collaboration text NOT NULL,
     PRIMARY KEY (root, oin)
   )`,
  `CREATE INDEX process_participant_oin ON process_participant (oin, root)`,
  `CREATE TABLE process_token (
     token bytea NOT NULL,
     root uuid NOT NULL,
     collaboration text NOT NULL,
     PRIMARY KEY (token, root)
   )`,
  `CREATE INDEX process_token_root ON process_token (root)`,
  `CREATE TABLE process_notification (
     id uuid PRIMARY KEY,
     oin text NOT NULL,
     role text NOT NULL,
     collaboration text NOT NULL,
     theme text NOT NULL,
     region text NOT NULL,
     root uuid NOT NULL,
     stream uuid NOT NULL,
     event uuid NOT NULL,
     type text NOT NULL,
     at timestamptz NOT NULL,
     seen_by json NOT NULL DEFAULT '[]'
   )`,
  `CREATE INDEX process_notification_oin ON process_notification (oin, at DESC, id)`,
  `CREATE TABLE process_mark (
     digest bytea PRIMARY KEY,
     collaboration text NOT NULL,
     clear json NOT NULL,
     ledger_index bigint NOT NULL
   )`,
  `GRANT SELECT, INSERT ON process_mark TO koppel_app`,
  `GRANT SELECT, INSERT, UPDATE ON process_stream, process_key, process_event, process_notification, process_cursor TO koppel_app`,
  `GRANT SELECT, INSERT ON process_collaboration TO koppel_app`,
  `GRANT SELECT, INSERT, DELETE ON process_participant, process_token TO koppel_app`,
  `GRANT DELETE ON process_notification TO koppel_app`,
];
