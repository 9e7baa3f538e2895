package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.rtp.PacketBuffer;
import io.sallyport.protocol.rtp.RtpHeader;
import org.junit.jupiter.api.Test;

class SpliceTest {
  private static final int SSRC = 7;
  private static final long SECOND = 1_000_000_000L;

  private final Reception side = new Reception();
  private final Splice splice = new Splice();
  private final PacketBuffer packet = new PacketBuffer(200);

  @Test
  void aPacketThatComesLateAfterOursIsDroppedBecauseItsNumberIsTaken() {
    came(100, 16_000, SECOND);
    say(3);

    assertThat(pass(110, 17_600)).isTrue();
    assertThat(sequence()).isEqualTo(104);
    assertThat(pass(109, 17_440)).isFalse();
    assertThat(pass(111, 17_760)).isTrue();
    assertThat(sequence()).isEqualTo(105);
  }

  @Test
  void aLatePacketOfAfterOursIsPutInItsPlace() {
    came(100, 16_000, SECOND);
    say(3);
    pass(110, 17_600);
    pass(112, 17_920);

    assertThat(pass(111, 17_760)).isTrue();
    assertThat(sequence()).isEqualTo(105);
  }

  @Test
  void aPhoneWhoseClockStoodStillDoesNotSpeakOfThePast() {
    came(100, 16_000, SECOND);
    say(50);
    int last = RtpHeader.timestamp(packet.bytes(), 0);

    assertThat(pass(101, 16_160)).isTrue();
    assertThat(RtpHeader.timestamp(packet.bytes(), 0) - last).isPositive();
  }

  @Test
  void anotherSourceOfThePhonePassesUntouched() {
    came(100, 16_000, SECOND);
    say(3);

    RtpHeader.write(packet.bytes(), 0, false, 8, 5, 99, SSRC + 1);
    packet.at(0, 172);
    assertThat(splice.pass(packet, 2 * SECOND)).isTrue();
    assertThat(sequence()).isEqualTo(5);
  }

  @Test
  void aPhoneThatBeginsItsNumbersAnewIsHeardAgain() {
    came(100, 16_000, SECOND);
    say(3);
    pass(110, 17_600);

    assertThat(pass(60_000, 1_000)).isTrue();
    assertThat(sequence()).isEqualTo(105);
    assertThat(pass(60_001, 1_160)).isTrue();
    assertThat(sequence()).isEqualTo(106);
  }

  @Test
  void numbersGoOnAcrossTheirEndAndAcrossManyPackets() {
    came(65_534, 16_000, SECOND);
    say(4);
    for (int i = 0; i < 100_000; i++) {
      assertThat(pass(100 + i & 0xffff, 20_000 + 160 * i)).isTrue();
      assertThat(sequence()).isEqualTo(3 + i & 0xffff);
    }
  }

  @Test
  void anotherClockRateMakesASourceOfItsOwn() {
    came(100, 16_000, SECOND);
    splice.begin(side, 2 * SECOND, 48_000);
    splice.advance(2 * SECOND);
    splice.header(packet.bytes(), true, 111);

    assertThat(RtpHeader.ssrc(packet.bytes(), 0)).isNotEqualTo(SSRC);
    splice.end();
    assertThat(pass(101, 16_160)).isTrue();
    assertThat(sequence()).isEqualTo(101);
  }

  private void came(int sequence, int timestamp, long now) {
    side.received(SSRC, sequence, timestamp, now, 8_000);
  }

  private void say(int frames) {
    splice.begin(side, SECOND, 8_000);
    for (int i = 0; i < frames; i++) {
      splice.advance(SECOND);
      splice.header(packet.bytes(), i == 0, 8);
    }
    splice.end();
  }

  private boolean pass(int sequence, int timestamp) {
    RtpHeader.write(packet.bytes(), 0, false, 8, sequence, timestamp, SSRC);
    packet.at(0, 172);
    return splice.pass(packet, 2 * SECOND);
  }

  private int sequence() {
    return RtpHeader.sequence(packet.bytes(), 0);
  }
}
