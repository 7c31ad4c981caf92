-- The municipality's own database of premises and permits. Running it again keeps what is there.
CREATE SCHEMA IF NOT EXISTS permits;

CREATE TABLE IF NOT EXISTS permits.address (
  id           text PRIMARY KEY CHECK (id ~ '^[0-9]{16}$'),
  postcode     text NOT NULL CHECK (postcode ~ '^[1-9][0-9]{3}[A-Z]{2}$'),
  house_number integer NOT NULL CHECK (house_number > 0)
);
CREATE INDEX IF NOT EXISTS address_by_postcode ON permits.address (postcode, house_number);

CREATE TABLE IF NOT EXISTS permits.premises (
  id                  text PRIMARY KEY,
  address_id          text NOT NULL CHECK (address_id ~ '^[0-9]{16}$'),
  name                text NOT NULL,
  use                 text NOT NULL,
  floor_area_m2       integer NOT NULL CHECK (floor_area_m2 > 0),
  operator_kvk_number text NOT NULL CHECK (operator_kvk_number ~ '^[0-9]{8}$')
);
CREATE INDEX IF NOT EXISTS premises_by_address ON permits.premises (address_id);

CREATE TABLE IF NOT EXISTS permits.permit (
  id                text PRIMARY KEY,
  premises_id       text NOT NULL REFERENCES permits.premises (id),
  kind              text NOT NULL,
  status            text NOT NULL CHECK (status IN ('granted', 'withdrawn', 'expired')),
  holder_kvk_number text NOT NULL CHECK (holder_kvk_number ~ '^[0-9]{8}$'),
  granted_on        date NOT NULL,
  expires_on        date NOT NULL,
  CHECK (expires_on > granted_on)
);
CREATE INDEX IF NOT EXISTS permit_by_premises ON permits.permit (premises_id);
