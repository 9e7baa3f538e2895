package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaptureTest {
  @Test
  void aCaptureIsReadPacketByPacketAndATornOneIsLeftOut() {
    ByteBuffer file = ByteBuffer.allocate(400).order(ByteOrder.nativeOrder());
    file.putInt(0xA1B2C3D4)
        .putShort((short) 2)
        .putShort((short) 4)
        .putInt(0)
        .putInt(0)
        .putInt(128)
        .putInt(276);
    put(file, 17, 20_000, 21_000);
    put(file, 6, 40_000, 5061);
    put(file, 1, 1, 2);
    file.putInt(0).putInt(0).putInt(100).putInt(100).put(new byte[10]);
    byte[] bytes = Arrays.copyOf(file.array(), file.position());
    List<Capture.Packet> packets = Capture.packets(bytes);
    assertThat(packets)
        .containsExactly(
            new Capture.Packet(
                true,
                new InetSocketAddress("127.0.0.2", 20_000),
                new InetSocketAddress("127.0.0.3", 21_000),
                ByteBuffer.wrap("junk".getBytes(StandardCharsets.US_ASCII))),
            new Capture.Packet(
                false,
                new InetSocketAddress("127.0.0.2", 40_000),
                new InetSocketAddress("127.0.0.3", 5061),
                ByteBuffer.allocate(0)));
    assertThat(packets.get(0).peerOf(new Ports.Block(20_900, 21_100))).isEqualTo(20_000);
    assertThat(packets.get(1).peerOf(new Ports.Block(20_900, 21_100))).isEqualTo(-1);
  }

  private static void put(ByteBuffer file, int protocol, int from, int to) {
    byte[] frame = new byte[52];
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    bytes.putShort(0, (short) 0x0800).put(20, (byte) 0x45).put(29, (byte) protocol);
    bytes.putInt(32, 0x7F000002).putInt(36, 0x7F000003);
    bytes.put(48, "junk".getBytes(StandardCharsets.US_ASCII));
    bytes.putShort(40, (short) from).putShort(42, (short) to);
    file.putInt(0).putInt(0).putInt(frame.length).putInt(frame.length).put(frame);
  }

  @Test
  void socketsOfAProcessAreToldFromThoseOfOthers() {
    String text =
        """
        udp   UNCONN 0      0          127.0.0.1:15060      0.0.0.0:*    users:(("baresip",pid=77,fd=5))
        tcp   ESTAB  0      0          127.0.0.1:40001    127.0.0.1:5061 users:(("baresip",pid=77,fd=6))
        tcp   ESTAB  0      0          127.0.0.1:40002    127.0.0.1:9999 users:(("other",pid=778,fd=6))
        tcp   LISTEN 0      5              [::1]:9901          [::]:*    users:(("baresip",pid=77,fd=7))
        """;
    Sockets sockets = Sockets.parse(text, Set.of(77L));
    assertThat(sockets.lines()).hasSize(3);
    assertThat(sockets.talking()).containsExactly(15_060, 40_001);
    assertThat(
            sockets
                .without(new Sockets(List.of(new Sockets.Line(false, "ESTAB", 5061, 40_001))))
                .talking())
        .containsExactly(15_060);
  }
}
