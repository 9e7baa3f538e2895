package io.sallyport.protocol.rtp;

import static io.sallyport.protocol.rtp.Packets.buffer;
import static io.sallyport.protocol.rtp.Packets.bytes;
import static io.sallyport.protocol.rtp.Packets.hex;
import static io.sallyport.protocol.rtp.Packets.rtcp;
import static io.sallyport.protocol.rtp.Packets.rtp;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tells whose a packet is, without changing it. */
class SrtpProofTest {
  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @EnumSource
  void aPacketProvesItsKeyAsOftenAsItIsAskedAndStaysAsItIs(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession sender = SrtpSession.sending(key);
    SrtpSession receiver = SrtpSession.receiving(key);
    SrtpSession stranger = SrtpSession.receiving(SrtpKey.generate(suite, random));
    PacketBuffer media = rtp(1, 7);
    PacketBuffer control = rtcp(7);
    sender.protectRtp(media);
    sender.protectRtcp(control);
    byte[] mediaWire = bytes(media);
    byte[] controlWire = bytes(control);

    for (int i = 0; i < 3; i++) {
      assertThat(receiver.verifiesRtp(media)).isTrue();
      assertThat(receiver.verifiesRtcp(control)).isTrue();
      assertThat(stranger.verifiesRtp(media)).isFalse();
      assertThat(stranger.verifiesRtcp(control)).isFalse();
      assertThat(receiver.verifiesRtcp(media)).isFalse();
    }
    assertThat(bytes(media)).isEqualTo(mediaWire);
    assertThat(bytes(control)).isEqualTo(controlWire);
    // nothing was remembered: they are no replays yet
    assertThat(receiver.unprotectRtp(media)).isEqualTo(SrtpStatus.OK);
    assertThat(receiver.unprotectRtcp(control)).isEqualTo(SrtpStatus.OK);
  }

