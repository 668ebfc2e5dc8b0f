-- Where a booking's event stands: tenant id and object id of the mailbox, ''
-- while nobody knows.
ALTER TABLE bookings ADD COLUMN mailbox TEXT NOT NULL DEFAULT '';
UPDATE bookings SET mailbox = COALESCE(
  (SELECT tenant_id || '/' || object_id FROM managers
   WHERE managers.id = bookings.manager AND object_id <> ''), '');

-- One manager's id for each mailbox. Those of before the rule who share one
-- stay as they are, but for the oldest marked; signing in anew ends the mark.
ALTER TABLE managers ADD COLUMN shares_mailbox INTEGER NOT NULL DEFAULT 0;
CREATE INDEX managers_by_mailbox ON managers (object_id, tenant_id)
  WHERE object_id <> '';
UPDATE managers SET shares_mailbox = 1
WHERE object_id <> '' AND state <> 'disconnected' AND EXISTS (
  SELECT 1 FROM managers AS older
  WHERE older.object_id = managers.object_id AND older.object_id <> ''
    AND older.tenant_id = managers.tenant_id
    AND older.state <> 'disconnected' AND older.id < managers.id);
CREATE UNIQUE INDEX managers_one_writer ON managers (tenant_id, object_id)
  WHERE object_id <> '' AND state <> 'disconnected' AND shares_mailbox = 0;

-- A connect link works once. Rows stay until the link itself has ended.
CREATE TABLE used_links (
  id TEXT PRIMARY KEY NOT NULL,
  ends_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX used_links_by_end ON used_links (ends_at);
ALTER TABLE sign_ins ADD COLUMN link_id TEXT NOT NULL DEFAULT '';
ALTER TABLE sign_ins ADD COLUMN link_ends INTEGER NOT NULL DEFAULT 0;

-- Browsers' sessions that were ended before their time, by hash.
CREATE TABLE ended_sessions (
  id TEXT PRIMARY KEY NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT;
