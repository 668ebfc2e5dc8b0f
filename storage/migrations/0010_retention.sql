-- What is old is swept by its age; a call back that is open has none.
CREATE INDEX bookings_by_end ON bookings (ends_at);
CREATE INDEX wishes_by_end ON wishes (handled_at) WHERE handled_at IS NOT NULL;
CREATE INDEX outbox_by_age ON outbox (created_at);
