#!/bin/sh
# Makes the five logins of the hub when the cluster is new. The owner may change the schema; the others may only what
# its migrations grant them. Passwords are read from secrets and never appear in a command line.
set -eu

create() {
  psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<SQL
\set password \`cat /run/secrets/$2\`
CREATE ROLE $1 LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'password';
GRANT CONNECT ON DATABASE :DBNAME TO $1;
GRANT USAGE ON SCHEMA public TO $1;
SQL
}

psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
REVOKE ALL ON DATABASE :DBNAME FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL
create koppel_owner database-owner
create koppel_app database-app
create koppel_gate database-gate
create koppel_ledger_writer database-ledger-writer
create koppel_ledger_reader database-ledger-reader
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
ALTER DATABASE :DBNAME OWNER TO koppel_owner;
ALTER SCHEMA public OWNER TO koppel_owner;
SQL
