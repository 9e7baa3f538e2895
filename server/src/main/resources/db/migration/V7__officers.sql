-- Whom an officer may look at; kind is PERSON, GROUP or EVERYBODY. Who has no row may look at nobody.
CREATE TABLE officer_assignments (
  officer VARCHAR(64)  NOT NULL REFERENCES users (name),
  kind    VARCHAR(16)  NOT NULL,
  subject VARCHAR(600) NOT NULL,
  PRIMARY KEY (officer, kind, subject)
);

-- Groups of people by their addresses; a group is there as long as it has a member.
CREATE TABLE group_members (
  name    VARCHAR(64)  NOT NULL,
  address VARCHAR(600) NOT NULL,
  PRIMARY KEY (name, address)
);
