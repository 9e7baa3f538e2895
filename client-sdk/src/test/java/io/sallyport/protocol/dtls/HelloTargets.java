package io.sallyport.protocol.dtls;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is done with hellos from strangers before anything is known of them, for random tests and
 * for the fuzzer.
 */
public final class HelloTargets {
  private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.7", 4711);
  private static final HelloCookies COOKIES = new HelloCookies(new SecureRandom(), () -> 0);

  private HelloTargets() {}

  /** One datagram: a cookie at most as long as itself is all that it gets. */
  public static void hello(byte[] packet) {
    byte[] before = packet.clone();
    Optional<HelloFragment> read = HelloFragment.read(packet, 0, packet.length);
    if (read.isPresent()) {
      HelloFragment hello = read.get();
      check(hello.cookieAt() >= 0 && hello.cookieLength() >= 0);
      check(hello.cookieAt() + hello.cookieLength() <= packet.length);
      HelloCookies.Answer answer = (bytes, offset, length) -> check(length <= packet.length);
      if (hello.whole()) {
        check(COOKIES.verify(hello, packet, 0, packet.length, SOURCE, answer).isEmpty());
      } else if (hello.first()) {
        check(!COOKIES.proven(hello, packet, 0, packet.length, SOURCE, answer));
      }
    }
    check(Arrays.equals(before, packet));
    int kept = new HandshakeBounds(true).filter(packet, 0, packet.length);
    check(kept >= 0 && kept <= packet.length);
  }

  /**
   * Datagrams of one source, put together.
   *
   * @param datagrams each behind its length in two bytes
   */
  public static void pieces(byte[] datagrams) {
    HelloPieces pieces = null;
    int at = 0;
    while (at + 2 <= datagrams.length) {
      int length = Math.min(HandshakeBounds.int16(datagrams, at), datagrams.length - at - 2);
      byte[] datagram = Arrays.copyOfRange(datagrams, at + 2, at + 2 + length);
      at += 2 + length;
      if (pieces == null) {
        pieces = HelloPieces.begin(datagram, 0, length).orElse(null);
      }
      if (pieces != null) {
        pieces.add(datagram, 0, length);
        pieces.whole().ifPresent(HelloTargets::whole);
      }
    }
  }

  private static void whole(byte[] record) {
    check(record.length >= HandshakeBounds.RECORD_HEADER + HandshakeBounds.MESSAGE_HEADER);
    HelloFragment read = HelloFragment.read(record, 0, record.length).orElse(null);
    check(read != null && read.first());
    hello(record);
  }

  private static void check(boolean truth) {
    if (!truth) {
      throw new IllegalStateException("a reader believed a lie");
    }
  }
}
