package io.sallyport.server.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One record as it lies in a segment: a prefix with lengths and CRC32C, the leaf that is hashed
 * into the chain, the part with the readable fields, the part with the encrypted body. The leaf
 * holds salted digests of the two parts, so that a part can be purged while leaf and chain stay; a
 * frame that lost one says so by its first bytes. Layout in {@code docs/journal-format.md}.
 */
final class Frame {
  private static final int WHOLE = 0x534A5231; // "SJR1"
  private static final int PURGED = 0x534A5031; // "SJP1"
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
  private final Remains remains;

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
    boolean purged = in.getInt(0) == PURGED;
    boolean fieldsGone = purged && fieldsLength == 0;
    if (leafLength != LEAF_WITHOUT_TYPE + name.length || fieldsLength < SALT && !fieldsGone) {
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
    boolean bodyGone = purged && bodyLength == 0 && !Hashes.isNothing(bodyDigest);
    this.remains = remains(purged, fieldsGone, bodyGone, bodyLength);
  }

  private static Remains remains(
      boolean purged, boolean fieldsGone, boolean bodyGone, int bodyLength) throws Damage {
    if (!purged) {
      return Remains.WHOLE;
    }
    if (!fieldsGone && !bodyGone) {
      throw new Damage("the record says that it was purged, and nothing of it is missing");
    }
    if (fieldsGone && bodyLength > 0) {
      throw new Damage("the record's fields were purged, and its body is still there");
    }
    return fieldsGone ? Remains.LEAF : Remains.FIELDS;
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
    out.putInt(WHOLE).putInt(0).putInt(leaf).putInt(fields.length).putInt(body.length);
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
        begins(prefix.getInt(at))
            && leaf >= LEAF_WITHOUT_TYPE
            && leaf <= MAX_LEAF
            && fields >= 0
            && fields <= MAX_PART
            && body >= 0
            && body <= MAX_PART;
    return sane ? PREFIX + leaf + fields + body : -1;
  }

  /** Whether four bytes are the first of a frame. */
  static boolean begins(int magic) {
    return magic == WHOLE || magic == PURGED;
  }

  /** Reads a frame of known length; its checksum is looked at first. */
  static Frame decode(byte[] bytes) throws Damage {
    if (ByteBuffer.wrap(bytes).getInt(4) != checksum(bytes, 0, bytes.length)) {
      throw new Damage("the record does not match its checksum");
    }
    return new Frame(bytes);
  }

  /** Checks the parts that are there against the leaf's digests, and returns the leaf's hash. */
  byte[] verifiedHash(Hashes hashes) throws Damage {
    int fieldsAt = PREFIX + leafLength;
    if (remains != Remains.LEAF
        && !Arrays.equals(fieldsDigest, hashes.part(bytes, fieldsAt, fieldsLength))) {
      throw new Damage("the record's fields do not match their digest");
    }
    byte[] body =
        bodyLength == 0
            ? Hashes.nothing()
            : hashes.part(bytes, fieldsAt + fieldsLength, bodyLength);
    if (remains == Remains.WHOLE && !Arrays.equals(bodyDigest, body)) {
      throw new Damage("the record's body does not match its digest");
    }
    return hashes.leaf(bytes, PREFIX, leafLength);
  }

  /** The leaf's hash, whatever became of the parts. */
  byte[] leafHash(Hashes hashes) {
    return hashes.leaf(bytes, PREFIX, leafLength);
  }

  /** What is hashed: all that must stay of a record for ever. */
  byte[] leaf() {
    return Arrays.copyOfRange(bytes, PREFIX, PREFIX + leafLength);
  }

  /** What a leaf says of its record; a sentence too where it is none. */
  static String describe(byte[] leaf) {
    int name = leaf.length < 2 ? 0 : leaf[1] & 0xFF;
    if (leaf.length != LEAF_WITHOUT_TYPE + name || leaf[0] != VERSION) {
      return "a leaf of an unknown form";
    }
    ByteBuffer in = ByteBuffer.wrap(leaf, 2 + name, 16);
    return "number %d, %s, %s"
        .formatted(
            in.getLong(),
            new String(leaf, 2, name, StandardCharsets.US_ASCII),
            Instant.ofEpochMilli(in.getLong()));
  }

  /** What retention left of the record. */
  Remains remains() {
    return remains;
  }

  /** The whole frame as it lies in the segment. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * The frame without its body, and without its fields too where only the leaf is to remain; the
   * same frame where nothing more is to be destroyed.
   */
  byte[] purged(Remains left) {
    int fields = left == Remains.LEAF ? 0 : fieldsLength;
    if (left == Remains.WHOLE || fields == fieldsLength && bodyLength == 0) {
      return bytes;
    }
    ByteBuffer out = ByteBuffer.allocate(PREFIX + leafLength + fields);
    out.putInt(PURGED).putInt(0).putInt(leafLength).putInt(fields).putInt(0);
    out.put(bytes, PREFIX, leafLength + fields);
    return out.putInt(4, checksum(out.array(), 0, out.capacity())).array();
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

  /** The readable fields as JSON, without their salt; nothing where they were purged. */
  String fields() {
    return remains == Remains.LEAF
        ? ""
        : new String(
            bytes, PREFIX + leafLength + SALT, fieldsLength - SALT, StandardCharsets.UTF_8);
  }

  boolean hasBody() {
    return bodyLength > 0;
  }

  /** Bytes of the body before encryption. */
  int bodySize() {
    return Math.max(0, bodyLength - BodyCipher.sealedLength(0));
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
