-- How far each view of the journal has come. A row is written in the transaction that writes what it counts, so that a view
-- can be thrown away and built again from the journal.
CREATE TABLE projection (
  name     VARCHAR(64) PRIMARY KEY,
  log      VARCHAR(64) NOT NULL,
  sequence BIGINT      NOT NULL
);
