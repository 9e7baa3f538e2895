package io.sallyport.server.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * Encrypted objects: each has a data key of its own, wrapped by an archive key, and is written in
 * chunks, so that a killed process loses at most the chunk that it had not written. Any thread.
 */
public final class Vault {
  // immutable
  private final ObjectStore store;
  private final KeyRing ring;
  private final InstantSource clock;
  // any thread: thread-safe by itself
  private final SecureRandom random = new SecureRandom();

  public Vault(ObjectStore store, KeyRing ring, InstantSource clock) {
    this.store = store;
    this.ring = ring;
    this.clock = clock;
  }

  /** The store below: which objects there are, how much room there is, and their removal. */
  public ObjectStore store() {
    return store;
  }

  /**
   * Begins an object; its header is on disk when this returns.
   *
   * @param kind what the content is, such as {@code recording}
   */
  public ObjectWriter create(ObjectId id, String kind) throws IOException {
    byte[] dataKey = new byte[ObjectHeader.DATA_KEY];
    random.nextBytes(dataKey);
    long created = clock.millis();
    byte[] wrapped = ring.wrap(dataKey, ObjectHeader.context(id, created, kind));
    byte[] header = new ObjectHeader(created, kind, wrapped).encode();
    ObjectStore.Output output = store.create(id);
    try {
      output.write(ByteBuffer.wrap(header));
      output.force();
      return new ObjectWriter(id, aead(dataKey), output, Chunk.digest(header));
    } catch (IOException | RuntimeException e) {
      giveUp(id, output, e);
      throw e;
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /** Reads an object, finished or not; a {@link KeyFault} where its key is not in the ring. */
  public ObjectReader open(ObjectId id) throws IOException {
    ObjectStore.Input input = store.open(id);
    try {
      byte[] bytes = ObjectReader.read(input, 0, ObjectHeader.LENGTH);
      ObjectHeader header = ObjectHeader.decode(bytes);
      if (header == null) {
        throw new ObjectFault(id, 0, "it does not begin with the header of an object");
      }
      return new ObjectReader(id, key(id, header), input, Chunk.digest(bytes));
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /** Objects that a process left open, by a crash or because it still writes them. */
  public List<ObjectId> unfinished() throws IOException {
    return store.unfinished();
  }

  /**
   * Goes on with an object that was left open, behind its last whole chunk: what follows there, a
   * chunk that was being written, is cut off. Damage before whole chunks is an {@link ObjectFault},
   * and nothing is cut.
   */
  public ObjectWriter resume(ObjectId id) throws IOException {
    try (ObjectReader reader = open(id)) {
      while (reader.next() != null) {
        // to the end of what is whole
      }
      ObjectReader.End end = reader.end();
      if (end.complete()) {
        throw new ObjectFault(id, end.offset(), "it is complete, though it was never finished");
      }
      if (reader.wholeChunkBehind()) {
        throw new ObjectFault(id, end.offset(), "a chunk is damaged, and whole ones follow it");
      }
      return writerBehind(id, end, reader);
    }
  }

  /** Whether an open object was only being made when its process was killed. */
  public boolean isUnborn(ObjectId id) throws IOException {
    try (ObjectStore.Input input = store.open(id)) {
      return input.length() < ObjectHeader.LENGTH;
    }
  }

  /** Finishes an object as it is: complete but for its name, or damaged, for the record. */
  public void finishAsIs(ObjectId id) throws IOException {
    store.resume(id).finish();
  }

  private ObjectWriter writerBehind(ObjectId id, ObjectReader.End end, ObjectReader reader)
      throws IOException {
    ObjectStore.Output output = store.resume(id);
    try {
      output.truncate(end.offset());
      return new ObjectWriter(id, reader.aead(), output, end.digest(), end.chunks(), end.offset());
    } catch (IOException e) {
      output.close();
      throw e;
    }
  }

  private Aead key(ObjectId id, ObjectHeader header) throws KeyFault {
    byte[] context = ObjectHeader.context(id, header.createdMillis(), header.kind());
    byte[] dataKey = ring.unwrap(header.wrappedKey(), context);
    try {
      return aead(dataKey);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  private void giveUp(ObjectId id, ObjectStore.Output output, Exception cause) {
    try {
      output.close();
      store.delete(id);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static Aead aead(byte[] dataKey) {
    try {
      return new AesGcmJce(dataKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-256-GCM", e);
    }
  }
}
