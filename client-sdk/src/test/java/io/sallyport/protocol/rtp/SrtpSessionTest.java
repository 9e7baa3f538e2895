package io.sallyport.protocol.rtp;

import static io.sallyport.protocol.rtp.Packets.buffer;
import static io.sallyport.protocol.rtp.Packets.bytes;
import static io.sallyport.protocol.rtp.Packets.rtcp;
import static io.sallyport.protocol.rtp.Packets.rtp;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSessionTest {
  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @EnumSource
  void aPacketComesBackAsItWas(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession sender = SrtpSession.sending(key);
    SrtpSession receiver = SrtpSession.receiving(key);

    for (int sequence = 65_000; sequence < 66_500; sequence++) {
      PacketBuffer packet = rtp(sequence, 7);
      byte[] clear = bytes(packet);
      assertThat(sender.protectRtp(packet)).isEqualTo(SrtpStatus.OK);
      assertThat(packet.length()).isEqualTo(clear.length + suite.tagLength());
      assertThat(receiver.unprotectRtp(packet)).isEqualTo(SrtpStatus.OK);
      assertThat(bytes(packet)).isEqualTo(clear);
    }
  }

  @ParameterizedTest
  @EnumSource
  void controlPacketsComeBackAsTheyWere(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession sender = SrtpSession.sending(key);
    SrtpSession receiver = SrtpSession.receiving(key);

    for (int i = 0; i < 100; i++) {
      PacketBuffer packet = rtcp(7);
      byte[] clear = bytes(packet);
      assertThat(sender.protectRtcp(packet)).isEqualTo(SrtpStatus.OK);
      assertThat(packet.length()).isEqualTo(clear.length + 4 + suite.controlTagLength());
      assertThat(receiver.unprotectRtcp(packet)).isEqualTo(SrtpStatus.OK);
      assertThat(bytes(packet)).isEqualTo(clear);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReplayedPacketIsRefusedInBothKinds(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession sender = SrtpSession.sending(key);
    SrtpSession receiver = SrtpSession.receiving(key);
    PacketBuffer media = rtp(1, 7);
    PacketBuffer control = rtcp(7);
    sender.protectRtp(media);
    sender.protectRtcp(control);
    byte[] mediaWire = bytes(media);
    byte[] controlWire = bytes(control);

    assertThat(receiver.unprotectRtp(media)).isEqualTo(SrtpStatus.OK);
    assertThat(receiver.unprotectRtcp(control)).isEqualTo(SrtpStatus.OK);
    assertThat(receiver.unprotectRtp(buffer(mediaWire))).isEqualTo(SrtpStatus.REPLAYED);
    assertThat(receiver.unprotectRtcp(buffer(controlWire))).isEqualTo(SrtpStatus.REPLAYED);
  }

  @ParameterizedTest
  @EnumSource
  void anotherKeyAndEveryFlippedBitAreRefused(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession stranger = SrtpSession.receiving(SrtpKey.generate(suite, random));
    PacketBuffer packet = rtp(1, 7);
    SrtpSession.sending(key).protectRtp(packet);
    byte[] wire = bytes(packet);

    assertThat(stranger.unprotectRtp(buffer(wire))).isEqualTo(SrtpStatus.AUTH_FAILED);
    SrtpSession receiver = SrtpSession.receiving(key);
    for (int bit = 16; bit < wire.length * 8; bit++) {
      byte[] flipped = wire.clone();
      flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
      assertThat(receiver.verifiesRtp(buffer(flipped))).as("bit %d", bit).isFalse();
      assertThat(receiver.unprotectRtp(buffer(flipped)))
          .as("bit %d", bit)
          .isNotEqualTo(SrtpStatus.OK);
    }
    assertThat(receiver.unprotectRtp(buffer(wire))).isEqualTo(SrtpStatus.OK);
  }

  @ParameterizedTest
  @EnumSource
  void aSourceThatWrappedBeforeItsFirstPacketReachedUsIsUnderstood(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession sender = SrtpSession.sending(key);
    SrtpSession receiver = SrtpSession.receiving(key);
    sender.protectRtp(rtp(65_534, 7));
    sender.protectRtp(rtp(65_535, 7));
    PacketBuffer afterWrap = rtp(0, 7);
    sender.protectRtp(afterWrap);

    assertThat(receiver.unprotectRtp(afterWrap)).isEqualTo(SrtpStatus.OK);
  }

  @ParameterizedTest
  @EnumSource
  void junkWithRandomSourcesTakesNoContext(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession receiver = SrtpSession.receiving(key);
    for (int i = 0; i < 5_000; i++) {
      assertThat(receiver.unprotectRtp(rtp(i, i))).isEqualTo(SrtpStatus.AUTH_FAILED);
    }
    PacketBuffer packet = rtp(1, 7);
    SrtpSession.sending(key).protectRtp(packet);
    assertThat(receiver.unprotectRtp(packet)).isEqualTo(SrtpStatus.OK);
  }

  @Test
  void aDisplacedSourceNeverComesBackSoThatItsPacketsCannotBeReplayed() {
    SrtpKey key = SrtpKey.generate(CryptoSuite.AES_CM_128_HMAC_SHA1_80, random);
    SrtpSession receiver = SrtpSession.receiving(key);
    byte[] first = null;
    int refused = 0;
    for (int ssrc = 0; ssrc < SrtpSession.MAX_EVER + 10; ssrc++) {
      PacketBuffer packet = rtp(1, ssrc);
      SrtpSession.sending(key).protectRtp(packet);
      first = first == null ? bytes(packet) : first;
      refused += receiver.unprotectRtp(packet) == SrtpStatus.OK ? 0 : 1;
    }
    assertThat(refused).isEqualTo(10);
    assertThat(receiver.unprotectRtp(buffer(first))).isEqualTo(SrtpStatus.TOO_MANY_SOURCES);
  }

  @ParameterizedTest
  @EnumSource
  void randomAndTruncatedBytesNeverThrow(CryptoSuite suite) {
    Random fuzz = new Random(3711);
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession receiver = SrtpSession.receiving(key);
    SrtpSession sender = SrtpSession.sending(key);
    for (int i = 0; i < 50_000; i++) {
      byte[] junk = new byte[fuzz.nextInt(80)];
      fuzz.nextBytes(junk);
      if (junk.length > 0 && fuzz.nextBoolean()) {
        junk[0] = (byte) (0x80 | junk[0] & 0x3f);
      }
      PacketClass.of(junk, 0, junk.length);
      assertThat(receiver.unprotectRtp(buffer(junk))).isNotEqualTo(SrtpStatus.OK);
      assertThat(receiver.unprotectRtcp(buffer(junk))).isNotEqualTo(SrtpStatus.OK);
      if (RtpHeader.valid(junk, 0, junk.length)) {
        assertThat(RtpHeader.payloadLength(junk, 0, junk.length)).isBetween(0, junk.length);
      }
      if (i % 50 == 0) {
        assertThat(sender.protectRtp(buffer(junk))).isNotNull();
        assertThat(sender.protectRtcp(buffer(junk))).isNotNull();
      }
    }
  }
}
