package io.sallyport.server.vault;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Reads an object chunk by chunk, and says how much of it is whole. Not thread-safe. */
public final class ObjectReader implements AutoCloseable {
  /**
   * How far the object is whole.
   *
   * @param complete its last chunk was reached, and nothing follows it
   * @param chunks whole chunks
   * @param offset where they end
   * @param behind bytes that follow there and are no whole chunk
   * @param digest of header and whole chunks, as the writer computed it
   */
  public record End(boolean complete, int chunks, long offset, long behind, byte[] digest) {}

  // immutable
  private final ObjectId id;
  private final Aead aead;
  private final ObjectStore.Input input;

  // owned by: the thread that reads
  private byte[] digest;
  private int chunks;
  private long offset = ObjectHeader.LENGTH;
  private boolean last;

  ObjectReader(ObjectId id, Aead aead, ObjectStore.Input input, byte[] digest) {
    this.id = id;
    this.aead = aead;
    this.input = input;
    this.digest = digest;
  }

  /** The content of the next whole chunk; null where there is none: see {@link #end}. */
  public byte[] next() throws IOException {
    byte[] chunk = last ? null : whole(input, offset, Long.MAX_VALUE);
    if (chunk == null || Chunk.index(chunk) != chunks) {
      return null;
    }
    byte[] content;
    try {
      content =
          aead.decrypt(
              Arrays.copyOfRange(chunk, Chunk.HEAD, chunk.length),
              Chunk.context(id, chunks, Chunk.last(chunk)));
    } catch (GeneralSecurityException e) {
      return null;
    }
    last = Chunk.last(chunk);
    digest = Chunk.digest(digest, chunk, chunk.length);
    chunks++;
    offset += chunk.length;
    return content;
  }

  /** How far the object is whole, as far as it was read. */
  public End end() throws IOException {
    long behind = input.length() - offset;
    return new End(last && behind == 0, chunks, offset, behind, digest.clone());
  }

  /**
   * Whether a whole chunk lies somewhere behind what was read: then the place between is damaged,
   * and not the remains of a kill.
   */
  public boolean wholeChunkBehind() throws IOException {
    return wholeChunk(input, offset, input.length());
  }

  /** Whether a whole chunk begins between two places. */
  static boolean wholeChunk(ObjectStore.Input input, long begin, long end) throws IOException {
    int step = 1 << 16;
    for (long from = begin; from + Chunk.HEAD <= end; from += step - 3) {
      byte[] window = read(input, from, step, end);
      for (int i = 0; i + 4 <= window.length; i++) {
        if (ByteBuffer.wrap(window).getInt(i) == Chunk.MAGIC
            && whole(input, from + i, end) != null) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  Aead aead() {
    return aead;
  }

  /** The bytes at the offset, fewer where the object ends before. */
  static byte[] read(ObjectStore.Input input, long offset, int count) throws IOException {
    return read(input, offset, count, Long.MAX_VALUE);
  }

  /** The same for who looks no further than an end. */
  static byte[] read(ObjectStore.Input input, long offset, int count, long end) throws IOException {
    byte[] bytes = new byte[(int) Math.max(0, Math.min(count, end - offset))];
    ByteBuffer into = ByteBuffer.wrap(bytes);
    while (into.hasRemaining() && input.read(into, offset + into.position()) >= 0) {
      // until it is full or the object ends
    }
    return into.hasRemaining() ? Arrays.copyOf(bytes, into.position()) : bytes;
  }

  private static byte[] whole(ObjectStore.Input input, long at, long end) throws IOException {
    byte[] head = read(input, at, Chunk.HEAD, end);
    int sealed = head.length < Chunk.HEAD ? -1 : Chunk.length(ByteBuffer.wrap(head));
    if (sealed < 0) {
      return null;
    }
    byte[] chunk = read(input, at, Chunk.HEAD + sealed, end);
    return chunk.length == Chunk.HEAD + sealed && Chunk.holds(chunk) ? chunk : null;
  }
}
