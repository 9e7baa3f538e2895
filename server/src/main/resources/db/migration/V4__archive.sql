-- Views of the journal: every row can be thrown away and built again from it. Times are UTC milliseconds since 1970; sequence,
-- segment and segment_offset say where the record lies.
CREATE TABLE calls (
  call_id         VARCHAR(128)  PRIMARY KEY,
  sequence        BIGINT        NOT NULL,
  segment         BIGINT        NOT NULL,
  segment_offset  BIGINT        NOT NULL,
  started         BIGINT        NOT NULL,
  answered        BIGINT,
  ended           BIGINT,
  caller          VARCHAR(512)  NOT NULL,
  callee          VARCHAR(512)  NOT NULL,
  answered_by     VARCHAR(512),
  kinds           VARCHAR(128)  NOT NULL,
  outcome         VARCHAR(32),
  status          INTEGER       NOT NULL,
  talk_millis     BIGINT        NOT NULL,
  ended_by        VARCHAR(512),
  reason          VARCHAR(512)
);
CREATE UNIQUE INDEX calls_sequence ON calls (sequence);
CREATE INDEX calls_caller ON calls (caller, sequence);
CREATE INDEX calls_callee ON calls (callee, sequence);

CREATE TABLE messages (
  message_id      VARCHAR(128)  PRIMARY KEY,
  sequence        BIGINT        NOT NULL,
  segment         BIGINT        NOT NULL,
  segment_offset  BIGINT        NOT NULL,
  sent            BIGINT        NOT NULL,
  sender          VARCHAR(512)  NOT NULL,
  recipient       VARCHAR(512)  NOT NULL,
  content_type    VARCHAR(256)  NOT NULL,
  size            INTEGER       NOT NULL,
  delivered       BIGINT,
  devices         INTEGER       NOT NULL
);
CREATE UNIQUE INDEX messages_sequence ON messages (sequence);
CREATE INDEX messages_sender ON messages (sender, sequence);
CREATE INDEX messages_recipient ON messages (recipient, sequence);
CREATE INDEX messages_waiting ON messages (delivered, sequence);
