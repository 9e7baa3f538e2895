-- Passwords of the console where they differ from those of phones: Argon2id in its text form.
CREATE TABLE console_passwords (
  name VARCHAR(64)  PRIMARY KEY REFERENCES users (name),
  hash VARCHAR(255) NOT NULL
);

-- Secrets of second factors, encrypted; the step of the last code taken, which no other may repeat.
CREATE TABLE second_factors (
  name      VARCHAR(64) PRIMARY KEY REFERENCES users (name),
  sealed    BYTEA       NOT NULL,
  step      BIGINT      NOT NULL,
  confirmed BOOLEAN     NOT NULL
);

-- Keys of programs by the hash of what they show; times in milliseconds since 1970.
CREATE TABLE api_keys (
  id      VARCHAR(32)  PRIMARY KEY,
  label   VARCHAR(64)  NOT NULL,
  owner   VARCHAR(64)  NOT NULL REFERENCES users (name),
  scopes  VARCHAR(255) NOT NULL,
  hash    VARCHAR(64)  NOT NULL UNIQUE,
  created BIGINT       NOT NULL,
  expires BIGINT       NOT NULL,
  used    BIGINT       NOT NULL
);
