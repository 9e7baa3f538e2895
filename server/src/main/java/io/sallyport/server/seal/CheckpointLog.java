package io.sallyport.server.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every checkpoint that was ever made, one behind the other in files named by the number of their
 * first, and the newest in a file of its own.
 */
final class CheckpointLog {
  static final String DIRECTORY = "checkpoints";
  static final String NEWEST = "checkpoint";
  static final int IN_A_FILE = 4_096;
  private static final String NAME = "[0-9]{16}";

  /** A checkpoint, the note that it stands in, and where that begins. */
  record Entry(Checkpoint checkpoint, Note note, Path file, int offset) {
    String name() {
      return DIRECTORY + "/" + file.getFileName();
    }
  }

  /**
   * What a file holds.
   *
   * @param whole bytes of the notes that could be read
   * @param rest bytes behind them, which are no note
   * @param what why they are none; empty where there are none
   */
  record Content(List<Entry> entries, int whole, int rest, String what) {}

  // immutable
  private final Path journal;
  private final SealFiles files;

  // owned by: the thread that makes checkpoints
  private Entry last;
  private long end;

  CheckpointLog(Path journal, SealFiles files) {
    this.journal = journal;
    this.files = files;
  }

  /** Finds the last checkpoint; cuts off one that a crash left half written. */
  void open() throws IOException, Fault {
    List<Path> all = files(journal);
    for (int i = all.size() - 1; i >= 0 && last == null; i--) {
      Content content = read(all.get(i));
      if (content.rest() > 0) {
        if (i < all.size() - 1 || !mayBeTorn(all.get(i), content)) {
          throw new Fault(
              "%s/%s, offset %d: %s"
                  .formatted(DIRECTORY, all.get(i).getFileName(), content.whole(), content.what()));
        }
        files.put(all.get(i), new byte[0], content.whole());
      }
      if (!content.entries().isEmpty()) {
        last = content.entries().get(content.entries().size() - 1);
        end = content.whole();
      }
    }
  }

  Optional<Entry> last() {
    return Optional.ofNullable(last);
  }

  /** Returns once the checkpoint is on disk, in the history first. */
  void append(Checkpoint checkpoint, Note note) throws IOException {
    String encoded = note.encode();
    byte[] bytes = (encoded + "\n").getBytes(StandardCharsets.UTF_8);
    boolean fresh = last == null || (checkpoint.number() - 1) % IN_A_FILE == 0;
    Path file =
        fresh
            ? journal.resolve(DIRECTORY).resolve("%016d".formatted(checkpoint.number()))
            : last.file();
    long at = fresh ? 0 : end;
    files.put(file, bytes, at);
    files.forceNames();
    writeNewest(note);
    last = new Entry(checkpoint, note, file, (int) at);
    end = at + bytes.length;
  }

  void writeNewest(Note note) throws IOException {
    files.write(journal.resolve(NEWEST), note.encode().getBytes(StandardCharsets.UTF_8));
    files.forceNames();
  }

  /** The newest checkpoint as its own file has it. */
  static Optional<Note> newest(Path journal) throws IOException, Fault {
    try {
      byte[] bytes = Files.readAllBytes(journal.resolve(NEWEST));
      return Optional.of(note(new String(bytes, StandardCharsets.UTF_8), bytes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The files of the history in order. */
  static List<Path> files(Path journal) throws IOException {
    Path directory = journal.resolve(DIRECTORY);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(directory)) {
      return found.filter(f -> f.getFileName().toString().matches(NAME)).sorted().toList();
    }
  }

  /** Reads a file up to the first bytes that are no checkpoint. */
  static Content read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<Entry> entries = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int end = endOfNote(bytes, at);
      try {
        if (end < 0) {
          throw new Fault("the checkpoint is cut short");
        }
        byte[] one = Arrays.copyOfRange(bytes, at, end);
        Note note = note(new String(one, StandardCharsets.UTF_8), one);
        entries.add(new Entry(Checkpoint.parse(note.text()), note, file, at));
      } catch (Fault e) {
        return new Content(List.copyOf(entries), at, bytes.length - at, e.getMessage());
      }
      at = end + 1;
    }
    return new Content(List.copyOf(entries), at, 0, "");
  }

  /** A note that is written in these very bytes and in no other way. */
  private static Note note(String text, byte[] bytes) throws Fault {
    Note note = Note.parse(text);
    if (!Arrays.equals(bytes, note.encode().getBytes(StandardCharsets.UTF_8))) {
      throw new Fault("the note is not written as notes are");
    }
    return note;
  }

  /** Whether what is no note can be the beginning of one whose writing a crash cut short. */
  static boolean mayBeTorn(Path file, Content content) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = endOfNote(bytes, content.whole());
    // zeros: the file had grown and the bytes had not come
    return end < 0 || bytes[bytes.length - 1] == 0;
  }

  /** Where the empty line behind a note's signatures is; negative where there is none. */
  private static int endOfNote(byte[] bytes, int from) {
    int blanks = 0;
    for (int i = from + 1; i < bytes.length; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\n' && ++blanks == 2) {
        return i;
      }
    }
    return -1;
  }
}
