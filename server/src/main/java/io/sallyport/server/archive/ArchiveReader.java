package io.sallyport.server.archive;

import io.sallyport.server.vault.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads all records of a journal in order, bodies included, also while a server writes it or after
 * one was killed. Damage throws {@link UncheckedIOException}; a commit that a crash cut short is
 * the end.
 */
public final class ArchiveReader implements Iterator<ArchiveReader.Entry>, AutoCloseable {
  // immutable
  private final JournalCursor cursor;
  private final MasterCipher master;
  private final boolean bodies;
  private final RecordJson json = new RecordJson();

  // owned by: the thread that reads
  private Frame ahead;
  private long opened;
  private BodyCipher cipher;

  /**
   * One record.
   *
   * @param fields readable fields as JSON
   * @param body decrypted; empty where the type has none or it was purged
   * @param entry the record; empty where its type is not known to this version or the fields were
   *     purged
   * @param remains what a purge left of it
   */
  public record Entry(
      long sequence,
      String type,
      Instant time,
      Position position,
      String fields,
      Optional<byte[]> body,
      Optional<ArchiveRecord> entry,
      Remains remains) {

    /** What a frame says, with its body where there is one. */
    static Entry of(Frame frame, Position position, Optional<byte[]> body, RecordJson json)
        throws Damage {
      return new Entry(
          frame.sequence(),
          frame.type(),
          frame.time(),
          position,
          frame.fields(),
          body,
          frame.remains() == Remains.LEAF
              ? Optional.empty()
              : json.read(frame.type(), frame.fields(), body.orElse(Committed.NO_BODY)),
          frame.remains());
    }
  }

  private ArchiveReader(JournalCursor cursor, MasterCipher master) {
    this(cursor, master, true);
  }

  private ArchiveReader(JournalCursor cursor, MasterCipher master, boolean bodies) {
    this.cursor = cursor;
    this.master = master;
    this.bodies = bodies;
  }

  /** Opens the journal in a directory. */
  public static ArchiveReader open(Path directory, KeyRing ring) throws IOException {
    JournalCursor cursor = new JournalCursor(directory, 0, Long.MAX_VALUE, ArchiveReader::refuse);
    return new ArchiveReader(cursor, new MasterCipher(ring));
  }

  /**
   * Opens the journal where records of that time may begin: at the last segment that was begun
   * before it.
   */
  public static ArchiveReader since(Path directory, KeyRing ring, Instant time) throws IOException {
    long after = before(directory, time);
    JournalCursor cursor =
        new JournalCursor(directory, after, Long.MAX_VALUE, ArchiveReader::refuse);
    return new ArchiveReader(cursor, new MasterCipher(ring));
  }

  /**
   * The same up to a record, without the bodies, whose keys are then not asked for; damage is told
   * and stepped over where it can be.
   */
  static ArchiveReader fields(
      Path directory, MasterCipher master, Instant time, long upTo, Consumer<String> onDamage)
      throws IOException {
    return new ArchiveReader(
        new JournalCursor(directory, before(directory, time), upTo, onDamage), master, false);
  }

  private static long before(Path directory, Instant time) throws IOException {
    long after = 0;
    for (Path file : SegmentFiles.list(directory)) {
      try (SegmentReader segment = SegmentReader.open(file)) {
        SegmentHeader header = segment.header();
        if (header.createdMillis() < time.toEpochMilli()) {
          after = header.firstSequence() - 1;
        }
      } catch (Damage e) {
        // the walk over the records will say so
      }
    }
    return after;
  }

  /** Reads on after a record up to another; damage is told and stepped over where it can be. */
  static ArchiveReader between(
      Path directory,
      MasterCipher master,
      long after,
      Optional<Position> lastAt,
      long upTo,
      Consumer<String> onDamage)
      throws IOException {
    return new ArchiveReader(new JournalCursor(directory, after, lastAt, upTo, onDamage), master);
  }

  @Override
  public boolean hasNext() {
    try {
      if (ahead == null) {
        ahead = cursor.next();
      }
      return ahead != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Entry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Frame frame = ahead;
    ahead = null;
    try {
      frame.verifiedHash(new Hashes());
      Optional<byte[]> body =
          bodies && frame.hasBody() ? Optional.of(open(frame)) : Optional.empty();
      return Entry.of(frame, cursor.position(), body, json);
    } catch (Damage e) {
      throw new UncheckedIOException(
          new IOException("record " + frame.sequence() + ": " + e.getMessage(), e));
    }
  }

  @Override
  public void close() {
    cursor.close();
  }

  private byte[] open(Frame frame) throws Damage {
    if (cursor.header() == null) {
      throw new Damage("the header with its key is damaged");
    }
    if (cipher == null || opened != cursor.header().firstSequence()) {
      cipher = master.bodies(cursor.header());
      opened = cursor.header().firstSequence();
    }
    return cipher.open(frame);
  }

  private static void refuse(String damage) {
    throw new UncheckedIOException(new IOException("the journal is damaged: " + damage));
  }
}
