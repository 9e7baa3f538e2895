package io.sallyport.server.search;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.ArchiveSettings;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.vault.KeyRing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** An archive with its index in a directory of a test, and what is put on record there. */
final class Past implements AutoCloseable {
  static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
  static final KeyRing RING = KeyRing.of(KEY);
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");

  final Path directory;
  final Database database;
  final Archive archive;
  final RecordIndex index;
  private final long opened;
  private long appended;

  private Past(Path directory, SearchSettings settings) throws Exception {
    this.directory = directory;
    Counters counters = new Counters();
    database = new Database(directory.resolve("db"), DatabaseSettings.defaults(), counters);
    database.start();
    archive =
        new Archive(
            directory.resolve("journal"),
            new ArchiveSettings(64, 10_000, 0, 1_000),
            RING,
            database,
            InstantSource.fixed(NOW),
            counters);
    archive.start();
    opened = archive.durable();
    index = new RecordIndex(directory.resolve("index"), KEY, settings, archive);
    index.start();
  }

  static Past open(Path directory) throws Exception {
    return new Past(directory, SearchSettings.defaults());
  }

  static Past open(Path directory, SearchSettings settings) throws Exception {
    return new Past(directory, settings);
  }

  static String address(String user) {
    return "sip:" + user + "@example.org";
  }

  static Party party(String user) {
    return new Party(address(user), user, "phone/1", "TLS 192.0.2.1");
  }

  static CallStarted started(String call, Instant at, String from, String to, String... kinds) {
    return new CallStarted(call, at, party(from), address(to), List.of(kinds));
  }

  static CallAnswered answered(String call, Instant at, String by) {
    return new CallAnswered(call, at, party(by), List.of("audio"));
  }

  static CallEnded ended(String call, Instant at, String outcome, long millis, double... mos) {
    List<CallEnded.Quality> quality =
        java.util.Arrays.stream(mos)
            .mapToObj(value -> new CallEnded.Quality(at, 0, 1, 20, value))
            .toList();
    CallEnded.Media media =
        new CallEnded.Media(
            "audio", "sip:x@example.org", "opus", "SRTP", 1, 1, 0, 0, List.of(), quality);
    return new CallEnded(
        call, at, outcome, 200, "server", "", millis, mos.length == 0 ? List.of() : List.of(media));
  }

  static ChatMessage line(String id, Instant at, String from, String to, String text) {
    return new ChatMessage(
        id,
        at,
        party(from),
        address(to),
        new Body("text/plain", text.getBytes(StandardCharsets.UTF_8)));
  }

  static ChatDelivered delivered(String id, Instant at, String to) {
    return new ChatDelivered(id, at, address(to), "device");
  }

  /** Appends, and waits until all that was appended here is durable. */
  void record(ArchiveRecord... records) {
    for (ArchiveRecord record : records) {
      append(record);
    }
    durable();
  }

  /** Waits until all that was appended is on disk, before which the index need not have it. */
  private void durable() {
    long target = opened + appended;
    Awaitility.await()
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(() -> archive.durable() >= target);
  }

  void append(ArchiveRecord record) {
    archive.append(record);
    appended++;
  }

  void indexed() {
    durable();
    if (!index.catchUp(Duration.ofSeconds(20))) {
      throw new AssertionError("not indexed: " + index.status());
    }
  }

  Answer.Page ask(Search search) throws Exception {
    indexed();
    Answer answer = index.search(search);
    if (answer instanceof Answer.Page page) {
      return page;
    }
    throw new AssertionError(answer.toString());
  }

  List<String> ids(Criteria criteria) throws Exception {
    return ids(criteria, Scope.EVERYTHING);
  }

  List<String> ids(Criteria criteria, Scope scope) throws Exception {
    return ask(Search.newest(criteria, scope, 100)).hits().stream().map(Hit::id).toList();
  }

  List<String> texts(String query) throws Exception {
    return ids(Criteria.where().text(query).build());
  }

  String refusal(String query) throws Exception {
    indexed();
    Criteria criteria = Criteria.where().text(query).build();
    Answer answer = index.search(Search.newest(criteria, Scope.EVERYTHING, 10));
    return answer instanceof Answer.Rejected no ? no.why() : "";
  }

  static Search with(Criteria criteria, List<Criteria> holds, Boolean held) {
    return new Search(
        criteria, Scope.EVERYTHING, holds, Optional.ofNullable(held), false, 100, Optional.empty());
  }

  static Set<String> addresses(String... users) {
    return Set.copyOf(java.util.Arrays.stream(users).map(Past::address).toList());
  }

  @Override
  public void close() {
    index.close();
    archive.close();
    database.close();
  }
}
