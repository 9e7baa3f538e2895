package io.sallyport.protocol.rtp;

import java.util.Arrays;
import java.util.HexFormat;

/** Packets for the tests of this package. */
final class Packets {
  private Packets() {}

  /** 20 ms of G.711. */
  static PacketBuffer rtp(int sequence, int ssrc) {
    byte[] bytes = new byte[172];
    Arrays.fill(bytes, (byte) 0xd5);
    RtpHeader.write(bytes, 0, false, 8, sequence & 0xffff, sequence * 160, ssrc);
    return buffer(bytes);
  }

  /** An empty receiver report. */
  static PacketBuffer rtcp(int ssrc) {
    byte[] bytes = new byte[RtcpHeader.MIN_LENGTH];
    RtcpHeader.writeEmptyReport(bytes, 0, ssrc);
    return buffer(bytes);
  }

  /** The bytes in a larger array, not at its start. */
  static PacketBuffer buffer(byte[] bytes) {
    PacketBuffer packet = new PacketBuffer(bytes.length + 24).at(5, bytes.length);
    System.arraycopy(bytes, 0, packet.bytes(), 5, bytes.length);
    return packet;
  }

  static byte[] bytes(PacketBuffer packet) {
    return Arrays.copyOfRange(packet.bytes(), packet.offset(), packet.offset() + packet.length());
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
