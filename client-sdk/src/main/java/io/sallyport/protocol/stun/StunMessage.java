package io.sallyport.protocol.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A STUN message as it lies in a receive buffer (RFC 8489 section 5): offsets of the attributes
 * that ICE needs, nothing copied, so that junk costs one small object. Valid as long as the bytes
 * under it are.
 */
public final class StunMessage implements StunRead {
  public static final int BINDING_REQUEST = 0x0001;
  public static final int BINDING_INDICATION = 0x0011;
  public static final int BINDING_SUCCESS = 0x0101;
  public static final int BINDING_ERROR = 0x0111;

  public static final int HEADER_LENGTH = 20;
  static final int MAGIC_COOKIE = 0x2112a442;
  static final int TRANSACTION_ID_LENGTH = 12;

  /** ICE's checks have about eight. */
  private static final int MAX_ATTRIBUTES = 32;

  private static final int MAX_UNKNOWN = 8;

  // immutable
  private final byte[] bytes;
  private final int offset;
  private final int length;

  // written while reading, then immutable; offsets of attribute headers, 0 where there is none
  private int username;
  private int integrity;
  private int fingerprint;
  private int mappedAddress;
  private int priority;
  private int useCandidate;
  private int controlling;
  private int controlled;
  private int errorCode;
  private int[] unknown = {};

