package io.sallyport.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;

/**
 * Stands where two phones expect their servers and hands each what the other sent, byte for byte:
 * two phones in one test without a server. The datagram form can lose messages.
 */
final class PatchCord implements AutoCloseable {
  /** Which datagrams get through: the sending side (0 or 1) and the text. */
  private final BiPredicate<Integer, String> passes;

  private final AutoCloseable[] sockets;
  private final int[] ports = new int[2];

  private PatchCord(AutoCloseable[] sockets, BiPredicate<Integer, String> passes) {
    this.sockets = sockets;
    this.passes = passes;
  }

  /** The port that this side's phone takes for its server. */
  int port(int side) {
    return ports[side];
  }

  static PatchCord datagrams() throws IOException {
    return datagrams((side, text) -> true);
  }

  static PatchCord datagrams(BiPredicate<Integer, String> passes) throws IOException {
    DatagramSocket[] ends = {
      new DatagramSocket(0, InetAddress.getLoopbackAddress()),
      new DatagramSocket(0, InetAddress.getLoopbackAddress())
    };
    PatchCord cord = new PatchCord(ends, passes);
    InetSocketAddress[] phones = new InetSocketAddress[2];
    CompletableFuture<?>[] known = {new CompletableFuture<>(), new CompletableFuture<>()};
    for (int side = 0; side < 2; side++) {
      cord.ports[side] = ends[side].getLocalPort();
      int from = side;
      start(() -> cord.relay(ends, phones, known, from));
    }
    return cord;
  }

  private void relay(
      DatagramSocket[] ends, InetSocketAddress[] phones, CompletableFuture<?>[] known, int from) {
    byte[] buffer = new byte[65_536];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        ends[from].receive(packet);
        phones[from] = (InetSocketAddress) packet.getSocketAddress();
        known[from].complete(null);
        String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
        if (text.isBlank() || !passes.test(from, text)) {
          continue;
        }
        known[1 - from].join();
        ends[1 - from].send(new DatagramPacket(buffer, packet.getLength(), phones[1 - from]));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  static PatchCord streams() throws IOException {
    ServerSocket[] ends = {
      new ServerSocket(0, 1, InetAddress.getLoopbackAddress()),
      new ServerSocket(0, 1, InetAddress.getLoopbackAddress())
    };
    PatchCord cord = new PatchCord(ends, (side, text) -> true);
    cord.ports[0] = ends[0].getLocalPort();
    cord.ports[1] = ends[1].getLocalPort();
    start(
        () -> {
          try (Socket first = ends[0].accept();
              Socket second = ends[1].accept()) {
            Thread there = start(() -> pipe(first, second));
            pipe(second, first);
            there.join();
          } catch (IOException e) {
            // closed: the test is over
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return cord;
  }

  private static void pipe(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // one end is gone
    }
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "patch-cord");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    for (AutoCloseable socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
