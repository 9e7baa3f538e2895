package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.dtls.DtlsHandshake;
import io.sallyport.protocol.dtls.DtlsKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL as a phone that the gate asks for a cookie, over a UDP socket. */
@Tag("interop")
class OpenSslGateTest {
  @TempDir private Path folder;

  @Test
  void openSslBringsTheCookieAndAgrees() throws Exception {
    openssl(
            "req",
            "-x509",
            "-nodes",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-subj",
            "/CN=phone",
            "-days",
            "2",
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem")
        .waitFor();
    BlockingQueue<DtlsKeys> agreed = new LinkedBlockingQueue<>();
    BlockingQueue<InetSocketAddress> closed = new LinkedBlockingQueue<>();
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Process phone =
        openssl(
            "s_client",
            "-dtls1_2",
            "-connect",
            "127.0.0.1:" + socket.getLocalPort(),
            "-use_srtp",
            "SRTP_AES128_CM_SHA1_80",
            "-cert",
            "cert.pem",
            "-key",
            "key.pem");
    try (DtlsGate gate =
        new DtlsGate(DtlsNet.SERVER, DtlsNet.RANDOM, 4, System::nanoTime, to(agreed, closed))) {
      Thread loop = new Thread(() -> run(gate, socket), "loop");
      loop.start();
      assertThat(agreed.poll(30, TimeUnit.SECONDS)).isNotNull();
      phone.getOutputStream().write("Q\n".getBytes(StandardCharsets.US_ASCII));
      phone.getOutputStream().close();
      // its close_notify
      assertThat(closed.poll(30, TimeUnit.SECONDS)).isNotNull();
      assertThat(gate.flows()).isZero();
      socket.close();
      loop.join();
    } finally {
      phone.destroyForcibly().waitFor();
      socket.close();
    }
  }

  private static void run(DtlsGate gate, DatagramSocket socket) {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
        gate.received(
            packet.getData(),
            0,
            packet.getLength(),
            (InetSocketAddress) packet.getSocketAddress(),
            false,
            (bytes, offset, length, target) -> send(socket, bytes, offset, length, target));
      } catch (IOException e) {
        // closed: the test is over
        return;
      }
    }
  }

  private static void send(
      DatagramSocket socket, byte[] bytes, int offset, int length, InetSocketAddress target) {
    try {
      socket.send(new DatagramPacket(bytes, offset, length, target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DtlsGate.Listener to(
      BlockingQueue<DtlsKeys> agreed, BlockingQueue<InetSocketAddress> closed) {
    return new DtlsGate.Listener() {
      @Override
      public void agreed(InetSocketAddress source, DtlsKeys keys) {
        agreed.add(keys);
      }

      @Override
      public void failed(InetSocketAddress source, DtlsHandshake.Failed why) {
        throw new AssertionError(why);
      }

      @Override
      public void closed(InetSocketAddress source) {
        closed.add(source);
      }
    };
  }

  private Process openssl(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
