package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.Body;
import io.sallyport.server.base.Loop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The records of one commit: encoded into one buffer, written with one write, forced once. */
final class Batch {
  static final int MAX_BODY = 8 << 20;
  private static final int ENOUGH = 1 << 20;

  /** A record on its way into the journal, and who is told. */
  record Waiting(ArchiveRecord entry, Loop loop, Consumer<Journal.Receipt> done) {}

  // immutable
  private final RecordJson json = new RecordJson();
  private final Hashes hashes = new Hashes();
  private final InstantSource clock;
  private final Randomness random;

  // owned by: archive
  private final List<Committed> records = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final ByteArrayOutputStream leaves = new ByteArrayOutputStream();
  private ByteBuffer buffer = ByteBuffer.allocate(ENOUGH / 4);
  private Segment segment;
  private BodyCipher cipher;
  private long last;
  private byte[] hash;
  private byte[] previous;

  Batch(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = new Randomness(random);
  }

  /** Lets the batch begin behind the segment's last record. */
  void begin(Segment into, BodyCipher bodies, long lastSequence, byte[] lastHash) {
    segment = into;
    cipher = bodies;
    last = lastSequence;
    hash = lastHash;
    previous = into.isEmpty() ? into.anchor(hashes) : lastHash;
  }

  void clear() {
    records.clear();
    waiting.clear();
    leaves.reset();
    buffer.clear();
  }

  /** Whether another record should wait for the next commit. */
  boolean isFull() {
    return buffer.position() >= ENOUGH;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Encodes one more record; throws where this one cannot be a record, the others are unhurt. */
  void add(Waiting next) throws IOException {
    long sequence = last + 1;
    Frame.Content content = content(next.entry(), sequence);
    int start = buffer.position();
    reserve(content.frameLength());
    hash =
        Frame.encode(buffer, content, sequence, clock.millis(), records.size(), previous, hashes);
    leaves.writeBytes(hash);
    previous = hash;
    last = sequence;
    Position position = new Position(segment.header().firstSequence(), segment.durable() + start);
    int body = RecordJson.body(next.entry()).map(b -> b.bytes().length).orElse(0);
    records.add(new Committed(sequence, position, next.entry(), body));
    waiting.add(next);
  }

  ByteBuffer bytes() {
    return buffer.duplicate().flip();
  }

  List<Committed> records() {
    return records;
  }

  /** The records' hashes, one behind the other. */
  byte[] leaves() {
    return leaves.toByteArray();
  }

  List<Waiting> waiting() {
    return waiting;
  }

  long last() {
    return last;
  }

  byte[] hash() {
    return hash;
  }

  private Frame.Content content(ArchiveRecord entry, long sequence) throws IOException {
    byte[] fields = json.fields(entry);
    if (fields.length + Frame.SALT > Frame.MAX_PART) {
      throw new IOException("the record's fields are too large");
    }
    byte[] fieldsPart = new byte[Frame.SALT + fields.length];
    random.fill(fieldsPart, Frame.SALT);
    System.arraycopy(fields, 0, fieldsPart, Frame.SALT, fields.length);
    return new Frame.Content(entry.type(), fieldsPart, body(entry, sequence));
  }

  private byte[] body(ArchiveRecord entry, long sequence) throws IOException {
    Optional<Body> body = RecordJson.body(entry);
    if (body.isEmpty()) {
      return Committed.NO_BODY;
    }
    byte[] bytes = body.get().bytes();
    if (bytes.length > MAX_BODY) {
      throw new IOException("the body is larger than the journal takes");
    }
    byte[] nonce = new byte[MasterCipher.NONCE];
    random.fill(nonce, nonce.length);
    return cipher.seal(bytes, nonce, sequence, entry.type());
  }

  private void reserve(int more) {
    if (buffer.remaining() < more) {
      int size = Math.max(buffer.capacity() * 2, buffer.position() + more);
      buffer = ByteBuffer.allocate(size).put(buffer.flip());
    }
  }

  /** Random bytes drawn in blocks: a system call a record would cost more than the record. */
  private static final class Randomness {
    private final SecureRandom source;
    private final byte[] block = new byte[4_096];
    private int used = block.length;

    Randomness(SecureRandom source) {
      this.source = source;
    }

    void fill(byte[] into, int length) {
      if (used + length > block.length) {
        source.nextBytes(block);
        used = 0;
      }
      System.arraycopy(block, used, into, 0, length);
      used += length;
    }
  }
}