  private StunMessage(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  /**
   * Reads one datagram: every attribute within bounds, the fingerprint right where there is one. By
   * RFC 8489 section 14 the first of equal attributes counts, and what follows MESSAGE-INTEGRITY
   * does not, as it is not protected.
   */
  public static StunRead read(byte[] bytes, int offset, int length) {
    if (length < HEADER_LENGTH) {
      return StunFault.TOO_SHORT;
    }
    if ((bytes[offset] & 0xc0) != 0 || int32(bytes, offset + 4) != MAGIC_COOKIE) {
      return StunFault.NOT_STUN;
    }
    int body = int16(bytes, offset + 2);
    if ((body & 3) != 0 || body != length - HEADER_LENGTH) {
      return StunFault.WRONG_LENGTH;
    }
    StunMessage message = new StunMessage(bytes, offset, length);
    StunFault fault = message.readAttributes();
    return fault == null ? message : fault;
  }

  private StunFault readAttributes() {
    int at = offset + HEADER_LENGTH;
    int end = offset + length;
    for (int count = 0; at < end; count++) {
      if (count == MAX_ATTRIBUTES) {
        return StunFault.TOO_MANY_ATTRIBUTES;
      }
      // the length is a multiple of four, so that a header is always whole
      int size = int16(bytes, at + 2);
      int next = at + StunAttribute.HEADER + StunAttribute.padded(size);
      if (next > end) {
        return StunFault.ATTRIBUTE_OUT_OF_BOUNDS;
      }
      int type = int16(bytes, at);
      if (!sizeFits(type, size)) {
        return StunFault.ATTRIBUTE_SIZE;
      }
      if (type == StunAttribute.FINGERPRINT) {
        if (next != end || int32(bytes, at + StunAttribute.HEADER) != crc(bytes, offset, at)) {
          return StunFault.WRONG_FINGERPRINT;
        }
        fingerprint = at;
      } else if (integrity == 0) {
        note(type, at);
      }
      at = next;
    }
    return null;
  }

  private static boolean sizeFits(int type, int size) {
    return switch (type) {
      case StunAttribute.MESSAGE_INTEGRITY -> size == StunAttribute.INTEGRITY_SIZE;
      case StunAttribute.FINGERPRINT, StunAttribute.PRIORITY -> size == 4;
      case StunAttribute.ICE_CONTROLLED, StunAttribute.ICE_CONTROLLING -> size == 8;
      case StunAttribute.USE_CANDIDATE -> size == 0;
      case StunAttribute.XOR_MAPPED_ADDRESS -> size == 8 || size == 20;
      case StunAttribute.ERROR_CODE -> size >= 4;
      case StunAttribute.USERNAME -> size <= 512;
      default -> true;
    };
  }

  private void note(int type, int at) {
    switch (type) {
      case StunAttribute.USERNAME -> username = first(username, at);
      case StunAttribute.MESSAGE_INTEGRITY -> integrity = at;
      case StunAttribute.XOR_MAPPED_ADDRESS -> mappedAddress = first(mappedAddress, at);
      case StunAttribute.PRIORITY -> priority = first(priority, at);
      case StunAttribute.USE_CANDIDATE -> useCandidate = first(useCandidate, at);
      case StunAttribute.ICE_CONTROLLING -> controlling = first(controlling, at);
      case StunAttribute.ICE_CONTROLLED -> controlled = first(controlled, at);
      case StunAttribute.ERROR_CODE -> errorCode = first(errorCode, at);
      case StunAttribute.UNKNOWN_ATTRIBUTES, StunAttribute.MESSAGE_INTEGRITY_SHA256 -> {}
      default -> {
        if (StunAttribute.comprehensionRequired(type) && unknown.length < MAX_UNKNOWN) {
          unknown = Arrays.copyOf(unknown, unknown.length + 1);
          unknown[unknown.length - 1] = type;
        }
      }
    }
  }

  private static int first(int known, int at) {
    return known == 0 ? at : known;
  }

  /** Method and class as they stand in the header, such as {@link #BINDING_REQUEST}. */
  public int type() {
    return int16(bytes, offset);
  }

  public int length() {
    return length;
  }

  /** The transaction identifier, copied. */
  public byte[] transactionId() {
    int from = offset + 8;
    return Arrays.copyOfRange(bytes, from, from + TRANSACTION_ID_LENGTH);
  }

  void copyTransactionId(byte[] target, int at) {
    System.arraycopy(bytes, offset + 8, target, at, TRANSACTION_ID_LENGTH);
  }

  public boolean hasUsername() {
    return username != 0;
  }

  /** USERNAME; empty where there is none. */
  public String username() {
    return username == 0
        ? ""
        : new String(bytes, value(username), size(username), StandardCharsets.UTF_8);
  }

  /**
   * The part of USERNAME before the colon, which is the fragment of the agent that gets the request
   * (RFC 8445 section 7.2.2); empty where it is none or longer than {@code limit}.
   */
  public String receiverFragment(int limit) {
    int from = value(username);
    int size = username == 0 ? 0 : size(username);
    for (int i = 0; i < size && i <= limit; i++) {
      if (bytes[from + i] == ':') {
        return new String(bytes, from, i, StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  public boolean hasIntegrity() {
    return integrity != 0;
  }

  /** Whether a fingerprint is there; a wrong one is a fault. */
  public boolean hasFingerprint() {
    return fingerprint != 0;
  }

  public boolean hasPriority() {
    return priority != 0;
  }

  /** PRIORITY as an unsigned number; 0 where there is none. */
  public long priority() {
    return priority == 0 ? 0 : int32(bytes, value(priority)) & 0xffff_ffffL;
  }

  public boolean useCandidate() {
    return useCandidate != 0;
  }

  /** Whether the sender holds itself for the controlling agent. */
  public boolean controlling() {
    return controlling != 0;
  }

  /** Whether the sender holds itself for the controlled agent. */
  public boolean controlled() {
    return controlled != 0;
  }

  /** The value of ICE-CONTROLLING or ICE-CONTROLLED, unsigned; 0 where neither is there. */
  public long tieBreaker() {
    int at = controlling == 0 ? controlled : controlling;
    return at == 0 ? 0 : (long) int32(bytes, at + 4) << 32 | int32(bytes, at + 8) & 0xffff_ffffL;
  }

  /** ERROR-CODE, 300 to 699; 0 where there is none. */
  public int errorCode() {
    return errorCode == 0
        ? 0
        : (bytes[errorCode + 6] & 7) * 100 + Math.min(bytes[errorCode + 7] & 0xff, 99);
  }

  /** Types that we would have to know to take the request, up to eight. */
  public int[] unknownAttributes() {
    return unknown.clone();
  }

  public boolean hasUnknownAttributes() {
    return unknown.length > 0;
  }

  /** XOR-MAPPED-ADDRESS; null where there is none, or of an unknown family. */
  public InetSocketAddress mappedAddress() {
    if (mappedAddress == 0) {
      return null;
    }
    int size = size(mappedAddress);
    int family = bytes[mappedAddress + 5];
    if (size == 8 ? family != 1 : family != 2) {
      return null;
    }
    int port = int16(bytes, mappedAddress + 6) ^ MAGIC_COOKIE >>> 16;
    byte[] address = Arrays.copyOfRange(bytes, mappedAddress + 8, mappedAddress + 4 + size);
    for (int i = 0; i < address.length; i++) {
      // cookie, then transaction identifier, as they stand in the header
      address[i] ^= bytes[offset + 4 + i];
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + address.length + " bytes", e);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  /** Where the header of MESSAGE-INTEGRITY is in {@link #bytes}. */
  int integrityAt() {
    return integrity;
  }

  private int size(int attribute) {
    return int16(bytes, attribute + 2);
  }

  private static int value(int attribute) {
    return attribute + StunAttribute.HEADER;
  }

  /** The fingerprint of what lies between (RFC 8489 section 14.7). */
  static int crc(byte[] bytes, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue() ^ StunAttribute.FINGERPRINT_XOR;
  }

  static int int16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  static int int32(byte[] bytes, int at) {
    return int16(bytes, at) << 16 | int16(bytes, at + 2);
  }
}
