package io.sallyport.protocol.rtp;

import static io.sallyport.protocol.rtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Random, truncated and lying packets: never an exception, never a read outside. */
class HostilePacketsTest {
  private static final int ROUNDS = 200_000;

  private static final byte[][] RTP = {
    hex("80080001 00000001 00000007 d5d5d5d5"),
    hex("92080001 00000001 00000007 0000000a 0000000b bede0002 10313233 21616200 d5d5"),
    hex("b0080001 00000001 00000007 10000002 01023132 02013300 d5d5d504")
  };

  private static final byte[][] RTCP = {
    hex(
        "81c8000c 00000007 e0000001 80000000 00000140 00000005 00000320"
            + "00000008 40ffffff 00010203 00000010 00018000 00010000"
            + "81ca0003 00000007 01027069 00000000 81cb0001 00000007"),
    hex("81c90007 00000001 00000002 00000000 00000000 00000000 00000000 00000000"),
    hex("8fce0006 00000003 00000000 52454d42 02000000 00000004 00000005"),
    hex(
        "84ce0004 00000003 00000000 00000004 01000000 83cd0004 00000001 00000000 00000002"
            + " 12345678"),
    hex("80cf0005 00000003 05000003 00000004 00000000 00000000")
  };

  @Test
  void rtp() {
    survives(RTP, RtpTargets::rtp);
  }

  @Test
  void rtcp() {
    survives(RTCP, RtpTargets::rtcp);
  }

  private static void survives(byte[][] seeds, Consumer<byte[]> target) {
    Random random = new Random(3550);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] packet = packet(random, seeds);
      byte[] given = packet.clone();
      assertThatCode(() -> target.accept(packet))
          .as(() -> HexFormat.of().formatHex(given))
          .doesNotThrowAnyException();
    }
  }

  /** Noise with a likely first byte, or a good packet with a few bytes changed and its end cut. */
  private static byte[] packet(Random random, byte[][] seeds) {
    if (random.nextInt(4) == 0) {
      byte[] noise = new byte[random.nextInt(120)];
      random.nextBytes(noise);
      if (noise.length > 1) {
        noise[0] = (byte) (0x80 | noise[0] & 0x3f);
        noise[1] = random.nextBoolean() ? (byte) (200 + random.nextInt(8)) : noise[1];
      }
      return noise;
    }
    byte[] packet = seeds[random.nextInt(seeds.length)].clone();
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(packet.length);
      packet[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (packet[at] + 1);
    }
    return random.nextBoolean() ? packet : Arrays.copyOf(packet, random.nextInt(packet.length));
  }
}
