-- Devices that are registered, written behind; a row may be a moment older than what the server knows.
CREATE TABLE bindings (
  address    VARCHAR(600)     NOT NULL,
  device     VARCHAR(2100)    NOT NULL,
  contact    VARCHAR(2100)    NOT NULL,
  expires    BIGINT           NOT NULL,
  q          DOUBLE PRECISION NOT NULL,
  gruu       VARCHAR(800)     NOT NULL,
  user_agent VARCHAR(128)     NOT NULL,
  instance   VARCHAR(128)     NOT NULL,
  parameters VARCHAR(4100)    NOT NULL,
  call_id    VARCHAR(8200)    NOT NULL,
  cseq       BIGINT           NOT NULL,
  flow       VARCHAR(256)     NOT NULL,
  PRIMARY KEY (address, device)
);
