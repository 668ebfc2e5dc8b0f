-- What callers say as an address is sealed too. '' in address_key: still in
-- clear, or empty; what is in clear is sealed at the next start.
ALTER TABLE bookings ADD COLUMN address_key TEXT NOT NULL DEFAULT '';
ALTER TABLE wishes ADD COLUMN address_key TEXT NOT NULL DEFAULT '';

-- Made before the row is written, so that a write that is repeated makes no
-- second row.
ALTER TABLE wishes ADD COLUMN key TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX wishes_by_key ON wishes (key) WHERE key <> '';
