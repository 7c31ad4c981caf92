/** Locks `$1` in the order of their ids; record and content of those that are in `$2` too. */
export const lockStreams = `
  SELECT s.id, s.version, s.root, k.wrapped, CASE WHEN s.id = ANY($2::uuid[]) THEN s.record END AS record,
    CASE WHEN s.id = ANY($2::uuid[]) THEN s.snapshot END AS snapshot
  FROM process_stream s JOIN process_key k ON k.root = s.root
  WHERE s.id = ANY($1::uuid[]) ORDER BY s.id FOR UPDATE OF s`;

/** The columns that events are looked up by are read from what is stored, so that they never say anything else. */
export const addEvents = `
  INSERT INTO process_event (stream, version, id, root, collaboration, clear, sealed, digest, ledger_index)
  SELECT c.stream, c.version, c.id, c.root, $1, e.clear::json, e.sealed, e.digest, e.ledger_index
  FROM unnest($2::text[], $3::bytea[], $4::bytea[], $5::bigint[]) AS e(clear, sealed, digest, ledger_index),
    LATERAL json_to_record(e.clear::json) AS c(stream uuid, version integer, id uuid, root uuid)`;

/** As with events, what streams are looked up by is read from the record. */
export const saveStreams = `
  INSERT INTO process_stream (id, kind, root, collaboration, theme, region, body, version, state, is_open, owner, role,
    due_at, opened_at, changed_at, retention_status, retention_ends_at, record, snapshot)
  SELECT c.id, c.kind, c.root, c.collaboration, c.theme, c.region, c.body, c.version, c.state, c."isOpen", c.owner,
    c.role, c."dueAt", c."openedAt", c."changedAt", c.retention->>'status', (c.retention->>'endsAt')::timestamptz,
    s.record::json, s.snapshot
  FROM unnest($1::text[], $2::bytea[]) AS s(record, snapshot), LATERAL json_to_record(s.record::json)
    AS c(id uuid, kind text, root uuid, collaboration text, theme text, region text, body uuid, version integer,
      state text, "isOpen" boolean, owner text, role text, "dueAt" timestamptz, "openedAt" timestamptz,
      "changedAt" timestamptz, retention json)
  ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, state = EXCLUDED.state, is_open = EXCLUDED.is_open,
    owner = EXCLUDED.owner, role = EXCLUDED.role, due_at = EXCLUDED.due_at, changed_at = EXCLUDED.changed_at,
    retention_status = EXCLUDED.retention_status, retention_ends_at = EXCLUDED.retention_ends_at,
    record = EXCLUDED.record, snapshot = EXCLUDED.snapshot`;
