package io.sallyport.server.retention;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.archive.ArchiveRecord.RecordingStarted;
import io.sallyport.server.retention.KeepSettings.Takes;
import io.sallyport.server.vault.DirectoryStore;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.ObjectWriter;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A process that fills an archive and purges it, until it is killed. */
final class Purging {
  static final int SEGMENTS = 4;
  static final int DUE_LINES = 60;
  static final int HELD_LINES = 5;

  /** What it says: that it is about to purge, that the purge is on record, that it is over. */
  static final String READY = "ready";

  static final String BEGUN = "begun";
  static final String DONE = "done";
  private static final int LINE_BYTES = 10_000;
  private static final Duration LATER = Duration.ofDays(100);

  private Purging() {}

  /** Makes the archive in a directory and purges it, and says how far it is. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    try (Desk desk = open(directory, Duration.ZERO)) {
      fill(desk, new Vault(store(directory), Desk.KEY, desk.now::get));
      desk.now.updateAndGet(at -> at.plus(LATER));
      say(READY);
      Desk.done(desk.retention.purge("erin"));
      say(DONE);
      while (System.in.read() >= 0) {
        // whoever started this kills it
      }
    }
  }

  private static void say(String word) {
    System.out.println(word);
    System.out.flush();
  }

  static DirectoryStore store(Path directory) throws IOException {
    Files.createDirectories(directory);
    return DirectoryStore.at(directory.resolve("objects"));
  }

  /** The archive as the next start finds it. */
  static Desk openLater(Path directory) throws Exception {
    return open(directory, LATER);
  }

  private static Desk open(Path directory, Duration later) throws Exception {
    DirectoryStore store = store(directory);
    RecordingPurge destroy =
        object -> {
          say(BEGUN);
          ObjectId id = new ObjectId(object);
          boolean there = store.exists(id);
          store.delete(id);
          return there;
        };
    return new Desk(
        directory,
        Desk.settings(Takes.EVERYTHING, 10_000, false),
        new Neighbours(Groups.NONE, destroy, Optional.empty()),
        Desk.START.plus(later));
  }

  private static void fill(Desk desk, Vault vault) throws IOException {
    desk.hold("carol");
    for (int segment = 0; segment < SEGMENTS; segment++) {
      for (int i = 0; i < DUE_LINES; i++) {
        desk.archive.append(line(desk, "due-" + segment + "-" + i, "bob"));
      }
      for (int i = 0; i < HELD_LINES; i++) {
        desk.archive.append(line(desk, "held-" + segment + "-" + i, "carol"));
      }
      recording(desk, vault, "due" + segment, "bob");
      recording(desk, vault, "held" + segment, "carol");
      desk.archive.keeping().seal();
    }
  }

  private static ChatMessage line(Desk desk, String id, String to) {
    byte[] text = new byte[LINE_BYTES];
    Arrays.fill(text, (byte) 'x');
    return new ChatMessage(
        id,
        desk.now.get(),
        Desk.party("alice"),
        "sip:" + to + "@example.org",
        new Body("text/plain", text));
  }

  private static void recording(Desk desk, Vault vault, String call, String to) throws IOException {
    desk.call(call, "alice", to);
    String from = "sip:alice@example.org";
    String other = "sip:" + to + "@example.org";
    try (ObjectWriter writer = vault.create(new ObjectId(call + "-r"), "recording")) {
      desk.archive.write(
          new RecordingStarted(call + "-r", call, desk.now.get(), from, other, List.of("audio")));
      writer.append(new byte[5_000], 0, 5_000);
      writer.finish(new byte[10], 0, 10);
      desk.archive.write(
          new RecordingClosed(
              call + "-r",
              call,
              desk.now.get(),
              desk.now.get(),
              1_000,
              HexFormat.of().formatHex(writer.digest()),
              writer.chunks(),
              writer.length(),
              List.of(),
              List.of()));
    }
  }
}
