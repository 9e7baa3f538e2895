package io.sallyport.server.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where large objects are kept: bytes under an id, written once from front to back, read anywhere.
 * An object is open until it is finished, and never changes after that; so a store that can only
 * put whole objects keeps the open ones beside it and puts them when they are finished.
 */
public interface ObjectStore {

  /** An object that is being written. One thread writes; another may force. */
  interface Output extends AutoCloseable {
    /** Writes all of the bytes behind those that are there. */
    void write(ByteBuffer bytes) throws IOException;

    /** Returns once what was written before is on disk. */
    void force() throws IOException;

    /** Cuts off what lies behind that length, and goes on from there. */
    void truncate(long length) throws IOException;

    /** Bytes so far. */
    long length() throws IOException;

    /** It is whole, and from now on it does not change; on disk when this returns. */
    void finish() throws IOException;

    /** Leaves the object open, as a crash would. Harmless when repeated or after the finish. */
    @Override
    void close() throws IOException;
  }

  /** An object that is being read. */
  interface Input extends AutoCloseable {
    /** Reads into the buffer from that offset; -1 behind the end. */
    int read(ByteBuffer into, long offset) throws IOException;

    long length() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Makes an object; refused where there is one of that id, open or finished. */
  Output create(ObjectId id) throws IOException;

  /** Goes on with an object that was left open. */
  Output resume(ObjectId id) throws IOException;

  /** Reads an object, finished or open; {@link java.nio.file.NoSuchFileException} for none. */
  Input open(ObjectId id) throws IOException;

  boolean exists(ObjectId id) throws IOException;

  /** Objects that were never finished, in no order. */
  List<ObjectId> unfinished() throws IOException;

  /** All finished objects, in no order. */
  List<ObjectId> list() throws IOException;

  /** What lies in the store and can be no object, by the names that people find it under. */
  default List<String> foreign() throws IOException {
    return List.of();
  }

  /** The name under which people find an object in the store: a path, a key. */
  default String name(ObjectId id) {
    return id.text();
  }

  /** Removes an object for good; harmless where there is none. */
  void delete(ObjectId id) throws IOException;

  /** Bytes that may still be written. */
  long free() throws IOException;
}
