package io.sallyport.server.selftest;

import io.sallyport.protocol.stun.StunIntegrity;
import io.sallyport.protocol.stun.StunMessage;
import io.sallyport.protocol.stun.StunRead;
import io.sallyport.server.path.Paths;
import io.sallyport.server.path.Probe;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a packet to the one UDP port reaches the media loops and its answer comes back. */
public final class MediaPort {
  private static final int PATIENCE_MILLIS = 1_000;
  private static final int TRIES = 3;
  private static final Duration LASTING = Duration.ofSeconds(30);

  // immutable
  private final Paths paths;
  private final InetAddress address;
  private final SecureRandom random;

  /**
   * @param bind the address that the port is bound to; empty for every one
   */
  public MediaPort(Paths paths, String bind, SecureRandom random) throws IOException {
    this.paths = paths;
    InetAddress bound = bind.isEmpty() ? null : InetAddress.getByName(bind);
    this.address =
        bound == null || bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
    this.random = random;
  }

  public Check check() {
    return new Check(
        "media-port", "media", "Media port UDP " + paths.port() + " answers ICE", this::look);
  }

  private Finding look() throws IOException {
    Optional<Probe> opened = paths.probe(LASTING);
    if (opened.isEmpty()) {
      return Finding.warning("too many tests are under way", "try again in some minutes");
    }
    try (Probe probe = opened.get();
        DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      InetSocketAddress port = new InetSocketAddress(address, paths.port());
      for (int i = 0; i < TRIES; i++) {
        byte[] request = probe.request(random);
        long began = System.nanoTime();
        socket.send(new DatagramPacket(request, request.length, port));
        Optional<StunMessage> answer = answer(socket, request);
        if (answer.isPresent()) {
          double millis = (System.nanoTime() - began) / 1e6;
          return judged(answer.get(), probe, millis);
        }
      }
      return Finding.failed(
          "no answer from " + port + " to " + TRIES + " checks",
          "this machine's packet filter may drop UDP; 'ss -lnup' shows whether the port is open");
    }
  }

  private static Finding judged(StunMessage answer, Probe probe, double millis) {
    boolean proven = new StunIntegrity().verifies(answer, probe.password());
    return proven && answer.type() == StunMessage.BINDING_SUCCESS && !probe.heard().isEmpty()
        ? Finding.ok(
            String.format(
                Locale.ROOT, "an authenticated answer from the media loop in %.1f ms", millis))
        : Finding.failed(
            "an answer that is not this server's", "another program may answer on this port");
  }

  private static Optional<StunMessage> answer(DatagramSocket socket, byte[] request)
      throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
    StunRead read = StunMessage.read(packet.getData(), 0, packet.getLength());
    byte[] id = Arrays.copyOfRange(request, 8, 20);
    return read instanceof StunMessage message && Arrays.equals(message.transactionId(), id)
        ? Optional.of(message)
        : Optional.empty();
  }
}
