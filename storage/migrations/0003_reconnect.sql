-- When the grant is to be proved next; moves on with every refresh.
ALTER TABLE managers ADD COLUMN probe_at INTEGER NOT NULL DEFAULT 0;
-- Since when the grant is dead, and when its manager is mailed next; 0: it is
-- not, and never.
ALTER TABLE managers ADD COLUMN dead_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE managers ADD COLUMN remind_at INTEGER NOT NULL DEFAULT 0;

-- Tokens live about an hour, so this is a day after the last refresh, spread
-- over four hours.
UPDATE managers SET probe_at = token_expires_at + 68400 + id * 7919 % 14400;
UPDATE managers SET dead_since = updated_at, remind_at = updated_at
WHERE state = 'needs_reconnect';

CREATE INDEX managers_to_probe ON managers (probe_at)
  WHERE state IN ('connected', 'degraded') AND tokens <> '';
CREATE INDEX managers_to_remind ON managers (remind_at) WHERE remind_at > 0;

-- Whoever changes the state, and in whatever way: a death begins the series of
-- mails, anything else ends it.
CREATE TRIGGER managers_died_insert AFTER INSERT ON managers
WHEN NEW.state = 'needs_reconnect'
BEGIN
  UPDATE managers SET dead_since = NEW.updated_at, remind_at = NEW.updated_at
  WHERE id = NEW.id;
END;
CREATE TRIGGER managers_died_update AFTER UPDATE OF state ON managers
WHEN NEW.state <> OLD.state AND NEW.state = 'needs_reconnect'
BEGIN
  UPDATE managers SET dead_since = NEW.updated_at, remind_at = NEW.updated_at
  WHERE id = NEW.id;
END;
CREATE TRIGGER managers_mended AFTER UPDATE OF state ON managers
WHEN OLD.dead_since <> 0 AND NEW.state <> 'needs_reconnect'
BEGIN
  UPDATE managers SET dead_since = 0, remind_at = 0 WHERE id = NEW.id;
END;

-- One row for each mail about a dead grant, written before it is sent.
CREATE TABLE reminders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  manager INTEGER NOT NULL REFERENCES managers (id) ON DELETE CASCADE,
  died_at INTEGER NOT NULL,
  day INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'unknown',
                                       'failed')),
  attempts INTEGER NOT NULL,
  last_error TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (manager, died_at, day)
) STRICT;
CREATE INDEX reminders_sending ON reminders (id) WHERE state = 'sending';

-- What was sent is swept by the time of sending.
CREATE INDEX outbox_sent ON outbox (not_before) WHERE state = 'sent';
