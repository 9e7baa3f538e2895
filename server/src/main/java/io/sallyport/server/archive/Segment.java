package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment that is being written. A commit is written behind what is durable, forced, and only
 * then counted; what fails is rolled back.
 */
final class Segment {
  private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

  // immutable
  private final SegmentHeader header;
  private final Path file;
  private final Disk disk;
  private final Disk.Output output;

  // owned by: archive
  private long durable;

  private Segment(SegmentHeader header, Path file, Disk disk, Disk.Output output) {
    this.header = header;
    this.file = file;
    this.disk = disk;
    this.output = output;
    this.durable = SegmentHeader.LENGTH;
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
      closeQuietly(output, e);
      try {
        disk.delete(file);
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
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
    output.force();
    durable += length;
  }

  /**
   * Gives the segment up after a failed commit: cuts off what was not durable. A page whose write
   * failed may look clean to the system, so that nothing more is written to this file.
   */
  void giveUp() throws IOException {
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

  void close() throws IOException {
    output.close();
  }

  /** What the first record of this segment names as the one before it. */
  byte[] anchor(Hashes hashes) {
    return hashes.segment(header.encode());
  }

  private static void closeQuietly(Disk.Output output, IOException cause) {
    try {
      output.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
