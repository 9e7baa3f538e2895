-- Which department a user is of, as an administrator wrote it; empty for none.
ALTER TABLE users ADD COLUMN department VARCHAR(64) DEFAULT '' NOT NULL;

-- The rule sets that were ever in force, their fields without the text beside it: a view of the journal like the others, built again from it.
CREATE TABLE rule_sets (
  sequence BIGINT PRIMARY KEY,
  version  BIGINT NOT NULL,
  fields   TEXT   NOT NULL,
  text     TEXT   NOT NULL
);
