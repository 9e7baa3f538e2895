package io.sallyport.protocol.rtp;

import static io.sallyport.protocol.rtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RtcpReaderTest {
  private final RtcpReader reader = new RtcpReader();

  @Test
  void aSenderReportWithABlockIsRead() {
    byte[] bytes =
        hex(
            "0000" // the compound begins at 2
                + "81c8000c 00000007 e0000001 80000000 00000140 00000005 00000320"
                + "00000008 40ffffff 00010203 00000010 00018000 00010000"
                + "81ca0003 00000007 01027069 00000000");
    reader.open(bytes, 2, bytes.length - 2);

    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(RtcpHeader.SENDER_REPORT);
    assertThat(reader.isSenderReport()).isTrue();
    assertThat(reader.ssrc()).isEqualTo(7);
    assertThat(reader.ntpSeconds()).isEqualTo(0xe0000001);
    assertThat(reader.ntpFraction()).isEqualTo(0x80000000);
    assertThat(reader.ntpMiddle()).isEqualTo(0x00018000);
    assertThat(reader.rtpTimestamp()).isEqualTo(320);
    assertThat(reader.packetCount()).isEqualTo(5);
    assertThat(reader.octetCount()).isEqualTo(800);
    assertThat(reader.blocks()).isEqualTo(1);
    assertThat(reader.blockSsrc(0)).isEqualTo(8);
    assertThat(reader.fractionLost(0)).isEqualTo(64);
    assertThat(reader.cumulativeLost(0)).isEqualTo(-1);
    assertThat(reader.highestSequence(0)).isEqualTo(0x10203);
    assertThat(reader.jitter(0)).isEqualTo(16);
    assertThat(reader.lastSenderReport(0)).isEqualTo(0x18000);
    assertThat(reader.delaySinceLastSenderReport(0)).isEqualTo(0x10000);

    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(RtcpHeader.SOURCE_DESCRIPTION);
    assertThat(reader.ssrc()).isEqualTo(7);
    assertThat(reader.blocks()).isZero();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void feedbackNamesItsMediaSource() {
    byte[] pli = hex("81ce0002 00000007 00000008");
    reader.open(pli, 0, pli.length);

    assertThat(reader.next()).isTrue();
    assertThat(reader.isFeedback()).isTrue();
    assertThat(reader.count()).isEqualTo(1);
    assertThat(reader.mediaSsrc()).isEqualTo(8);
    assertThat(reader.blocks()).isZero();
  }

  @Test
  void blocksThatArePromisedAndMissingDoNotCount() {
    byte[] bytes = hex("9fc90001 00000007");
    reader.open(bytes, 0, bytes.length);

    assertThat(reader.next()).isTrue();
    assertThat(reader.count()).isEqualTo(31);
    assertThat(reader.blocks()).isZero();
    assertThatThrownBy(() -> reader.jitter(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aPacketThatClaimsMoreThanTheDatagramEndsTheReading() {
    byte[] bytes = hex("80c90001 00000007 80c9ffff 00000007");
    reader.open(bytes, 0, bytes.length);

    assertThat(reader.next()).isTrue();
    assertThat(reader.next()).isFalse();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void aGoodbyeOfNobodyHasNoSource() {
    byte[] bytes = hex("80cb0000");
    reader.open(bytes, 0, bytes.length);

    assertThat(reader.next()).isTrue();
    assertThat(reader.hasSsrc()).isFalse();
    assertThat(reader.ssrc()).isZero();
  }
}
