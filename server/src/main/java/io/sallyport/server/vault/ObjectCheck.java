package io.sallyport.server.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Holds an object's bytes against what is on record of it, without any key: the frames of its
 * chunks and their chained digest are all that it looks at. For a verifier that shall not be able
 * to listen.
 */
public final class ObjectCheck {
  // immutable
  private final ObjectStore.Input input;
  private final long end;

  // owned by: the thread that checks
  private byte[] digest;
  private int chunks;
  private long offset;
  private boolean last;

  /**
   * What is on record of an object.
   *
   * @param digest chained over header and chunks, in hexadecimal digits
   */
  public record Claim(String digest, long chunks, long bytes) {}

  /**
   * The first thing that is wrong with an object.
   *
   * @param offset where the chunk begins that it was found in
   */
  public record Fault(long offset, String what) {}

  private ObjectCheck(ObjectStore.Input input) throws IOException {
    this.input = input;
    // an object that is still written only ever grows behind this
    this.end = input.length();
  }

  /** Of an object that is finished: all of it is what was written, and nothing else. */
  public static Optional<Fault> whole(ObjectStore.Input input, Claim claim) throws IOException {
    ObjectCheck check = new ObjectCheck(input);
    Fault fault = check.header();
    while (fault == null && !check.last) {
      fault = check.next();
    }
    if (fault == null && check.offset < check.end) {
      fault = check.fault((check.end - check.offset) + " bytes follow its last chunk");
    }
    return Optional.ofNullable(fault == null ? check.compare(claim) : fault);
  }

  /** Of an object that was found damaged before, and put on record so: what was whole then. */
  public static Optional<Fault> begin(ObjectStore.Input input, Claim claim) throws IOException {
    ObjectCheck check = new ObjectCheck(input);
    Fault fault = check.header();
    while (fault == null && check.chunks < claim.chunks()) {
      fault = check.next();
    }
    return Optional.ofNullable(fault == null ? check.compare(claim) : fault);
  }

  /**
   * Of an object that is being written, or was when its process was killed: it may end within a
   * chunk, but no whole one follows one that does not hold.
   */
  public static Optional<Fault> open(ObjectStore.Input input) throws IOException {
    ObjectCheck check = new ObjectCheck(input);
    Fault fault = check.header();
    while (fault == null && !check.last && check.offset < check.end) {
      fault = check.next();
    }
    if (fault != null
        && check.offset > 0
        && !ObjectReader.wholeChunk(input, check.offset + 1, check.end)) {
      return Optional.empty();
    }
    return Optional.ofNullable(fault);
  }

  private Fault header() throws IOException {
    byte[] header = read(0, ObjectHeader.LENGTH);
    if (ObjectHeader.decode(header) == null) {
      return new Fault(0, "it does not begin with the header of an object");
    }
    digest = Chunk.digest(header);
    offset = header.length;
    return null;
  }

  private Fault next() throws IOException {
    byte[] head = read(offset, Chunk.HEAD);
    if (head.length == 0) {
      return fault("it ends, and its last chunk is missing");
    }
    if (head.length < Chunk.HEAD) {
      return fault("the chunk is cut short");
    }
    int sealed = Chunk.length(ByteBuffer.wrap(head));
    if (sealed < 0) {
      return fault("the bytes do not begin a chunk");
    }
    byte[] chunk = read(offset, Chunk.HEAD + sealed);
    if (chunk.length < Chunk.HEAD + sealed) {
      return fault("the chunk is cut short");
    }
    if (!Chunk.holds(chunk)) {
      return fault("the chunk does not match its checksum");
    }
    if (Chunk.index(chunk) != chunks) {
      return fault("chunk %d should be here, but it is %d".formatted(chunks, Chunk.index(chunk)));
    }
    last = Chunk.last(chunk);
    digest = Chunk.digest(digest, chunk, chunk.length);
    chunks++;
    offset += chunk.length;
    return null;
  }

  private Fault compare(Claim claim) {
    if (!HexFormat.of().formatHex(digest).equals(claim.digest())) {
      return new Fault(0, "its digest is not the one on record");
    }
    if (chunks != claim.chunks() || offset != claim.bytes()) {
      return new Fault(
          0,
          "it has %d chunks and %d bytes, on record are %d and %d"
              .formatted(chunks, offset, claim.chunks(), claim.bytes()));
    }
    return null;
  }

  private Fault fault(String what) {
    return new Fault(offset, what);
  }

  private byte[] read(long at, int count) throws IOException {
    return ObjectReader.read(input, at, count, end);
  }
}
