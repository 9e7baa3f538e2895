package io.sallyport.server.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapngTest {
  private static final long TIME = 1_764_000_000_123_456_789L;
  private static final InetSocketAddress A = new InetSocketAddress("192.0.2.1", 4000);
  private static final InetSocketAddress B = new InetSocketAddress("192.0.2.2", 8443);
  private static final InetSocketAddress A6 = new InetSocketAddress("2001:db8::1", 4000);
  private static final InetSocketAddress B6 = new InetSocketAddress("2001:db8::2", 8443);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A packet as a reader of the file sees it. */
  private record Captured(long epochNanos, byte[] datagram) {}

  @Test
  void packetsAreReadBackWithTimeAndAddresses() throws IOException {
    try (Pcapng file = Pcapng.begin(out, 1 << 20, "told")) {
      assertThat(file.write(TIME, A, B, bytes("_hello"), 1, 5)).isTrue();
      assertThat(file.write(TIME + 1, A6, B6, bytes("odd"), 0, 3)).isTrue();
      assertThat(file.size()).isEqualTo(out.size());
    }
    List<Captured> packets = read(out.toByteArray());
    assertThat(packets).extracting(Captured::epochNanos).containsExactly(TIME, TIME + 1);

    ByteBuffer four = ByteBuffer.wrap(packets.get(0).datagram);
    assertThat(four.remaining()).isEqualTo(33);
    assertThat(four.getShort(2)).isEqualTo((short) 33);
    assertThat(sum(four, 0, 20)).isEqualTo(0xffff);
    assertThat(four.getInt(12)).isEqualTo(0xc0000201);
    assertThat(four.getInt(16)).isEqualTo(0xc0000202);
    assertThat(four.getShort(20)).isEqualTo((short) 4000);
    assertThat(four.getShort(22)).isEqualTo((short) 8443);
    assertThat(new String(four.array(), 28, 5, StandardCharsets.US_ASCII)).isEqualTo("hello");

    ByteBuffer six = ByteBuffer.wrap(packets.get(1).datagram);
    assertThat(six.remaining()).isEqualTo(51);
    assertThat(six.getShort(4)).isEqualTo((short) 11);
    // addresses, length, protocol and datagram add up to all ones
    ByteBuffer checked = ByteBuffer.allocate(32 + 8 + 11);
    checked.put(six.array(), 8, 32).putInt(11).putInt(17).put(six.array(), 40, 11);
    assertThat(sum(checked, 0, checked.capacity())).isEqualTo(0xffff);
  }

  @Test
  void theFileNeverGrowsOverItsBound() throws IOException {
    Pcapng file = Pcapng.begin(out, 1_100, "told");
    int packets = 0;
    while (file.write(TIME, A, B, new byte[150], 0, 150)) {
      packets++;
    }
    assertThat(packets).isEqualTo(4);
    assertThat(out.size()).isLessThanOrEqualTo(1_100);
    assertThat(file.write(TIME, A, B, new byte[0], 0, 0)).as("nothing after the end").isFalse();
    assertThat(read(out.toByteArray())).hasSize(4);
  }

  @Test
  void theLongestDatagramFitsAndMixedFamiliesDoNot() throws IOException {
    Pcapng file = Pcapng.begin(out, 1 << 20, "told");
    assertThat(file.write(TIME, A6, B6, new byte[65_487], 0, 65_487)).isTrue();
    assertThatThrownBy(() -> file.write(TIME, A, B6, new byte[1], 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tcpdumpReadsIt(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/tcpdump")), "tcpdump is not installed");
    Path path = folder.resolve("call.pcapng");
    try (Pcapng file = Pcapng.begin(Files.newOutputStream(path), 1 << 20, "told")) {
      file.write(TIME, A, B, new byte[172], 0, 172);
      file.write(TIME + 20_000_000, A6, B6, new byte[33], 0, 33);
    }
    Process tcpdump =
        new ProcessBuilder("/usr/bin/tcpdump", "-nvv", "-tt", "-r", path.toString())
            .redirectErrorStream(true)
            .start();
    String text = new String(tcpdump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(tcpdump.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(text)
        .contains("192.0.2.1.4000 > 192.0.2.2.8443", "UDP, length 172")
        .contains("2001:db8::1.4000 > 2001:db8::2.8443", "[udp sum ok]", "UDP, length 33")
        .contains("1764000000.123456")
        .doesNotContain("bad");
  }

  /** Reads the blocks of a file in this machine-independent byte order. */
  private static List<Captured> read(byte[] file) {
    List<Captured> packets = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file);
    while (in.hasRemaining()) {
      int start = in.position();
      int type = in.getInt();
      int length = in.getInt();
      assertThat(length % 4).isZero();
      assertThat(in.getInt(start + length - 4)).isEqualTo(length);
      switch (type) {
        case 0x0a0d0d0a -> assertThat(in.getInt()).isEqualTo(0x1a2b3c4d);
        case 1 -> assertThat(in.getShort()).isEqualTo((short) 101);
        case 6 -> {
          in.getInt();
          long time = (long) in.getInt() << 32 | in.getInt() & 0xffffffffL;
          byte[] datagram = new byte[in.getInt()];
          assertThat(in.getInt()).isEqualTo(datagram.length);
          in.get(datagram);
          packets.add(new Captured(time, datagram));
        }
        default -> throw new AssertionError("block of type " + type);
      }
      in.position(start + length);
    }
    return packets;
  }

  private static int sum(ByteBuffer buffer, int from, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      int octet = buffer.get(from + i) & 0xff;
      sum += (i & 1) == 0 ? octet << 8 : octet;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
