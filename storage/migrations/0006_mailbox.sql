-- What the mailbox says is read again daily: the zone of its hours, and when.
ALTER TABLE managers ADD COLUMN hours_zone TEXT NOT NULL DEFAULT '';
ALTER TABLE managers ADD COLUMN mailbox_read_at INTEGER NOT NULL DEFAULT 0;
-- Items of the calendar that cannot be read, one line each: a day and a name.
ALTER TABLE managers ADD COLUMN calendar_note TEXT NOT NULL DEFAULT '';

-- Graph's refusals of single operations were taken for the end of consent. The
-- identity platform's own word, which such a reason does not hold, stays.
UPDATE managers SET state = 'degraded'
WHERE state = 'needs_reconnect' AND tokens <> ''
  AND (state_reason LIKE 'scope missing: %(HTTP 403)'
       OR state_reason = 'Graph refuses a new token');
