-- An answer is found by a keyed hash of agency, conversation, tool call id and
-- arguments: a stolen database proves nobody's name or number any more. Of the
-- same arguments under one id the last attempt is kept. The answers of before
-- go, and with them their plain hashes: who repeats a call of before is told
-- what is booked, in other words.
PRAGMA secure_delete = ON;
DROP TABLE answers;
PRAGMA secure_delete = FAST;
CREATE TABLE answers (
  -- AUTOINCREMENT: what was said later has the greater id.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key_hash TEXT NOT NULL UNIQUE,
  -- '' without a conversation
  call_hash TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('stands', 'cancelled', 'noted',
                                     'passing')),
  answer TEXT NOT NULL,
  answer_key TEXT NOT NULL,
  is_error INTEGER NOT NULL CHECK (is_error IN (0, 1)),
  booking_id TEXT NOT NULL,
  -- of the viewing that it speaks of, or 0
  starts_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_of_call ON answers (call_hash, id);
CREATE INDEX answers_by_age ON answers (created_at);
CREATE INDEX answers_by_booking ON answers (booking_id) WHERE booking_id <> '';

-- What calls, numbers and e-mail addresses used up, for the limits.
CREATE TABLE uses (
  id INTEGER PRIMARY KEY,
  who_hash TEXT NOT NULL,
  manager INTEGER NOT NULL REFERENCES managers (id) ON DELETE CASCADE,
  used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX uses_by_who ON uses (who_hash, used_at);
CREATE INDEX uses_by_age ON uses (used_at);
CREATE INDEX uses_of_manager ON uses (manager);

-- Wrong booking codes one after another, by caller and by e-mail address.
CREATE TABLE code_tries (
  who_hash TEXT PRIMARY KEY NOT NULL,
  manager INTEGER NOT NULL REFERENCES managers (id) ON DELETE CASCADE,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT;
CREATE INDEX code_tries_by_age ON code_tries (last_at);
CREATE INDEX code_tries_of_manager ON code_tries (manager);
