package io.sallyport.server.retention;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.ArchiveSettings;
import io.sallyport.server.archive.JournalCheck;
import io.sallyport.server.archive.Remains;
import io.sallyport.server.archive.TypedRecords;
import io.sallyport.server.archive.VerifyReport;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.retention.KeepSettings.From;
import io.sallyport.server.retention.KeepSettings.Takes;
import io.sallyport.server.vault.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** Archive, database and retention in a directory of a test, with a clock that the test moves. */
final class Desk implements AutoCloseable {
  static final KeyRing KEY = KeyRing.of(Secret.of("0123456789abcdef0123456789abcdef"));
  static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  static final Duration DAY = Duration.ofDays(1);

  final Path directory;
  final AtomicReference<Instant> now;
  final Database database;
  final Archive archive;
  final Retention retention;

  Desk(Path directory, RetentionSettings settings, Neighbours neighbours, Instant at)
      throws Exception {
    this.directory = directory;
    this.now = new AtomicReference<>(at);
    Counters counters = new Counters();
    database = new Database(directory.resolve("db"), DatabaseSettings.defaults(), counters);
    database.start();
    archive =
        new Archive(
            journal(),
            new ArchiveSettings(64, 10_000, 0, 1_000),
            KEY,
            database,
            now::get,
            counters);
    retention =
        new Retention(
            archive,
            settings,
            "example.org",
            neighbours,
            directory.resolve("certificates"),
            now::get,
            () -> Duration.between(START, now.get()).toNanos());
    try {
      archive.start();
      retention.start();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  static Desk open(Path directory, RetentionSettings settings) throws Exception {
    return new Desk(directory, settings, Neighbours.none(), START);
  }

  /** Chat is kept for 30 days and everything of it goes; calls 60 days; one person purges. */
  static RetentionSettings settings() {
    return settings(Takes.EVERYTHING, 10_000, false);
  }

  static RetentionSettings settings(Takes takes, int atOnce, boolean needsTwo) {
    KeepSettings month = new KeepSettings(Duration.ofDays(30), From.END, takes);
    KeepSettings months = new KeepSettings(Duration.ofDays(60), From.END, takes);
    return new RetentionSettings(
        months, months, month, month, KeepSettings.forEver(), atOnce, needsTwo, Duration.ofDays(3));
  }

  Path journal() {
    return directory.resolve("journal");
  }

  void days(long days) {
    now.updateAndGet(at -> at.plus(Duration.ofDays(days)));
  }

  long line(String id, String from, String to, String text) throws IOException {
    return archive.write(
        new ChatMessage(
            id,
            now.get(),
            party(from),
            "sip:" + to + "@example.org",
            new Body("text/plain", text.getBytes(StandardCharsets.UTF_8))));
  }

  long delivered(String id, String to) throws IOException {
    return archive.write(
        new ChatDelivered(id, now.get(), "sip:" + to + "@example.org", "device-1"));
  }

  void call(String id, String from, String to) throws IOException {
    archive.write(
        new CallStarted(
            id, now.get(), party(from), "sip:" + to + "@example.org", List.of("audio")));
    archive.write(new CallAnswered(id, now.get(), party(to), List.of("audio")));
    ended(id);
  }

  void ended(String id) throws IOException {
    archive.write(new CallEnded(id, now.get(), "answered", 200, "server", "", 1_000, List.of()));
  }

  static Party party(String user) {
    return new Party("sip:" + user + "@example.org", user, "phone/1", "TLS 192.0.2.1");
  }

  /** A hold on persons, for everything of theirs. */
  Hold hold(String... persons) throws IOException {
    return done(
        retention
            .holds()
            .place(
                new Hold.Scope(
                    "case 7",
                    "ordered by the court",
                    Arrays.asList(persons),
                    "",
                    List.of(),
                    Optional.empty(),
                    Optional.empty()),
                "carol"));
  }

  static <T> T done(Outcome<T> outcome) {
    if (outcome instanceof Outcome.Denied<T> denied) {
      throw new AssertionError(denied.why());
    }
    return ((Outcome.Done<T>) outcome).value();
  }

  static String denied(Outcome<?> outcome) {
    return ((Outcome.Denied<?>) outcome).why();
  }

  VerifyReport verify() throws IOException {
    return JournalCheck.verify(journal(), KEY);
  }

  /** What is left of each record. */
  Map<Long, Remains> remains() throws IOException {
    Map<Long, Remains> remains = new TreeMap<>();
    archive.keeping().read(record -> remains.put(record.sequence(), record.remains()));
    return remains;
  }

  /** Records of a type, as far as there is something of them. */
  <T extends ArchiveRecord> List<T> records(Class<T> type) throws IOException {
    return TypedRecords.of(ArchiveReader.open(journal(), KEY), type);
  }

  @Override
  public void close() {
    retention.close();
    archive.close();
    database.close();
  }
}
