-- Who has written with whom, and the newest line of it that the owner may see: a view of the journal like the others.
CREATE TABLE conversations (
  owner  VARCHAR(512) NOT NULL,
  peer   VARCHAR(512) NOT NULL,
  newest BIGINT       NOT NULL,
  PRIMARY KEY (owner, peer)
);
CREATE INDEX conversations_newest ON conversations (owner, newest DESC);
CREATE INDEX messages_pair ON messages (sender, recipient, sequence DESC);

-- Up to which line somebody has read what another wrote. No view of the journal: nothing else knows it.
CREATE TABLE chat_reads (
  owner    VARCHAR(512) NOT NULL,
  peer     VARCHAR(512) NOT NULL,
  sequence BIGINT       NOT NULL,
  PRIMARY KEY (owner, peer)
);
TRUNCATE TABLE projection;
