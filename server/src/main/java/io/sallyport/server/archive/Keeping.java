package io.sallyport.server.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.server.archive.Eraser.Erased;
import io.sallyport.server.archive.JournalWriter.Sealed;
import io.sallyport.server.db.Database;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The journal as a thing that is kept: read from its begin, lightened of what retention takes, and
 * copied whole. A copy and a purge exclude each other, so that no copy holds a purged record
 * without the purge that names it. All of it blocks.
 */
public final class Keeping {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MEGABYTE = 1L << 20;

  // immutable
  private final Path directory;
  private final Disk disk;
  private final Archive archive;
  private final Database database;

  // any thread: held by who writes segments anew or copies them
  private final ReentrantLock segments = new ReentrantLock();

  /** Something that may fail on disk. */
  public interface Step {
    void run() throws IOException;
  }

  /** Looks at one record. */
  public interface Visitor {
    void visit(Kept record) throws IOException;
  }

  /** A record as it is kept: what its leaf says, and its fields where they are still there. */
  public static final class Kept {
    private final Frame frame;

    Kept(Frame frame) {
      this.frame = frame;
    }

    public long sequence() {
      return frame.sequence();
    }

    public String type() {
      return frame.type();
    }

    /** Wall clock when it was appended. */
    public Instant time() {
      return frame.time();
    }

    public Remains remains() {
      return frame.remains();
    }

    /** Whether it has an encrypted body now. */
    public boolean hasBody() {
      return frame.hasBody();
    }

