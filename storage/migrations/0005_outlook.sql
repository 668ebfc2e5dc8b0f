-- What people change in Outlook is compared with the version of the row that
-- was read, and followed even over another viewing.
ALTER TABLE bookings ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE bookings ADD COLUMN ical_uid TEXT NOT NULL DEFAULT '';
ALTER TABLE bookings ADD COLUMN overlaps INTEGER NOT NULL DEFAULT 0
  CHECK (overlaps IN (0, 1));

-- As before, but for two things. A row that stays active where it is makes no
-- overlap that was not there: what the manager put over another viewing can be
-- cancelled and moved like any other. And a confirmed row that is marked goes
-- where the manager put it. A booking of ours is refused as it ever was: it is
-- inserted.
DROP TRIGGER bookings_no_overlap_update;
CREATE TRIGGER bookings_no_overlap_update
BEFORE UPDATE OF id, manager, starts_at, ends_at, state, moves ON bookings
WHEN NEW.state IN ('held', 'writing', 'confirmed', 'cancelling')
  AND NOT (OLD.state IN ('held', 'writing', 'confirmed', 'cancelling')
           AND NEW.id = OLD.id AND NEW.manager = OLD.manager
           AND NEW.starts_at = OLD.starts_at AND NEW.ends_at = OLD.ends_at
           AND NEW.moves = OLD.moves)
  AND NOT (NEW.overlaps = 1
           AND OLD.state = 'confirmed' AND NEW.state = 'confirmed')
  AND EXISTS (
  SELECT 1 FROM bookings AS other
  WHERE other.active AND other.manager = NEW.manager
    AND other.ends_at > NEW.starts_at AND other.starts_at < NEW.ends_at
    AND other.id <> OLD.id
    AND NOT (OLD.state IN ('held', 'writing', 'confirmed', 'cancelling')
             AND (other.id = NEW.moves OR other.moves = NEW.id)))
BEGIN
  SELECT RAISE(ABORT, 'slot_taken');
END;
