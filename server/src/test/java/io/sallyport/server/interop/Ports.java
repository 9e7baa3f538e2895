package io.sallyport.server.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nothing uses now and that no two parts of this run are given. */
final class Ports {
  // any thread: what was given out, so that nobody gets it twice
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  /**
   * All of it below what the kernel gives to outgoing connections; each test process has a part.
   */
  private static final int SHARE = 11_000;

  private static final int LOWEST =
      10_000 + SHARE * ((Integer.getInteger("tests.fork", 1) - 1) % 2);

  private static final int HIGHEST = LOWEST + SHARE;

  private Ports() {}

  /** One port, free for TCP and for UDP. */
  static int one() {
    return block(1).first();
  }

  /**
   * That many adjoining ports, the first one even as RTP wants it (RFC 3550 section 11). Blocks of
   * one size lie side by side, so that none is lost between two others; once all have been given,
   * those that are free again are given anew.
   */
  static Block block(int size) {
    for (int attempt = 0; attempt < 400; attempt++) {
      int step = size + (size & 1);
      int places = (HIGHEST - LOWEST) / step;
      int first = LOWEST + step * ThreadLocalRandom.current().nextInt(places);
      if (allFree(first, size) && claim(first, size)) {
        return new Block(first, first + size - 1);
      }
      if (attempt == 200) {
        GIVEN.clear();
      }
    }
    throw new IllegalStateException("no block of " + size + " free ports");
  }

  private static boolean claim(int first, int size) {
    for (int port = first; port < first + size; port++) {
      if (!GIVEN.add(port)) {
        return false;
      }
    }
    return true;
  }

  private static boolean allFree(int first, int size) {
    for (int port = first; port < first + size; port++) {
      if (GIVEN.contains(port) || !free(port)) {
        return false;
      }
    }
    return true;
  }

  private static boolean free(int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, port))) {
      tcp.setReuseAddress(true);
      tcp.bind(new InetSocketAddress(loopback, port));
      return udp.isBound();
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adjoining ports, both ends included. */
  record Block(int first, int last) {
    boolean contains(int port) {
      return port >= first && port <= last;
    }

    /** {@code first-last}, as softphones write it. */
    @Override
    public String toString() {
      return first + "-" + last;
    }
  }
}
