-- Who may log in. Names are canonical: lower case, as they stand in the address of record.
CREATE TABLE users (
  name    VARCHAR(64)  PRIMARY KEY,
  display VARCHAR(128) NOT NULL,
  role    VARCHAR(16)  NOT NULL,
  enabled BOOLEAN      NOT NULL
);

-- What a password is checked against: H(A1) of each algorithm and spelling of the login, sealed with AES-256-GCM.
CREATE TABLE credentials (
  name   VARCHAR(64) NOT NULL REFERENCES users (name),
  kind   VARCHAR(16) NOT NULL,
  sealed BYTEA       NOT NULL,
  PRIMARY KEY (name, kind)
);
