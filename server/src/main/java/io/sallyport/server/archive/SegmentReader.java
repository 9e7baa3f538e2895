package io.sallyport.server.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads the records of one segment from front to back, in large blocks. */
final class SegmentReader implements AutoCloseable {
  private static final int BLOCK = 1 << 18;
  private static final int SMALL_BLOCK = 1 << 12;

  // immutable
  private final Path file;
  private final FileChannel channel;

  // owned by: the thread that reads
  private ByteBuffer block;
  private long blockAt;
  private long offset;

  private SegmentReader(Path file, FileChannel channel, int block) {
    this.file = file;
    this.channel = channel;
    this.block = ByteBuffer.allocate(block).limit(0);
  }

  /** For reading all of it. */
  static SegmentReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    int block = (int) Math.max(SMALL_BLOCK, Math.min(BLOCK, channel.size()));
    return new SegmentReader(file, channel, block);
  }

  /** For reading a record here and there. */
  static SegmentReader openSparsely(Path file) throws IOException {
    return new SegmentReader(file, FileChannel.open(file, StandardOpenOption.READ), SMALL_BLOCK);
  }

  /** Reads the header and goes on to the first record. */
  SegmentHeader header() throws IOException, Damage {
    offset = 0;
    int available = load(SegmentHeader.LENGTH);
    byte[] bytes = new byte[Math.min(available, SegmentHeader.LENGTH)];
    block.get(at(), bytes);
    SegmentHeader header = SegmentHeader.decode(bytes);
    offset = SegmentHeader.LENGTH;
    return header;
  }

  /** Where the next record begins. */
  long offset() {
    return offset;
  }

  /** Goes to a place that is known to begin a record. */
  void seek(long newOffset) {
    offset = newOffset;
  }

  long length() throws IOException {
    return channel.size();
  }

  /**
   * The next record, or null at the end, which is the file's or where nothing but zeros follow:
   * room that was not used yet. Damage leaves {@link #offset} at its begin.
   */
  Frame next() throws IOException, Damage {
    int available = load(Frame.PREFIX);
    if (available == 0) {
      return null;
    }
    if (block.get(at()) == 0 && onlyZerosFollow()) {
      return null;
    }
    if (available < Frame.PREFIX) {
      throw new Damage("the record is cut short: only " + available + " bytes are there");
    }
    long length = Frame.length(block, at());
    if (length < 0) {
      throw new Damage("the bytes do not begin a record");
    }
    available = load((int) length);
    if (available < length) {
      throw new Damage(
          "the record is cut short: " + available + " of " + length + " bytes are there");
    }
    byte[] bytes = new byte[(int) length];
    block.get(at(), bytes);
    Frame frame = Frame.decode(bytes);
    offset += length;
    return frame;
  }

  /** Whether the file ends here, and not only its records. */
  boolean atEnd() throws IOException {
    return offset >= channel.size();
  }

  /** Looks byte by byte for whole records at or after the offset; null where there is none. */
  Frame resync(long from) throws IOException {
    long end = channel.size();
    for (offset = from; offset + Frame.PREFIX <= end; offset++) {
      load(Frame.PREFIX);
      if (Frame.begins(block.getInt(at()))) {
        long at = offset;
        try {
          return next();
        } catch (Damage notHere) {
          offset = at;
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private boolean onlyZerosFollow() throws IOException {
    long begin = offset;
    try {
      for (int available = load(1); available > 0; available = load(1)) {
        for (int i = at(); i < block.limit(); i++) {
          if (block.get(i) != 0) {
            return false;
          }
        }
        offset += available;
      }
      return true;
    } finally {
      offset = begin;
    }
  }

  private int at() {
    return (int) (offset - blockAt);
  }

  /** Has the bytes from the offset in the block, as far as the file has them; says how many. */
  private int load(int wanted) throws IOException {
    boolean inside = offset >= blockAt && offset + wanted <= blockAt + block.limit();
    if (!inside) {
      if (block.capacity() < wanted) {
        block = ByteBuffer.allocate(wanted);
      }
      block.clear();
      blockAt = offset;
      while (block.hasRemaining() && channel.read(block, blockAt + block.position()) >= 0) {
        // reads until the block is full or the file ends
      }
      block.flip();
    }
    return block.limit() - at();
  }
}
