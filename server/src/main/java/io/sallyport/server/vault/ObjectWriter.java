package io.sallyport.server.vault;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * An object that is being written, chunk by chunk. One thread appends; another may force at the
 * same time. A chunk that could not be written is taken back, so that the next may be tried.
 */
public final class ObjectWriter implements AutoCloseable {
  // immutable
  private final ObjectId id;
  private final Aead aead;
  private final ObjectStore.Output output;

  // owned by: the thread that appends
  private byte[] digest;
  private int chunks;
  private long length;
  private boolean torn;

  ObjectWriter(ObjectId id, Aead aead, ObjectStore.Output output, byte[] digest) {
    this(id, aead, output, digest, 0, ObjectHeader.LENGTH);
  }

  ObjectWriter(
      ObjectId id, Aead aead, ObjectStore.Output output, byte[] digest, int chunks, long length) {
    this.id = id;
    this.aead = aead;
    this.output = output;
    this.digest = digest;
    this.chunks = chunks;
    this.length = length;
  }

  public ObjectId id() {
    return id;
  }

  /** Writes a chunk: handed to the system when this returns, on disk after {@link #force}. */
  public void append(byte[] content, int offset, int count) throws IOException {
    write(content, offset, count, false);
  }

  /** Returns once all chunks that were appended before are on disk. */
  public void force() throws IOException {
    output.force();
  }

  /** Writes the last chunk, which may be empty; the object is whole and on disk afterwards. */
  public void finish(byte[] content, int offset, int count) throws IOException {
    end(content, offset, count);
    commit();
  }

  /** Writes the last chunk; {@link #commit} may then be called on another thread. */
  public void end(byte[] content, int offset, int count) throws IOException {
    write(content, offset, count, true);
  }

  /** Puts the ended object on disk and in its place. */
  public void commit() throws IOException {
    output.finish();
  }

  /** Chunks so far. */
  public int chunks() {
    return chunks;
  }

  /** Bytes so far. */
  public long length() {
    return length;
  }

  /** The digest of header and chunks so far: it vouches for each of them and their order. */
  public byte[] digest() {
    return digest.clone();
  }

  /** Leaves the object open, to be gone on with. */
  @Override
  public void close() throws IOException {
    output.close();
  }

  private void write(byte[] content, int offset, int count, boolean last) throws IOException {
    if (count > Chunk.MOST) {
      throw new IllegalArgumentException("too much for a chunk: " + count);
    }
    if (torn) {
      output.truncate(length);
      torn = false;
    }
    ByteBuffer chunk = Chunk.encode(chunks, last, seal(content, offset, count, last));
    int size = chunk.remaining();
    torn = true;
    output.write(chunk);
    torn = false;
    digest = Chunk.digest(digest, chunk.array(), size);
    chunks++;
    length += size;
  }

  private byte[] seal(byte[] content, int offset, int count, boolean last) {
    try {
      byte[] plain = Arrays.copyOfRange(content, offset, offset + count);
      return aead.encrypt(plain, Chunk.context(id, chunks, last));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM failed", e);
    }
  }
}
