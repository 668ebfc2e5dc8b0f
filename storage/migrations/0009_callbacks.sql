-- A call back waits until somebody says that it is done; that a mail about it
-- left (told_at) is another matter. The table is built anew: a call back need
-- not have a manager any more (0: the operator's own), so the reference goes.
CREATE TABLE new_wishes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  manager INTEGER NOT NULL,
  agency TEXT NOT NULL DEFAULT 'default',
  kind TEXT NOT NULL DEFAULT 'wish' CHECK (kind IN ('wish', 'message', 'lead')),
  call_id TEXT NOT NULL,
  -- name, phone, e-mail, what was wanted
  visitor TEXT NOT NULL,
  visitor_key TEXT NOT NULL,
  address TEXT NOT NULL,
  address_key TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  told_at INTEGER,
  handled_at INTEGER,
  -- who said so, and a note
  handled TEXT NOT NULL DEFAULT '',
  handled_key TEXT NOT NULL DEFAULT '',
  key TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO new_wishes (id, manager, agency, call_id, visitor, visitor_key,
                        address, address_key, reason, created_at, told_at, key)
SELECT wishes.id, manager, managers.agency, call_id, visitor, visitor_key,
       address, address_key, reason, wishes.created_at, told_at, key
FROM wishes JOIN managers ON managers.id = wishes.manager;
PRAGMA secure_delete = ON;
DROP TABLE wishes;
PRAGMA secure_delete = FAST;
ALTER TABLE new_wishes RENAME TO wishes;
-- Until now "told" stood for mailed and for done. What is older than two weeks
-- is taken as done; the rest is asked for once more.
UPDATE wishes SET handled_at = told_at
WHERE told_at < CAST(strftime('%s', 'now') AS INTEGER) - 1209600;

CREATE UNIQUE INDEX wishes_by_key ON wishes (key) WHERE key <> '';
CREATE INDEX wishes_of_manager ON wishes (manager);
CREATE INDEX wishes_of_call ON wishes (call_id, id);
CREATE INDEX wishes_open ON wishes (created_at) WHERE handled_at IS NULL;
CREATE TRIGGER wishes_forgotten AFTER DELETE ON managers
BEGIN
  DELETE FROM wishes WHERE manager = OLD.id;
END;

-- Tries whose outcome is not known, and when the row was written last: one that
-- was written by a clock that ran ahead is due at once.
ALTER TABLE outbox ADD COLUMN unsure INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_ahead ON outbox (changed_at) WHERE state = 'queued';
