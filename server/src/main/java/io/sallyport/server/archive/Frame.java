package io.sallyport.server.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One record as it lies in a segment: a prefix with lengths and CRC32C, the leaf that is hashed
 * into the chain, the part with the readable fields, the part with the encrypted body. The leaf
 * holds salted digests of the two parts, so that a part can be purged while leaf and chain stay.
 * Layout in {@code docs/journal-format.md}.
 */
final class Frame {
  static final int MAGIC = 0x534A5231; // "SJR1"
  static final int PREFIX = 20;
  static final int SALT = 16;
  static final int MAX_PART = 16 << 20;
  private static final byte VERSION = 1;
  private static final int LEAF_WITHOUT_TYPE = 2 + 8 + 8 + 4 + 3 * Hashes.LENGTH;
  private static final int MAX_LEAF = LEAF_WITHOUT_TYPE + 255;

  // immutable
  private final byte[] bytes;
  private final int leafLength;
  private final int fieldsLength;
  private final int bodyLength;
  private final String type;
  private final long sequence;
  private final long millis;
  private final int place;
  private final byte[] previous;
  private final byte[] fieldsDigest;
  private final byte[] bodyDigest;

  private Frame(byte[] bytes) throws Damage {
    this.bytes = bytes;
    ByteBuffer in = ByteBuffer.wrap(bytes);
    this.leafLength = in.getInt(8);
    this.fieldsLength = in.getInt(12);
    this.bodyLength = in.getInt(16);
    in.position(PREFIX);
    byte version = in.get();
    if (version != VERSION) {
      throw new Damage("the record has the unknown format version " + version);
    }
    byte[] name = new byte[in.get() & 0xFF];
    if (leafLength != LEAF_WITHOUT_TYPE + name.length || fieldsLength < SALT) {
      throw new Damage("the record's lengths contradict each other");
    }
    in.get(name);
    this.type = new String(name, StandardCharsets.US_ASCII);
    this.sequence = in.getLong();
    this.millis = in.getLong();
    this.place = in.getInt();
    this.previous = new byte[Hashes.LENGTH];
    this.fieldsDigest = new byte[Hashes.LENGTH];
    this.bodyDigest = new byte[Hashes.LENGTH];
    in.get(previous).get(fieldsDigest).get(bodyDigest);
  }

  /** What a record is before it is framed. */
  record Content(String type, byte[] fieldsPart, byte[] bodyPart) {
    int frameLength() {
      return PREFIX + LEAF_WITHOUT_TYPE + type.length() + fieldsPart.length + bodyPart.length;
    }
  }

  /**
   * Appends the record's frame and returns its hash.
   *
   * @param place the record's place in its commit: 0 is the first of those that share an fsync
   */
  static byte[] encode(
      ByteBuffer out,
      Content content,
      long sequence,
      long millis,
      int place,
      byte[] previous,
      Hashes hashes) {
    int start = out.position();
    byte[] type = content.type().getBytes(StandardCharsets.US_ASCII);
    byte[] fields = content.fieldsPart();
    byte[] body = content.bodyPart();
    int leaf = LEAF_WITHOUT_TYPE + type.length;
    out.putInt(MAGIC).putInt(0).putInt(leaf).putInt(fields.length).putInt(body.length);
    out.put(VERSION).put((byte) type.length).put(type);
    out.putLong(sequence).putLong(millis).putInt(place).put(previous);
    out.put(hashes.part(fields, 0, fields.length));
    out.put(body.length == 0 ? Hashes.nothing() : hashes.part(body, 0, body.length));
    byte[] hash = hashes.leaf(out.array(), out.arrayOffset() + start + PREFIX, leaf);
    out.put(fields).put(body);
    out.putInt(start + 4, checksum(out.array(), out.arrayOffset() + start, out.position() - start));
    return hash;
  }

  /** The whole frame's length from its prefix, or -1 where these bytes cannot begin a frame. */
  static long length(ByteBuffer prefix, int at) {
    long leaf = prefix.getInt(at + 8);
    long fields = prefix.getInt(at + 12);
    long body = prefix.getInt(at + 16);
    boolean sane =
        prefix.getInt(at) == MAGIC
            && leaf >= LEAF_WITHOUT_TYPE
            && leaf <= MAX_LEAF
            && fields >= 0
            && fields <= MAX_PART
            && body >= 0
            && body <= MAX_PART;
    return sane ? PREFIX + leaf + fields + body : -1;
  }

  /** Reads a frame of known length; its checksum is looked at first. */
  static Frame decode(byte[] bytes) throws Damage {
    if (ByteBuffer.wrap(bytes).getInt(4) != checksum(bytes, 0, bytes.length)) {
      throw new Damage("the record does not match its checksum");
    }
    return new Frame(bytes);
  }

  /** Checks both parts against the digests in the leaf, and returns the leaf's hash. */
  byte[] verifiedHash(Hashes hashes) throws Damage {
    int fieldsAt = PREFIX + leafLength;
    if (!Arrays.equals(fieldsDigest, hashes.part(bytes, fieldsAt, fieldsLength))) {
      throw new Damage("the record's fields do not match their digest");
    }
    byte[] body =
        bodyLength == 0
            ? Hashes.nothing()
            : hashes.part(bytes, fieldsAt + fieldsLength, bodyLength);
    if (!Arrays.equals(bodyDigest, body)) {
      throw new Damage("the record's body does not match its digest");
    }
    return hashes.leaf(bytes, PREFIX, leafLength);
  }

  String type() {
    return type;
  }

  long sequence() {
    return sequence;
  }

  Instant time() {
    return Instant.ofEpochMilli(millis);
  }

  /** Sequence of the first record that shared this one's fsync. */
  long commitStart() {
    return sequence - place;
  }

  /** Bytes of the whole frame. */
  int length() {
    return bytes.length;
  }

  byte[] previous() {
    return previous;
  }

  /** The readable fields as JSON, without their salt. */
  String fields() {
    return new String(
        bytes, PREFIX + leafLength + SALT, fieldsLength - SALT, StandardCharsets.UTF_8);
  }

  boolean hasBody() {
    return bodyLength > 0;
  }

  /** Bytes of the body before encryption. */
  int bodySize() {
    return Math.max(0, bodyLength - BodyCipher.sealedLength(0));
  }

  /** What is hashed into the chain and the tree. */
  byte[] leaf() {
    return Arrays.copyOfRange(bytes, PREFIX, PREFIX + leafLength);
  }

  byte[] fieldsPart() {
    return Arrays.copyOfRange(bytes, PREFIX + leafLength, PREFIX + leafLength + fieldsLength);
  }

  byte[] bodyPart() {
    return Arrays.copyOfRange(bytes, bytes.length - bodyLength, bytes.length);
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset + 8, length - 8);
    return (int) crc.getValue();
  }
}
