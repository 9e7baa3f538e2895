package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the journal's end at start. What a crash left half written is cut off; anything else that
 * is wrong stays as it is, for {@code verify} to show, and the journal goes on behind it.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  // immutable
  private final Path directory;
  private final Disk disk;

  // owned by: the thread that starts the archive
  private final List<String> damages = new ArrayList<>();
  private byte[] log;
  private long last;
  private byte[] hash = Hashes.nothing();
  private long dropped;
  private Optional<byte[]> wrappedKey = Optional.empty();

  /**
   * Where the journal goes on.
   *
   * @param log its id; empty for a journal that begins now
   * @param last sequence of the last record
   * @param hash hash of that record
   * @param wrappedKey data key of its newest segment, which names the archive key it is under
   * @param dropped bytes of an unfinished commit that were cut off
   * @param damages sentences about what a crash does not explain
   */
  record End(
      Optional<byte[]> log,
      long last,
      byte[] hash,
      Optional<byte[]> wrappedKey,
      long dropped,
      List<String> damages) {}

  private Recovery(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  static End run(Path directory, Disk disk) throws IOException {
    return new Recovery(directory, disk).run();
  }

  private End run() throws IOException {
    Optional<Head> head = head();
    long reached = head.map(Head::sequence).orElse(0L);
    List<Path> segments = new ArrayList<>(SegmentFiles.list(directory));
    boolean empty = segments.isEmpty();
    while (!segments.isEmpty() && !readLast(segments.get(segments.size() - 1), reached)) {
      segments.remove(segments.size() - 1);
    }
    if (!empty && head.isEmpty() && damages.isEmpty()) {
      damages.add("the file that says how far the journal has come is missing");
    }
    if (reached > last) {
      damages.add("records %d to %d were durable and are gone".formatted(last + 1, reached));
    }
    if (head.isPresent() && reached >= last) {
      // the journal never gives a sequence out twice, even where its end was cut off by somebody
      last = reached;
      hash = head.get().hash();
      log = head.get().log();
    }
    return new End(Optional.ofNullable(log), last, hash, wrappedKey, dropped, List.copyOf(damages));
  }

  private Optional<Head> head() throws IOException {
    try {
      return Head.read(directory);
    } catch (Damage e) {
      damages.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** Reads the newest segment; false where it holds no record and the one before is to be read. */
  private boolean readLast(Path segment, long reached) throws IOException {
    long named = SegmentFiles.firstSequence(segment);
    Chain chain = new Chain();
    try (SegmentReader reader = SegmentReader.open(segment)) {
      try {
        SegmentHeader header = reader.header();
        wrappedKey = wrappedKey.or(() -> Optional.of(header.wrappedKey()));
        chain.beginAt(header);
        if (header.firstSequence() != named) {
          damages.add(segment.getFileName() + " is not the segment that its name says");
        }
      } catch (Damage e) {
        if (Tail.isUnbornSegment(reader, named, reached)) {
          dropped += reader.length();
          disk.delete(segment);
          return false;
        }
        damages.add(segment.getFileName() + ": " + e.getMessage());
        last = named;
        salvage(reader, 0);
        return true;
      }
      readRecords(segment, reader, chain, reached);
    }
    if (last < named && damages.isEmpty()) {
      // a header and no record: the name is needed again
      disk.delete(segment);
    }
    return true;
  }

  private void readRecords(Path segment, SegmentReader reader, Chain chain, long reached)
      throws IOException {
    long at = reader.offset();
    try {
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        chain.record(frame);
        at = reader.offset();
      }
      take(chain);
      if (!reader.atEnd()) {
        truncate(segment, at);
      }
    } catch (Damage e) {
      take(chain);
      if (Tail.isTorn(reader, at, chain.last() + 1, reached)) {
        cut(segment, at, reader.length() - at);
      } else {
        damages.add(
            "%s, offset %d, record %d: %s"
                .formatted(segment.getFileName(), at, chain.last() + 1, e.getMessage()));
        salvage(reader, at);
      }
    }
  }

  private void take(Chain chain) {
    last = chain.last();
    hash = chain.hash();
    log = chain.log();
  }

  private void truncate(Path segment, long length) throws IOException {
    try (Disk.Output output = disk.open(segment)) {
      output.truncate(length);
      output.force();
    }
  }

  private void cut(Path segment, long length, long bytes) throws IOException {
    truncate(segment, length);
    dropped += bytes;
    LOG.warn(
        "journal: {} bytes of a commit that a crash cut short were dropped from {}",
        bytes,
        segment.getFileName());
  }

  /** Finds the last whole record behind the damage, so that its sequence is not given out again. */
  private void salvage(SegmentReader reader, long from) throws IOException {
    Hashes hashes = new Hashes();
    for (Frame frame = reader.resync(from); frame != null; frame = reader.resync(reader.offset())) {
      try {
        if (frame.sequence() > last) {
          hash = frame.verifiedHash(hashes);
          last = frame.sequence();
        }
      } catch (Damage e) {
        damages.add("record " + frame.sequence() + ": " + e.getMessage());
      }
    }
  }
}
