package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.Journal.Receipt;
import io.sallyport.server.base.ManualLoop;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.vault.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** An archive with its database in a directory of a test, and what a test does with it. */
final class Store implements AutoCloseable {
  static final KeyRing KEY = KeyRing.of(Secret.of("0123456789abcdef0123456789abcdef"));
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");

  final Path directory;
  final Path journal;
  final Counters counters = new Counters();
  final ManualLoop loop = new ManualLoop("test");
  final Database database;
  final Archive archive;

  Store(Path directory, ArchiveSettings settings, Disk disk) throws Exception {
    this.directory = directory;
    this.journal = directory.resolve("journal");
    this.database = new Database(directory.resolve("db"), DatabaseSettings.defaults(), counters);
    database.start();
    this.archive =
        new Archive(journal, settings, KEY, database, InstantSource.fixed(NOW), counters, disk);
    try {
      archive.start();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  static Store open(Path directory) throws Exception {
    return new Store(directory, settings(), new Disk());
  }

  static ArchiveSettings settings() {
    return new ArchiveSettings(64, 10_000, 0, 1_000);
  }

  /** Appends and waits for the receipt. */
  Receipt append(ArchiveRecord entry) {
    List<Receipt> receipts = new ArrayList<>();
    archive.append(entry, loop, receipts::add);
    await(receipts, 1);
    return receipts.get(0);
  }

  /** Runs the loop until so many receipts have come. */
  void await(List<Receipt> receipts, int count) {
    Awaitility.await()
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              loop.run();
              return receipts.size() == count;
            });
  }

  @Override
  public void close() {
    archive.close();
    database.close();
  }

  static Party party(String user) {
    return new Party("sip:" + user + "@example.org", user, "phone/1", "TLS 192.0.2.1");
  }

  static CallStarted started(String call) {
    return new CallStarted(
        call, NOW, party("alice"), "sip:bob@example.org", List.of("audio", "video"));
  }

  static CallAnswered answered(String call) {
    return new CallAnswered(call, NOW.plusSeconds(2), party("bob"), List.of("audio"));
  }

  static CallEnded ended(String call) {
    return new CallEnded(
        call,
        NOW.plusSeconds(62),
        "answered",
        200,
        "sip:alice@example.org",
        "BYE",
        60_000,
        List.of(
            new CallEnded.Media(
                "audio",
                "sip:alice@example.org",
                "opus",
                "SRTP",
                3000,
                480000,
                2,
                0,
                List.of(new CallEnded.Source("192.0.2.7:4000", NOW.plusSeconds(2), "srtp")),
                List.of(new CallEnded.Quality(NOW.plusSeconds(7), 0.5, 2.25, 31.5, 4.35)))));
  }

  static ChatMessage line(String id, String text) {
    return line(id, "bob", text);
  }

  static ChatMessage line(String id, String to, String text) {
    return new ChatMessage(
        id,
        NOW,
        party("alice"),
        "sip:" + to + "@example.org",
        new Body("text/plain", text.getBytes(StandardCharsets.UTF_8)));
  }

  static ChatDelivered delivered(String id) {
    return new ChatDelivered(id, NOW.plusSeconds(1), "sip:bob@example.org", "device-1");
  }

  static String text(ChatMessage line) {
    return new String(line.body().bytes(), StandardCharsets.UTF_8);
  }

  /** Every record of the journal, read strictly. */
  static List<ArchiveReader.Entry> entries(Path journal) throws IOException {
    List<ArchiveReader.Entry> entries = new ArrayList<>();
    try (ArchiveReader reader = ArchiveReader.open(journal, KEY)) {
      reader.forEachRemaining(entries::add);
    }
    return entries;
  }

  /** The newest segment that holds a record. */
  static Path newest(Path journal) throws IOException {
    List<Path> segments = SegmentFiles.list(journal);
    for (int i = segments.size() - 1; i > 0; i--) {
      if (Files.size(segments.get(i)) > SegmentHeader.LENGTH) {
        return segments.get(i);
      }
    }
    return segments.get(0);
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
