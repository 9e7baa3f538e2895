-- Where the record of a call's end lies: figures of its media are read from there. The tables are views of the journal: without the
-- mark of how far they have come, the next start builds them again.
ALTER TABLE calls ADD COLUMN end_sequence BIGINT;
ALTER TABLE calls ADD COLUMN end_segment BIGINT;
ALTER TABLE calls ADD COLUMN end_segment_offset BIGINT;
TRUNCATE TABLE projection;
