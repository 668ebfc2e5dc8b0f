-- Counting without reading the rows.
CREATE INDEX managers_by_state ON managers (state);
CREATE INDEX outbox_unsent ON outbox (state, id) WHERE state <> 'sent';
