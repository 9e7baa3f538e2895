-- Networks that are shut out, or were: the next block of one lasts longer. A row may be a moment older than what the server knows.
CREATE TABLE guard_blocks (
  network        VARCHAR(64)  NOT NULL PRIMARY KEY,
  strangers_only BOOLEAN      NOT NULL,
  datagrams_only BOOLEAN      NOT NULL,
  times          INTEGER      NOT NULL,
  since          BIGINT       NOT NULL,
  until          BIGINT       NOT NULL,
  author         VARCHAR(64)  NOT NULL,
  reason         VARCHAR(600) NOT NULL
);

-- Who has logged in from where within a day: such users are served where their network is blocked for strangers.
CREATE TABLE guard_logins (
  network VARCHAR(64) NOT NULL,
  login   VARCHAR(64) NOT NULL,
  seen    BIGINT      NOT NULL,
  PRIMARY KEY (network, login)
);
