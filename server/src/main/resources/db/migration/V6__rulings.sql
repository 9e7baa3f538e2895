-- The records that say how all the others are kept, whole: floors, holds, approvals, purges. A view of the journal like the
-- others: without the mark of how far they have come, the next start builds them all again.
CREATE TABLE rulings (
  sequence BIGINT      PRIMARY KEY,
  type     VARCHAR(64) NOT NULL,
  fields   TEXT        NOT NULL
);

-- Whether retention took a line's text.
ALTER TABLE messages ADD COLUMN purged BOOLEAN DEFAULT FALSE NOT NULL;
TRUNCATE TABLE projection;
