package io.sallyport.server.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.playback.Recorded.Format;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderTest {
  private final short[] out = new short[Decoder.MAX_SAMPLES];

  /** {@code mixed.g722} is tones, noise, silence and a square wave, encoded by FFmpeg 5.1. */
  @Test
  void g722IsDecodedBitForBitAsByFfmpeg() throws IOException, NoSuchAlgorithmException {
    byte[] coded;
    try (InputStream in = getClass().getResourceAsStream("/playback/mixed.g722")) {
      coded = in.readAllBytes();
    }
    ByteBuffer pcm = ByteBuffer.allocate(4 * coded.length).order(ByteOrder.LITTLE_ENDIAN);
    Decoder decoder = new G722();
    for (int at = 0; at < coded.length; at += 160) {
      int count = decoder.decode(coded, at, Math.min(160, coded.length - at), out);
      for (int i = 0; i < count; i++) {
        pcm.putShort(out[i]);
      }
    }
    assertThat(pcm.remaining()).isZero();
    // sha256 of: ffmpeg -f g722 -i mixed.g722 -f s16le -
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pcm.array())))
        .isEqualTo("ae6b1ee3366e29c57da2065e0e2c62cd6cecb347c0cd070c7a6753a96089e2cc");
  }

  @ParameterizedTest
  @CsvSource({"00, -32124", "80, 32124", "ff, 0", "7f, 0", "8f, 16764", "fe, 8"})
  void muLawHasTheValuesOfItsTable(String code, int value) {
    assertThat(one(Linear.muLaw(8_000, 1), code)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"d5, 8", "55, -8", "aa, 32256", "2a, -32256", "c5, 264", "f5, 528"})
  void aLawHasTheValuesOfItsTable(String code, int value) {
    assertThat(one(Linear.aLaw(8_000, 1), code)).isEqualTo(value);
  }

  private int one(Decoder decoder, String code) {
    assertThat(decoder.decode(HexFormat.of().parseHex(code), 0, 1, out)).isEqualTo(1);
    return out[0];
  }

  @Test
  void onlyWhatCanBeDecodedIsSaidToBe() {
    assertThat(new Format("OPUS", 48_000, 2).decodable()).isTrue();
    assertThat(new Format("l16", 44_100, 2).decodable()).isTrue();
    assertThat(new Format("G722", 8_000, 1).decodable()).isTrue();
    assertThat(new Format("G722", 16_000, 1).decodable()).isFalse();
    assertThat(new Format("L16", 1_000_000, 1).decodable()).isFalse();
    assertThat(new Format("L16", 8_000, 100).decodable()).isFalse();
    assertThat(new Format("G729", 8_000, 1).decodable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"PCMU, 8000", "PCMA, 8000", "L16, 48000", "G722, 8000", "opus, 48000"})
  void randomPayloadsGiveBoundedSoundOrNone(String encoding, int clockRate) {
    Decoder decoder = Decoder.of(new Format(encoding, clockRate, 1)).orElseThrow();
    Random random = new Random(722);
    byte[] bytes = new byte[Decoder.MAX_PAYLOAD];
    for (int i = 0; i < 5_000; i++) {
      random.nextBytes(bytes);
      int length = i % 100 == 0 ? bytes.length : random.nextInt(200);
      assertThat(decoder.decode(bytes, 0, length, out)).isBetween(-1, Decoder.MAX_SAMPLES);
      int wanted = random.nextInt(5_000);
      assertThat(decoder.conceal(wanted, out)).isBetween(0, wanted);
      assertThat(decoder.recover(bytes, 0, length, wanted, out)).isBetween(0, wanted);
    }
  }

  @Test
  void madeUpSoundFadesAwayAndComesOfNothing() {
    Concealment concealment = new Concealment(8_000);
    assertThat(concealment.fill(160, out)).as("nothing was heard before").isZero();
    short[] tone = new short[800];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (short) (8_000 * Math.sin(2 * Math.PI * 200 * i / 8_000));
    }
    concealment.heard(tone, tone.length);

    assertThat(concealment.fill(160, out)).isEqualTo(160);
    for (int i = 1; i < 160; i++) {
      // 200 Hz goes on where it ended
      double expected = 8_000 * Math.sin(2 * Math.PI * 200 * (800 + i) / 8_000);
      assertThat((double) out[i]).isBetween(expected - 3_000, expected + 3_000);
    }
    assertThat(concealment.fill(1_000, out)).isEqualTo(320);
    assertThat(Math.abs(out[319])).isLessThan((short) 100);
    assertThat(concealment.fill(1_000, out)).isZero();
  }
}