    /** The readable fields; empty where they are gone or cannot be read. */
    public Optional<JsonNode> fields() {
      if (frame.remains() == Remains.LEAF) {
        return Optional.empty();
      }
      try {
        return Optional.of(JSON.readTree(frame.fields()));
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    /** The record where its type is known; bodies are left out. */
    public Optional<ArchiveRecord> entry() throws IOException {
      if (frame.remains() == Remains.LEAF) {
        return Optional.empty();
      }
      try {
        return new RecordJson().read(frame.type(), frame.fields(), Committed.NO_BODY);
      } catch (Damage e) {
        throw new IOException("record " + frame.sequence() + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * A copy of the journal.
   *
   * @param last sequence of its last record
   * @param hash that record's hash
   */
  public record Copy(byte[] log, long last, byte[] hash, List<Path> files) {}

  Keeping(Path directory, Disk disk, Archive archive, Database database) {
    this.directory = directory;
    this.disk = disk;
    this.archive = archive;
    this.database = database;
  }

  /** Checks the journal from its files. */
  public VerifyReport verify() throws IOException {
    return JournalCheck.verify(directory);
  }

  /**
   * Every durable record in order. Stops at damage: nothing may be decided on half of a journal.
   */
  public void read(Visitor visitor) throws IOException {
    read(0, visitor);
  }

  /**
   * Every durable record after one of them.
   *
   * @return the last one that was durable
   */
  public long read(long after, Visitor visitor) throws IOException {
    long last = archive.durable();
    try (JournalCursor cursor = new JournalCursor(directory, after, last, Keeping::refuse)) {
      for (Frame frame = cursor.next(); frame != null; frame = cursor.next()) {
        visitor.visit(new Kept(frame));
      }
    } catch (Stop e) {
      throw new IOException("the journal is damaged: " + e.getMessage(), e);
    }
    return last;
  }

  /**
   * The records that say how all the others are kept, in order: floors, holds, approvals, and
   * purges without the lists of what they take.
   */
  public List<ArchiveRecord> rulings() throws IOException {
    if (archive.caughtUp()) {
      return database.read(Rulings::read);
    }
    List<ArchiveRecord> rulings = new ArrayList<>();
    read(
        record -> {
          if (Rulings.isRuling(record.type())) {
            record.entry().map(Rulings::light).ifPresent(rulings::add);
          }
        });
    return rulings;
  }

  /**
   * Has all that is durable lie in segments that are written no more.
   *
   * @return the last sequence of them
   */
  public long seal() throws IOException {
    return sealed().head().sequence();
  }

  /** The sealed segments with any of these records: the first and the last sequence of each. */
  public List<Sequences.Range> segments(Sequences records) throws IOException {
    long next = sealed().next();
    List<Long> firsts =
        SegmentFiles.list(directory).stream().map(SegmentFiles::firstSequence).toList();
    List<Sequences.Range> found = new ArrayList<>();
    for (int i = 0; i + 1 < firsts.size() && firsts.get(i) < next; i++) {
      if (records.intersects(firsts.get(i), firsts.get(i + 1) - 1)) {
        found.add(new Sequences.Range(firsts.get(i), firsts.get(i + 1) - 1));
      }
    }
    return found;
  }

  /** Does something while nobody copies the journal; waits for who does. */
  public void whileNobodyCopies(Step step) throws IOException {
    segments.lock();
    try {
      step.run();
    } finally {
      segments.unlock();
    }
  }

  /**
   * Destroys parts of the records of a sealed segment. A durable {@code purge} must name them
   * before. Doing it again changes nothing.
   *
   * @param segment its first sequence
   * @return how many records lost something
   */
  public long erase(long segment, Sequences bodies, Sequences fields) throws IOException {
    // so that the tables know the old places before they hear of the new ones; those who do not are
    // slower, not wrong
    archive.caughtUp();
    segments.lock();
    try {
      long room = disk.free(directory);
      long size = Files.size(SegmentFiles.file(directory, segment));
      if (room < size + 16 * MEGABYTE) {
        throw new IOException(
            "a segment of %d MB is to be written anew, and only %d MB of disk are free"
                .formatted(size / MEGABYTE, room / MEGABYTE));
      }
      Erased erased = new Eraser(directory, disk, bodies, fields).run(segment);
      if (erased.records() > 0) {
        database.<Void, RuntimeException>inTransaction(
            handle -> {
              ArchiveTables.moved(handle, segment, erased.offsets());
              return null;
            });
      }
      return erased.records();
    } finally {
      segments.unlock();
    }
  }

  /**
   * Copies all that is durable into a new directory while the server goes on writing.
   *
   * @param into does not exist yet
   */
  public Copy copy(Path into) throws IOException {
    segments.lock();
    try {
      Files.createDirectories(into);
      copyProofs(into);
      Sealed sealed = sealed();
      List<Path> files = new ArrayList<>();
      for (Path segment : SegmentFiles.list(directory)) {
        if (SegmentFiles.firstSequence(segment) < sealed.next()) {
          files.add(into.resolve(segment.getFileName()));
          Files.copy(segment, into.resolve(segment.getFileName()));
        }
      }
      Path head = into.resolve(Head.FILE);
      try (Disk.Output output = disk.create(head)) {
        ByteBuffer bytes = sealed.head().encode();
        output.write(bytes, 0);
        output.force();
      }
      files.add(head);
      return new Copy(
          sealed.head().log(), sealed.head().sequence(), sealed.head().hash(), List.copyOf(files));
    } finally {
      segments.unlock();
    }
  }

  /**
   * What is made of the records, and may not be ahead of them: what names the newest goes first.
   */
  private void copyProofs(Path into) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(directory)) {
      all = files.filter(Files::isRegularFile).filter(f -> !isOwn(f)).toList();
    }
    for (boolean checkpoints : new boolean[] {true, false}) {
      for (Path file : all) {
        String path = directory.relativize(file).toString();
        if (path.contains("checkpoint") == checkpoints) {
          Path copy = into.resolve(path);
          Files.createDirectories(copy.getParent());
          try {
            Files.copy(file, copy);
          } catch (NoSuchFileException replaced) {
            // a part of the tree that a larger one took the place of
          }
        }
      }
    }
  }

  private boolean isOwn(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".part")
        || file.getParent().equals(directory)
            && (name.contains(SegmentFiles.SUFFIX)
                || name.equals(Head.FILE)
                || name.equals("lock"));
  }

  private Sealed sealed() throws IOException {
    try {
      return archive.writer().seal().join();
    } catch (CompletionException | CancellationException e) {
      throw new IOException(String.valueOf(e.getCause().getMessage()), e);
    }
  }

  private static void refuse(String damage) {
    throw new Stop(damage);
  }

  /** Ends a walk over the journal. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop(String damage) {
      super(damage);
    }
  }
}
