package io.sallyport.server.review;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.ArchiveSettings;
import io.sallyport.server.archive.RawRecord;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.directory.Assignments;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.directory.User;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.search.Answer;
import io.sallyport.server.search.Criteria;
import io.sallyport.server.search.Hit;
import io.sallyport.server.search.RecordIndex;
import io.sallyport.server.search.SearchSettings;
import io.sallyport.server.vault.KeyRing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Officers with a real archive, index and directory behind their door. */
final class Office implements AutoCloseable {
  static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
  static final KeyRing RING = KeyRing.of(KEY);
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final String WHY = "case 7: shares";

  final Path directory;
  final Database database;
  final Archive archive;
  final RecordIndex index;
  final Directory users;
  final Groups groups;
  final Assignments assignments;
  final Review review;
  final List<Criteria> holds = new ArrayList<>();
  final Eyes eyes = new Eyes();

  /** Set to refuse every further act, as a full disk does. */
  volatile boolean journalFails;

  /** Where a package's member fails in the middle. */
  volatile boolean recordingFails;

  Office(Path directory, ReviewSettings settings) throws Exception {
    this.directory = directory;
    Counters counters = new Counters();
    InstantSource clock = InstantSource.fixed(NOW);
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
    index = new RecordIndex(directory.resolve("index"), KEY, SearchSettings.defaults(), archive);
    index.start();
    users = new Directory(database, "example.org", KEY);
    users.start();
    for (String name : List.of("eve", "mallory", "trent")) {
      if (users.user(name).isEmpty()) {
        users.add(name, name, User.Role.USER, Secret.of("pw " + name));
      }
    }
    groups = Groups.open(database, users);
    assignments = new Assignments(database, users, groups, "example.org");
    AccessLog journal = new JournalAccessLog(archive);
    AccessLog log =
        act -> {
          if (journalFails) {
            throw new IOException("nothing is shown, as the disk is full");
          }
          return journal.write(act);
        };
    review =
        new Review(
            new Desk(archive, index, log, users, assignments, groups, "example.org", clock),
            settings,
            new Neighbours(eyes, () -> List.copyOf(holds), this::recordings, new Proof()));
  }

  static Office open(Path directory) throws Exception {
    return new Office(directory, new ReviewSettings(false, false, false, 1_000_000));
  }

  Officer officer(String name) throws IOException {
    return review.login(name, Secret.of("pw " + name)).orElseThrow();
  }

  static Party party(String user) {
    return new Party("sip:" + user + "@example.org", user, "phone/1", "TLS 192.0.2.1");
  }

  static ChatMessage line(String id, int seconds, String from, String to, String text) {
    return new ChatMessage(
        id,
        NOW.plusSeconds(seconds),
        party(from),
        "sip:" + to + "@example.org",
        new Body("text/plain", text.getBytes(StandardCharsets.UTF_8)));
  }

  void call(String id, int seconds, String from, String to) throws IOException {
    Instant at = NOW.plusSeconds(seconds);
    record(
        new CallStarted(id, at, party(from), "sip:" + to + "@example.org", List.of("audio")),
        new CallAnswered(id, at.plusSeconds(1), party(to), List.of("audio")),
        new CallEnded(id, at.plusSeconds(9), "answered", 200, "x", "", 8_000, List.of()));
  }

  void record(ArchiveRecord... records) throws IOException {
    AccessLog journal = new JournalAccessLog(archive);
    for (ArchiveRecord each : records) {
      journal.write(each);
    }
  }

  /** Two desks: alice and bob trade, carol and dave do not. */
  void traffic() throws IOException {
    call("c1", 0, "alice", "bob");
    record(line("m1", 10, "alice", "bob", "buy the shares"));
    record(line("m2", 20, "carol", "dave", "lunch and shares"));
    call("c2", 30, "carol", "dave");
    record(line("m3", 40, "dave", "alice", "hello alice"));
  }

  Outcome<Answer.Page> search(String officer, Request request) throws IOException {
    return review.search(officer(officer), WHY, request, true, 100, Optional.empty());
  }

  List<String> found(String officer, Request request) throws IOException {
    Outcome<Answer.Page> outcome = search(officer, request);
    if (outcome instanceof Outcome.Granted<Answer.Page> page) {
      return page.value().hits().stream().map(Hit::id).toList();
    }
    throw new AssertionError(outcome.toString());
  }

  static String denial(Outcome<?> outcome) {
    return outcome instanceof Outcome.Denied<?> no ? no.why() : "";
  }

  static Request text(String text) {
    Request all = Request.everything();
    return new Request(
        all.kind(),
        all.persons(),
        all.groups(),
        all.direction(),
        all.number(),
        all.from(),
        all.until(),
        all.atLeast(),
        all.atMost(),
        all.results(),
        all.mosAtLeast(),
        all.mosAtMost(),
        all.media(),
        all.marks(),
        Optional.of(text),
        all.ids(),
        all.held(),
        all.purged(),
        all.matter());
  }

  /** What is on record of officers' acts. */
  List<ArchiveReader.Entry> acts() throws IOException {
    List<ArchiveReader.Entry> acts = new ArrayList<>();
    try (ArchiveReader reader = archive.read(0, Optional.empty())) {
      reader.forEachRemaining(
          entry -> {
            if (entry.type().startsWith("access.")) {
              acts.add(entry);
            }
          });
    }
    return acts;
  }

  List<String> actTypes() throws IOException {
    return acts().stream().map(ArchiveReader.Entry::type).toList();
  }

  private List<Recordings.Piece> recordings(String call) {
    return call.equals("c2")
        ? List.of()
        : List.of(
            new Recordings.Piece() {
              @Override
              public String extension() {
                return "wav";
              }

              @Override
              public void writeTo(OutputStream to) throws IOException {
                to.write("RIFF ".getBytes(StandardCharsets.US_ASCII));
                if (recordingFails) {
                  throw new IOException("chunk 3 does not open");
                }
                to.write(call.getBytes(StandardCharsets.US_ASCII));
              }
            });
  }

  @Override
  public void close() {
    index.close();
    archive.close();
    database.close();
  }

  /** Says what it was asked. */
  private static final class Proof implements Evidence {
    @Override
    public Map<String, byte[]> files() {
      return Map.of("checkpoint.txt", "checkpoint\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> proof(RawRecord record) {
      return Optional.of("proof of " + record.sequence() + "\n");
    }
  }

  /** A second person who may be asked. */
  static final class Eyes implements FourEyes {
    private final Map<String, String> asked = new java.util.HashMap<>();
    private final Map<String, String> approved = new java.util.HashMap<>();

    void approve(String id, String by) {
      approved.put(id, by);
    }

    @Override
    public String request(String action, String subject, String reason, String by) {
      String id = "a" + asked.size();
      asked.put(id, action + " " + subject + " " + by);
      return id;
    }

    @Override
    public String use(String id, String action, String subject, String by) throws IOException {
      if (!(action + " " + subject + " " + by).equals(asked.get(id))) {
        throw new IOException("it was asked for something else");
      }
      String who = approved.remove(id);
      if (who == null || who.equals(by)) {
        throw new IOException("it takes a second person");
      }
      return who;
    }
  }
}
