package io.sallyport.server.playback;

import static io.sallyport.server.playback.Recorded.Side.CALLEE;
import static io.sallyport.server.playback.Recorded.Side.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sallyport.server.playback.Playback.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {
  private static final long BEGIN = 1_764_000_000_000_000_000L;

  @Test
  void audioVideoAndRtcpAreExportedWithTheirAddresses(@TempDir Path folder) throws Exception {
    assumeThat(Path.of("/usr/bin/tcpdump")).as("tcpdump").exists();
    String text = run("/usr/bin/tcpdump", "-nvv", "-tt", "-r", write(folder).toString());
    assertThat(text)
        .contains("10.0.0.1.5000 > 198.51.100.7.8443", "UDP, length 172")
        .contains("192.0.2.2.40002 > 192.0.2.1.40002", "UDP, length 500")
        .contains("UDP, length 8")
        .contains("1764000000.000000", "1764000000.980000")
        .doesNotContain("bad");
  }

  @Test
  @Tag("interop")
  void wiresharkSeesTheStreams(@TempDir Path folder) throws Exception {
    Path file = write(folder);
    String streams =
        run(
            "tshark",
            "-n",
            "-r",
            file.toString(),
            "--enable-heuristic",
            "rtp_udp",
            "-q",
            "-z",
            "rtp,streams");
    assertThat(streams).contains("10.0.0.1", "198.51.100.7", "0x12345678", "g711U");
  }

  @Test
  void aDatagramNeedsOneFamilyOfAddresses() {
    InetSocketAddress four = new InetSocketAddress("192.0.2.1", 1);
    InetSocketAddress six = new InetSocketAddress("2001:db8::1", 1);
    assertThatThrownBy(() -> new Route(four, six)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Path write(Path folder) throws IOException {
    Tape tape = new Tape(2);
    int audio = tape.track(CALLER, Map.of());
    int video = tape.video(CALLEE);
    new Speaker(tape, audio).say(1, 440, 8_000, 0, Tape.PCMU);
    new Speaker(tape, video).send(96, new byte[488], false);
    tape.add(audio, 0.5, true, new byte[] {(byte) 0x80, (byte) 201, 0, 1, 0x12, 0x34, 0x56, 0x78});
    Path file = folder.resolve("call.pcapng");
    Route route =
        new Route(
            new InetSocketAddress("10.0.0.1", 5_000), new InetSocketAddress("198.51.100.7", 8_443));
    try (OutputStream out = Files.newOutputStream(file)) {
      assertThat(new Playback(tape).capture(BEGIN, Map.of(audio, route), out)).isEqualTo(52);
    }
    return file;
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return text;
  }
}