  @ParameterizedTest
  @EnumSource
  void aLongCallStillProvesItselfAfterManyWraps(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession sender = SrtpSession.sending(key);
    SrtpSession receiver = SrtpSession.receiving(key);
    for (int sequence = 0; sequence < 5 * 0x10000; sequence += 0x3000) {
      PacketBuffer packet = rtp(sequence, 7);
      assertThat(sender.protectRtp(packet)).isEqualTo(SrtpStatus.OK);
      assertThat(receiver.verifiesRtp(packet)).as("sequence %d", sequence).isTrue();
      assertThat(receiver.unprotectRtp(packet)).isEqualTo(SrtpStatus.OK);
    }
    // another source of the same key starts anew
    PacketBuffer other = rtp(1, 8);
    sender.protectRtp(other);
    assertThat(receiver.verifiesRtp(other)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void anAuthenticatedPacketCanBePassedOnUntouchedAndIsNoReplayElsewhere(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession sender = SrtpSession.sending(key);
    SrtpSession middle = SrtpSession.receiving(key);
    SrtpSession far = SrtpSession.receiving(key);
    for (int sequence = 65_530; sequence < 65_600; sequence++) {
      PacketBuffer packet = rtp(sequence, 7);
      byte[] clear = bytes(packet);
      sender.protectRtp(packet);
      byte[] wire = bytes(packet);

      assertThat(middle.authenticateRtp(packet)).isEqualTo(SrtpStatus.OK);
      assertThat(bytes(packet)).isEqualTo(wire);
      assertThat(middle.authenticateRtp(packet)).isEqualTo(SrtpStatus.REPLAYED);
      assertThat(bytes(packet)).isEqualTo(wire);
      assertThat(far.unprotectRtp(packet)).isEqualTo(SrtpStatus.OK);
      assertThat(bytes(packet)).isEqualTo(clear);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aForgedPacketDoesNotAuthenticateAndStaysAsItIs(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession sender = SrtpSession.sending(key);
    SrtpSession receiver = SrtpSession.receiving(key);
    PacketBuffer first = rtp(1, 7);
    sender.protectRtp(first);
    receiver.authenticateRtp(first);
    PacketBuffer forged = rtp(2, 7);
    sender.protectRtp(forged);
    forged.bytes()[forged.offset() + 30] ^= 1;
    byte[] wire = bytes(forged);

    assertThat(receiver.authenticateRtp(forged)).isEqualTo(SrtpStatus.AUTH_FAILED);
    assertThat(bytes(forged)).isEqualTo(wire);
    assertThat(receiver.verifiesRtp(forged)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void contributingSourcesAndExtensionsAreAuthenticatedToo(CryptoSuite suite) {
    SrtpKey key = SrtpKey.generate(suite, random);
    SrtpSession sender = SrtpSession.sending(key);
    SrtpSession receiver = SrtpSession.receiving(key);
    // two contributing sources, one-byte extensions
    PacketBuffer packet =
        buffer(
            hex(
                "92080001 00000001 00000007 0000000a 0000000b bede0002 10313233 00000000"
                    + " d5d5d5d5d5"));
    byte[] clear = bytes(packet);
    assertThat(sender.protectRtp(packet)).isEqualTo(SrtpStatus.OK);

    assertThat(receiver.verifiesRtp(packet)).isTrue();
    assertThat(receiver.authenticateRtp(packet)).isEqualTo(SrtpStatus.OK);
    assertThat(SrtpSession.receiving(key).unprotectRtp(packet)).isEqualTo(SrtpStatus.OK);
    assertThat(bytes(packet)).isEqualTo(clear);
  }

  @Test
  void aPacketMarkedForEncryptedExtensionsStaysUntouchedToo() {
    SrtpKey key = SrtpKey.generate(CryptoSuite.AES_CM_128_HMAC_SHA1_80, random);
    PacketBuffer packet = buffer(hex("90080001 00000001 00000007 c0de0001 10313233 d5d5d5d5d5"));
    SrtpSession.sending(key).protectRtp(packet);
    byte[] wire = bytes(packet);

    assertThat(SrtpSession.receiving(key).authenticateRtp(packet)).isEqualTo(SrtpStatus.OK);
    assertThat(bytes(packet)).isEqualTo(wire);
  }

  @ParameterizedTest
  @EnumSource
  void nothingLeavesUnprotectedForLackOfRoom(CryptoSuite suite) {
    SrtpSession sender = SrtpSession.sending(SrtpKey.generate(suite, random));
    PacketBuffer full = new PacketBuffer(100);
    int length = full.bytes().length - suite.tagLength() + 1;
    RtpHeader.write(full.bytes(), 0, false, 8, 1, 1, 7);

    assertThat(sender.protectRtp(full.at(0, length))).isEqualTo(SrtpStatus.MALFORMED);
    assertThat(sender.protectRtp(full.at(0, length - 1))).isEqualTo(SrtpStatus.OK);
  }

  /** Two packets under one key stream would tell what is in both. */
  @ParameterizedTest
  @EnumSource
  void noKeyStreamIsUsedTwice(CryptoSuite suite) {
    SrtpSession sender = SrtpSession.sending(SrtpKey.generate(suite, random));

    assertThat(sender.protectRtp(rtp(100, 7))).isEqualTo(SrtpStatus.OK);
    assertThat(sender.protectRtp(rtp(100, 7))).isEqualTo(SrtpStatus.REPLAYED);
    assertThat(sender.protectRtp(rtp(300, 7))).isEqualTo(SrtpStatus.OK);
    assertThat(sender.protectRtp(rtp(237, 7))).isEqualTo(SrtpStatus.OK);
    assertThat(sender.protectRtp(rtp(236, 7))).isEqualTo(SrtpStatus.REPLAYED);
    assertThat(sender.protectRtp(rtp(65_535, 7))).isEqualTo(SrtpStatus.REPLAYED);
    assertThat(sender.protectRtp(rtp(100, 8))).isEqualTo(SrtpStatus.OK);
  }
}
