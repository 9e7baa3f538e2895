-- What officers search for again and again; the query as the console's address bar writes it.
CREATE TABLE saved_searches (
  id    VARCHAR(32)   PRIMARY KEY,
  owner VARCHAR(64)   NOT NULL REFERENCES users (name),
  name  VARCHAR(100)  NOT NULL,
  query VARCHAR(4000) NOT NULL,
  saved BIGINT        NOT NULL,
  UNIQUE (owner, name)
);

-- Packages that officers asked for at the console; the files are beside the database. Times in
-- milliseconds since 1970, 0 for not yet.
CREATE TABLE export_orders (
  id       VARCHAR(32)   PRIMARY KEY,
  officer  VARCHAR(64)   NOT NULL,
  reason   VARCHAR(500)  NOT NULL,
  query    VARCHAR(4000) NOT NULL,
  approval VARCHAR(32)   NOT NULL,
  state    VARCHAR(16)   NOT NULL,
  asked    BIGINT        NOT NULL,
  ended    BIGINT        NOT NULL,
  export   VARCHAR(32)   NOT NULL,
  hits     BIGINT        NOT NULL,
  problems INTEGER       NOT NULL,
  sha256   VARCHAR(64)   NOT NULL,
  why      VARCHAR(1000) NOT NULL
);
CREATE INDEX export_orders_officer ON export_orders (officer, asked);
CREATE INDEX export_orders_approval ON export_orders (approval);
