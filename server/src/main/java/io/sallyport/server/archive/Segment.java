package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment that is being written. It runs ahead of its records with zeros: an fsync that does
 * not change a file's length costs about half. A commit is written behind what is durable, forced,
 * and only then counted; what fails is rolled back.
 */
final class Segment {
  private static final Logger LOG = LoggerFactory.getLogger(Segment.class);
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 18).asReadOnlyBuffer();

  // immutable
  private final SegmentHeader header;
  private final Path file;
  private final Disk disk;
  private final Disk.Output output;

  // owned by: archive
  private long durable;
  private long room;
  private boolean finished;

  private Segment(SegmentHeader header, Path file, Disk disk, Disk.Output output) {
    this.header = header;
    this.file = file;
    this.disk = disk;
    this.output = output;
    this.durable = SegmentHeader.LENGTH;
    this.room = durable;
  }

  /** Makes the file; header and name are on disk when this returns. */
  static Segment create(Path directory, SegmentHeader header, Disk disk) throws IOException {
    Path file = SegmentFiles.file(directory, header.firstSequence());
    Disk.Output output = disk.create(file);
    try {
      output.write(ByteBuffer.wrap(header.encode()), 0);
      output.force();
      disk.forceNames(directory);
      return new Segment(header, file, disk, output);
    } catch (IOException e) {
      abandon(output, file, disk, e);
      throw e;
    }
  }

  /** Removes what an attempt to make a segment left where even its removal failed. */
  static void clear(Path directory, long firstSequence, Disk disk) throws IOException {
    disk.delete(SegmentFiles.file(directory, firstSequence));
  }

  SegmentHeader header() {
    return header;
  }

  /** Where the next commit begins. */
  long durable() {
    return durable;
  }

  boolean isEmpty() {
    return durable == SegmentHeader.LENGTH;
  }

  /** Returns once the bytes are on disk; after an exception the segment must be given up. */
  void commit(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    output.write(bytes, durable);
    long end = durable + length;
    if (end > room) {
      output.write(ZEROS.duplicate(), end);
      room = end + ZEROS.capacity();
    }
    output.force();
    durable = end;
  }

  /** Gives back the room that was not used; nothing is written here any more. */
  void finish() throws IOException {
    if (room > durable) {
      output.truncate(durable);
      output.force();
    }
    finished = true;
    output.close();
  }

  /**
   * Gives the segment up after a failed commit: cuts off what was not durable. A page whose write
   * failed may look clean to the system, so that nothing more is written to this file.
   */
  void giveUp() throws IOException {
    if (finished) {
      return;
    }
    if (isEmpty()) {
      disk.delete(file);
    } else {
      output.truncate(durable);
      output.force();
    }
    try {
      output.close();
    } catch (IOException e) {
      LOG.warn("{} did not close: {}", file.getFileName(), e.toString());
    }
  }

  /** What the first record of this segment names as the one before it. */
  byte[] anchor(Hashes hashes) {
    return hashes.segment(header.encode());
  }

  /** Gives up a segment that was never used; what fails here is only noted. */
  void abandon(IOException cause) {
    abandon(output, file, disk, cause);
  }

  private static void abandon(Disk.Output output, Path file, Disk disk, IOException cause) {
    try {
      output.close();
      disk.delete(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
