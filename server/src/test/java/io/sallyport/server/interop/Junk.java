package io.sallyport.server.interop;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * What an attacker sends: packets of every kind that may come to a media port, none of them right.
 */
final class Junk {
  private final Random random;

  Junk(long seed) {
    random = new Random(seed);
  }

  /** A packet of any kind. */
  byte[] any() {
    return switch (random.nextInt(7)) {
      case 0 -> new byte[random.nextInt(3)];
      case 1 -> bytes(random.nextInt(1400));
      case 2 -> rtcp();
      case 3 -> stun();
      case 4 -> dtls();
      default -> rtp();
    };
  }

  /**
   * RTP (RFC 3550 section 5.1) with a payload that would be heard as noise, and as long as a tag.
   */
  byte[] rtp() {
    int[] types = {0, 8, 9, 96, 111};
    byte[] packet = bytes(12 + 160 + 10);
    ByteBuffer.wrap(packet).put((byte) 0x80).put((byte) types[random.nextInt(types.length)]);
    return packet;
  }

  /** RTCP (section 6): reports, goodbyes and feedback under any SSRC. */
  private byte[] rtcp() {
    byte[] packet = bytes(4 * (2 + random.nextInt(12)) + 14);
    ByteBuffer.wrap(packet)
        .put((byte) (0x80 | random.nextInt(3)))
        .put((byte) (200 + random.nextInt(8)))
        .putShort((short) (packet.length / 4 - 1));
    return packet;
  }

  /** A STUN binding request (RFC 8489) with a name and an integrity that nobody gave out. */
  private byte[] stun() {
    ByteBuffer packet = ByteBuffer.allocate(20 + 12 + 24);
    packet.putShort((short) 1).putShort((short) 36).putInt(0x2112A442).put(bytes(12));
    packet.putShort((short) 0x0006).putShort((short) 8).put(bytes(8));
    packet.putShort((short) 0x0008).putShort((short) 20).put(bytes(20));
    return packet.array();
  }

  /** A DTLS record (RFC 6347): the beginning of a ClientHello, an alert, or application data. */
  private byte[] dtls() {
    byte[] types = {22, 21, 23};
    byte type = types[random.nextInt(types.length)];
    byte[] body = bytes(type == 21 ? 2 : 60 + random.nextInt(200));
    if (type == 21) {
      body = new byte[] {2, 0};
    } else if (type == 22) {
      ByteBuffer.wrap(body).put((byte) 1).put(new byte[] {0, 0, (byte) (body.length - 12)});
    }
    ByteBuffer record = ByteBuffer.allocate(13 + body.length);
    record.put(type).putShort((short) 0xFEFD).putShort((short) 0).put(new byte[6]);
    return record.putShort((short) body.length).put(body).array();
  }

  /** The packet with one bit turned. */
  byte[] damaged(byte[] packet) {
    byte[] copy = packet.clone();
    if (copy.length > 0) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
