-- The property directory: who manages which home. `details` holds the manager's
-- id, which may be a phone number, and the notes.
CREATE TABLE properties (
  id TEXT PRIMARY KEY NOT NULL,
  agency TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT NOT NULL,
  details TEXT NOT NULL,
  details_key TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX properties_in_order ON properties (agency, address, id);

-- Grows with every change, whichever program makes it: the service sees by it
-- that there is something to read.
INSERT INTO meta VALUES ('properties', 0);
CREATE TRIGGER properties_added AFTER INSERT ON properties
BEGIN
  UPDATE meta SET value = value + 1 WHERE name = 'properties';
END;
CREATE TRIGGER properties_changed AFTER UPDATE ON properties
BEGIN
  UPDATE meta SET value = value + 1 WHERE name = 'properties';
END;
CREATE TRIGGER properties_removed AFTER DELETE ON properties
BEGIN
  UPDATE meta SET value = value + 1 WHERE name = 'properties';
END;
