package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a sealed segment anew without what a purge takes: into a file beside it, forced, read back
 * against the old chain, and only then given the old one's name. A crash leaves the old file or the
 * new one; doing it again changes nothing.
 */
final class Eraser {
  private static final String SUFFIX = ".new";
  private static final int ENOUGH = 1 << 20;

  // immutable
  private final Path directory;
  private final Disk disk;
  private final Sequences bodies;
  private final Sequences fields;

  /**
   * What became of a segment.
   *
   * @param records that lost something
   * @param offsets where the records that are left whole begin now
   */
  record Erased(long records, Map<Long, Long> offsets) {}

  Eraser(Path directory, Disk disk, Sequences bodies, Sequences fields) {
    this.directory = directory;
    this.disk = disk;
    this.bodies = bodies;
    this.fields = fields;
  }

  /** Removes what a crash left of a segment that was being written anew: it may hold anything. */
  static void clear(Path directory, Disk disk) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files
              .filter(f -> f.getFileName().toString().endsWith(SegmentFiles.SUFFIX + SUFFIX))
              .toList()) {
        disk.delete(file);
      }
    }
  }

  Erased run(long firstSequence) throws IOException {
    Path old = SegmentFiles.file(directory, firstSequence);
    if (changes(old) == 0) {
      return new Erased(0, Map.of());
    }
    Path fresh = old.resolveSibling(old.getFileName() + SUFFIX);
    disk.delete(fresh);
    try {
      long records;
      byte[] hash;
      try (SegmentReader reader = SegmentReader.open(old);
          Disk.Output output = disk.create(fresh)) {
        Chain chain = new Chain();
        records = copy(reader, output, chain);
        hash = chain.hash();
        output.force();
      }
      Map<Long, Long> offsets = readBack(fresh, hash);
      disk.replace(fresh, old);
      disk.forceNames(directory);
      return new Erased(records, offsets);
    } catch (Damage e) {
      throw new IOException(
          old.getFileName() + " is damaged and stays as it is: " + e.getMessage(), e);
    }
  }

  private Remains left(Frame frame) {
    if (fields.contains(frame.sequence())) {
      return Remains.LEAF;
    }
    return bodies.contains(frame.sequence()) ? Remains.FIELDS : Remains.WHOLE;
  }

  private long changes(Path old) throws IOException {
    long changes = 0;
    try (SegmentReader reader = SegmentReader.open(old)) {
      reader.header();
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        changes += frame.purged(left(frame)) == frame.bytes() ? 0 : 1;
      }
    } catch (Damage e) {
      throw new IOException(
          old.getFileName() + " is damaged and stays as it is: " + e.getMessage(), e);
    }
    return changes;
  }

  private long copy(SegmentReader reader, Disk.Output output, Chain chain)
      throws IOException, Damage {
    SegmentHeader header = reader.header();
    chain.beginAt(header);
    long records = 0;
    long written = 0;
    ByteBuffer buffer = ByteBuffer.allocate(ENOUGH).put(header.encode());
    for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
      chain.record(frame);
      byte[] kept = frame.purged(left(frame));
      records += kept == frame.bytes() ? 0 : 1;
      if (buffer.remaining() < kept.length) {
        written = flush(buffer, output, written);
        buffer = buffer.capacity() < kept.length ? ByteBuffer.allocate(kept.length) : buffer;
      }
      buffer.put(kept);
    }
    flush(buffer, output, written);
    return records;
  }

  private static long flush(ByteBuffer buffer, Disk.Output output, long at) throws IOException {
    buffer.flip();
    long end = at + buffer.remaining();
    output.write(buffer, at);
    buffer.clear();
    return end;
  }

  /** The only chance to see that the new file is right: what it replaces does not come back. */
  private static Map<Long, Long> readBack(Path fresh, byte[] hash) throws IOException, Damage {
    Map<Long, Long> offsets = new HashMap<>();
    try (SegmentReader reader = SegmentReader.open(fresh)) {
      Chain chain = new Chain();
      chain.beginAt(reader.header());
      long at = reader.offset();
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        chain.record(frame);
        if (frame.remains() != Remains.LEAF) {
          offsets.put(frame.sequence(), at);
        }
        at = reader.offset();
      }
      if (!Arrays.equals(chain.hash(), hash)) {
        throw new Damage("written anew it does not end with the same record");
      }
    }
    return offsets;
  }
}
