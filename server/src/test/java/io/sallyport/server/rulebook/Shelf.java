package io.sallyport.server.rulebook;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.ArchiveRecord.Refused;
import io.sallyport.server.archive.ArchiveSettings;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Names;
import io.sallyport.server.policy.People;
import io.sallyport.server.policy.Person;
import io.sallyport.server.policy.Policy;
import io.sallyport.server.policy.PolicySettings;
import io.sallyport.server.vault.KeyRing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** A rulebook over a real journal and database in a directory of a test. */
final class Shelf implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final String OPEN = "rules: []\n";
  static final String WALL = "walls:\n  - name: chinese wall\n    between: [research, sales]\n";
  private static final KeyRing RING = KeyRing.of(Secret.of("0123456789abcdef0123456789abcdef"));

  final Database database;
  final Archive archive;
  final Policy policy = new Policy("example.org", List.of(), PolicySettings.defaults());
  final Rulebook rulebook;

  private Shelf(Path directory, InstantSource clock) throws Exception {
    Counters counters = new Counters();
    database = new Database(directory.resolve("db"), DatabaseSettings.defaults(), counters);
    database.start();
    archive =
        new Archive(
            directory.resolve("journal"),
            new ArchiveSettings(64, 10_000, 0, 1_000),
            RING,
            database,
            clock,
            counters);
    archive.start();
    rulebook = new Rulebook(policy, archive, Names.UNCHECKED, clock);
    rulebook.start();
  }

  static Shelf open(Path directory) throws Exception {
    return new Shelf(directory, InstantSource.fixed(NOON));
  }

  static Shelf open(Path directory, InstantSource clock) throws Exception {
    return new Shelf(directory, clock);
  }

  /** Users whose names begin with r are in research, with s in sales; others in no group. */
  static final People PEOPLE =
      address -> {
        if (!address.domain().equals("example.org")) {
          return Person.STRANGER;
        }
        Set<String> groups =
            switch (address.user().charAt(0)) {
              case 'r' -> Set.of("research");
              case 's' -> Set.of("sales");
              default -> Set.of();
            };
        return new Person(true, groups, "", "user");
      };

  static String address(String user) {
    return "sip:" + (user.indexOf('@') < 0 ? user + "@example.org" : user);
  }

  static Party party(String user) {
    return new Party(address(user), user, "phone/1", "TLS 192.0.2.1");
  }

  static CallStarted call(String id, String from, String to, String rule, String... kinds) {
    return new CallStarted(id, NOON, party(from), address(to), List.of(kinds), rule, 0);
  }

  static CallEnded ended(String id) {
    return new CallEnded(
        id, NOON, "answered", 200, "server", "", Duration.ofMinutes(1).toMillis(), List.of());
  }

  static ChatMessage line(String id, String from, String to) {
    Body body = new Body("text/plain", "hello".getBytes(StandardCharsets.UTF_8));
    return new ChatMessage(id, NOON, party(from), address(to), body, "default", 0);
  }

  static Refused refused(String method, String from, String to, String rule, String... kinds) {
    return new Refused(
        NOON,
        method,
        address(from),
        address(to),
        "TLS 192.0.2.1",
        403,
        "no",
        rule,
        0,
        List.of(kinds),
        "phone/1");
  }

  void write(ArchiveRecord... records) throws Exception {
    for (ArchiveRecord each : records) {
      archive.write(each);
    }
  }

  /** Whether the policy lets one call the other now. */
  boolean allows(String from, String to) {
    Address caller = Address.parse(address(from)).orElseThrow();
    Address callee = Address.parse(address(to)).orElseThrow();
    return policy.decide(
            new Attempt(
                Kind.AUDIO,
                io.sallyport.server.policy.Party.of(caller, PEOPLE.of(caller)),
                io.sallyport.server.policy.Party.of(callee, PEOPLE.of(callee)),
                NOON,
                0))
        instanceof Decision.Allow;
  }

  /** Has the tables built again from the journal, as a start does that finds them of another. */
  void forgetTables() throws Exception {
    database.<Void, RuntimeException>inTransaction(
        handle -> {
          handle.execute("TRUNCATE TABLE projection");
          handle.execute("TRUNCATE TABLE rule_sets");
          return null;
        });
  }

  @Override
  public void close() {
    rulebook.close();
    archive.close();
    database.close();
  }
}
