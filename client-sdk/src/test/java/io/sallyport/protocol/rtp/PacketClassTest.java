package io.sallyport.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketClassTest {
  @Test
  void theFirstBytesTellTheKinds() {
    assertThat(of(0x00, 0x01)).isEqualTo(PacketClass.STUN);
    assertThat(of(0x10, 0x00)).as("no cookie").isEqualTo(PacketClass.OTHER);
    assertThat(of(0x16, 0xfe)).isEqualTo(PacketClass.DTLS);
    assertThat(of(0x40, 0x00)).isEqualTo(PacketClass.TURN_CHANNEL);
    assertThat(of(0x80, 0x00)).isEqualTo(PacketClass.RTP);
    assertThat(of(0x80, 0x88)).as("marker and PCMA").isEqualTo(PacketClass.RTP);
    assertThat(of(0x80, 200)).isEqualTo(PacketClass.RTCP);
    assertThat(of(0x81, 206)).isEqualTo(PacketClass.RTCP);
    assertThat(of(0xc0, 0)).isEqualTo(PacketClass.OTHER);
    assertThat(PacketClass.of(new byte[] {(byte) 0x80}, 0, 1)).isEqualTo(PacketClass.OTHER);
    byte[] zrtp = {0x10, 0, 0, 1, 0x5a, 0x52, 0x54, 0x50, 0, 0, 0, 1};
    assertThat(PacketClass.of(zrtp, 0, zrtp.length)).isEqualTo(PacketClass.ZRTP);
  }

  @Test
  void aHeaderWhosePartsLieOutsideThePacketIsInvalid() {
    byte[] packet = new byte[16];
    packet[0] = (byte) 0x82;
    assertThat(RtpHeader.valid(packet, 0, 16)).as("two contributing sources").isFalse();
    packet[0] = (byte) 0x90;
    assertThat(RtpHeader.valid(packet, 0, 16)).as("empty extension").isTrue();
    packet[15] = 1;
    assertThat(RtpHeader.valid(packet, 0, 16)).as("extension beyond the end").isFalse();
  }

  private static PacketClass of(int first, int second) {
    byte[] bytes = new byte[20];
    bytes[0] = (byte) first;
    bytes[1] = (byte) second;
    return PacketClass.of(bytes, 0, bytes.length);
  }
}
