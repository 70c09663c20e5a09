-- The log of decisions. A record is its line, byte for byte; the columns beside it are taken from the line, to search.
CREATE TABLE segments (
  log text NOT NULL,
  segment integer NOT NULL,
  time timestamptz NOT NULL,
  line bytea NOT NULL,
  PRIMARY KEY (log, segment)
);

CREATE TABLE decisions (
  log text NOT NULL,
  segment integer NOT NULL,
  at bigint NOT NULL,
  time timestamptz NOT NULL,
  client text,
  route text NOT NULL,
  as_of date NOT NULL,
  outcomes jsonb NOT NULL,
  slot integer NOT NULL,
  line bytea NOT NULL,
  -- the wrapped key of what is sealed in the line; zeros once it was destroyed
  wrapped bytea,
  PRIMARY KEY (log, segment, at, time)
) PARTITION BY RANGE (time);

CREATE INDEX decisions_by_client ON decisions (client, time DESC);
CREATE INDEX decisions_by_time ON decisions (time DESC);
CREATE INDEX decisions_by_outcome ON decisions USING gin (outcomes jsonb_path_ops);

CREATE TABLE heads (
  log text NOT NULL,
  turn smallint NOT NULL,
  head text NOT NULL,
  PRIMARY KEY (log, turn)
);

-- Makes the partition of a month where it is missing.
CREATE FUNCTION decisions_month(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  month date := date_trunc('month', day);
  name text := 'decisions_' || to_char(month, 'YYYYMM');
BEGIN
  IF to_regclass(name) IS NULL THEN
    PERFORM pg_advisory_xact_lock(720901);
    EXECUTE format(
      'CREATE TABLE IF NOT EXISTS %I PARTITION OF decisions FOR VALUES FROM (%L) TO (%L)',
      name, month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month')::timestamp AT TIME ZONE 'UTC'
    );
  END IF;
END $$;
