-- What content rules and reviewers decided about chat lines: views of the journal like the others. A masked line is delivered as
-- the record in content_matches has it.
ALTER TABLE messages ADD COLUMN marks VARCHAR(64) DEFAULT '' NOT NULL;
ALTER TABLE messages ADD COLUMN review VARCHAR(16) DEFAULT '' NOT NULL;
CREATE TABLE content_matches (
  message_id      VARCHAR(128)  PRIMARY KEY,
  sequence        BIGINT        NOT NULL,
  segment         BIGINT        NOT NULL,
  segment_offset  BIGINT        NOT NULL,
  action          VARCHAR(16)   NOT NULL
);
CREATE INDEX content_matches_sequence ON content_matches (sequence);
TRUNCATE TABLE projection;
