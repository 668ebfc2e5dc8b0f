-- Times are whole seconds since the Unix epoch. A column X that holds personal
-- data or a secret is sealed (base64 of a sealed value, '' for none) and has a
-- neighbour X_key: the id of the key that sealed it.

-- What belongs to the database as a whole. `check` counts proofs that it can
-- be written.
CREATE TABLE meta (
  name TEXT PRIMARY KEY NOT NULL,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('check', 0);

-- Keys of this database itself, sealed by the ring. 'lookup' makes the keyed
-- hashes by which sealed phones are found; it outlives every rotation of the
-- ring, so the hashes stay valid.
CREATE TABLE local_keys (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  value_key TEXT NOT NULL
) STRICT;

CREATE TABLE managers (
  -- AUTOINCREMENT: the id of a forgotten manager is never given to another.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  agency TEXT NOT NULL,
  user_id TEXT NOT NULL,
  -- account and display name
  profile TEXT NOT NULL,
  profile_key TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  object_id TEXT NOT NULL,
  zone TEXT NOT NULL,
  -- '' or seven of "540-1020" or "-", Sunday first, separated by ';'
  hours TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('connected', 'degraded',
                                       'needs_reconnect', 'disconnected')),
  state_reason TEXT NOT NULL,
  -- access and refresh token
  tokens TEXT NOT NULL DEFAULT '',
  tokens_key TEXT NOT NULL DEFAULT '',
  token_expires_at INTEGER NOT NULL DEFAULT 0,
  token_scope TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (agency, user_id)
) STRICT;

CREATE TABLE sign_ins (
  state_hash TEXT PRIMARY KEY NOT NULL,
  agency TEXT NOT NULL,
  user_id TEXT NOT NULL,
  -- nonce, PKCE verifier, expected account; what another account granted
  secrets TEXT NOT NULL,
  secrets_key TEXT NOT NULL,
  cookie_hash TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_ins_by_end ON sign_ins (expires_at);

CREATE TABLE bookings (
  id TEXT PRIMARY KEY NOT NULL,
  manager INTEGER NOT NULL REFERENCES managers (id) ON DELETE CASCADE,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  address TEXT NOT NULL,
  -- name, phone, e-mail, number that called, code
  visitor TEXT NOT NULL,
  visitor_key TEXT NOT NULL,
  -- keyed hashes of manager and phone, number that called, code; '' without
  phone_hash TEXT NOT NULL,
  caller_hash TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  call_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'writing', 'confirmed',
                                       'cancelling', 'cancelled', 'failed')),
  active INTEGER NOT NULL GENERATED ALWAYS AS
    (state IN ('held', 'writing', 'confirmed', 'cancelling')) STORED,
  event_id TEXT NOT NULL,
  etag TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  -- the booking whose event this one takes over, or ''
  moves TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK (starts_at < ends_at)
) STRICT;
-- Ordered by the end: what is over need not be looked at, however much it is.
-- What is to come of one manager is little, so phones and codes need no index.
CREATE INDEX bookings_active ON bookings (manager, ends_at, starts_at)
  WHERE active;
CREATE INDEX bookings_by_slot ON bookings (manager, starts_at);
CREATE INDEX bookings_by_call ON bookings (manager, call_id)
  WHERE active;
CREATE INDEX bookings_unfinished ON bookings (created_at)
  WHERE state IN ('held', 'writing', 'cancelling');

-- The promise of the whole service: no two active bookings of a manager share
-- a second. Half-open intervals; a row does not stand in its own way, nor does
-- the one that it moves, as long as neither has ended: what comes back to life
-- is checked against all. NEW.state and not NEW.active: a BEFORE UPDATE trigger
-- sees no generated column whose inputs are left alone.
CREATE TRIGGER bookings_no_overlap_insert
BEFORE INSERT ON bookings
WHEN NEW.state IN ('held', 'writing', 'confirmed', 'cancelling') AND EXISTS (
  SELECT 1 FROM bookings AS other
  WHERE other.active AND other.manager = NEW.manager
    AND other.ends_at > NEW.starts_at AND other.starts_at < NEW.ends_at
    AND other.id <> NEW.moves)
BEGIN
  SELECT RAISE(ABORT, 'slot_taken');
END;
CREATE TRIGGER bookings_no_overlap_update
BEFORE UPDATE OF id, manager, starts_at, ends_at, state, moves ON bookings
WHEN NEW.state IN ('held', 'writing', 'confirmed', 'cancelling') AND EXISTS (
  SELECT 1 FROM bookings AS other
  WHERE other.active AND other.manager = NEW.manager
    AND other.ends_at > NEW.starts_at AND other.starts_at < NEW.ends_at
    AND other.id <> OLD.id
    AND NOT (OLD.state IN ('held', 'writing', 'confirmed', 'cancelling')
             AND (other.id = NEW.moves OR other.moves = NEW.id)))
BEGIN
  SELECT RAISE(ABORT, 'slot_taken');
END;

CREATE TABLE answers (
  agency TEXT NOT NULL,
  call_id TEXT NOT NULL,
  tool_call_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer TEXT NOT NULL,
  answer_key TEXT NOT NULL,
  is_error INTEGER NOT NULL CHECK (is_error IN (0, 1)),
  booking_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (agency, call_id, tool_call_id)
) STRICT;
CREATE INDEX answers_by_age ON answers (created_at);
CREATE INDEX answers_by_booking ON answers (booking_id) WHERE booking_id <> '';

CREATE TABLE wishes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  manager INTEGER NOT NULL REFERENCES managers (id) ON DELETE CASCADE,
  call_id TEXT NOT NULL,
  -- name, phone, e-mail, what was wanted
  visitor TEXT NOT NULL,
  visitor_key TEXT NOT NULL,
  address TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  told_at INTEGER
) STRICT;
CREATE INDEX wishes_of_manager ON wishes (manager);
CREATE INDEX wishes_untold ON wishes (manager) WHERE told_at IS NULL;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  manager INTEGER NOT NULL REFERENCES managers (id) ON DELETE CASCADE,
  key TEXT NOT NULL UNIQUE,
  -- recipient, subject, plain text, HTML
  mail TEXT NOT NULL,
  mail_key TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'unknown',
                                       'failed')),
  last_error TEXT NOT NULL,
  not_before INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_of_manager ON outbox (manager);
CREATE INDEX outbox_due ON outbox (not_before) WHERE state = 'queued';
CREATE INDEX outbox_waiting ON outbox (created_at)
  WHERE state IN ('queued', 'sending');
