package io.sallyport.server.path;

import io.sallyport.protocol.dtls.HelloCookies;
import io.sallyport.protocol.dtls.HelloFragment;
import io.sallyport.protocol.dtls.HelloPieces;
import io.sallyport.protocol.dtls.VerifiedHello;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a ClientHello has to show before anything is begun for it: a cookie, by which its source
 * proves that it gets what is sent to it (RFC 6347 section 4.2.1), and all of its pieces. Without a
 * cookie it gets one, and is forgotten. Any thread.
 */
final class HelloDoor {
  // immutable
  private final HelloCookies cookies;
  private final HelloAssembly assembly;

  HelloDoor(SecureRandom random, LongSupplier nanoTime) {
    this.cookies = new HelloCookies(random, nanoTime);
    this.assembly = new HelloAssembly(nanoTime);
  }

  /** What comes of a datagram with a hello. */
  sealed interface Outcome permits Proven, Held {}

  /** A whole hello with its cookie. */
  record Proven(HelloFragment fragment, VerifiedHello hello) implements Outcome {}

  /** No handshake begins by it. */
  record Held(DtlsGate.Taken taken) implements Outcome {}

  /** Whether pieces of a source's hello are here, so that others may join them. */
  boolean collects(InetSocketAddress source) {
    return assembly.of(source).isPresent();
  }

  /** Takes a hello, or a piece of one. */
  Outcome received(
      HelloFragment fragment,
      byte[] bytes,
      int offset,
      int length,
      InetSocketAddress source,
      DtlsGate.Reply reply) {
    return fragment.whole()
        ? verify(fragment, bytes, offset, length, source, reply)
        : collect(fragment, bytes, offset, length, source, reply);
  }

  private Outcome verify(
      HelloFragment fragment,
      byte[] bytes,
      int offset,
      int length,
      InetSocketAddress source,
      DtlsGate.Reply reply) {
    CookieReply answer = new CookieReply(source, reply);
    Optional<VerifiedHello> verified =
        cookies.verify(fragment, bytes, offset, length, source, answer);
    return verified.isPresent() ? new Proven(fragment, verified.get()) : answer.held();
  }

  /** The cookie is in the first piece: what comes without one costs no more than a whole hello. */
  private Outcome collect(
      HelloFragment fragment,
      byte[] bytes,
      int offset,
      int length,
      InetSocketAddress source,
      DtlsGate.Reply reply) {
    Optional<HelloPieces> pieces;
    if (fragment.first()) {
      CookieReply answer = new CookieReply(source, reply);
      if (!cookies.proven(fragment, bytes, offset, length, source, answer)) {
        return answer.held();
      }
      pieces = assembly.begin(source, fragment.random(), bytes, offset, length);
    } else {
      pieces = assembly.of(source);
    }
    if (pieces.isEmpty()) {
      return new Held(fragment.first() ? DtlsGate.Taken.TOO_MANY : DtlsGate.Taken.UNREADABLE);
    }
    pieces.get().add(bytes, offset, length);
    Optional<byte[]> whole = pieces.get().whole();
    if (whole.isEmpty()) {
      return new Held(DtlsGate.Taken.COLLECTED);
    }
    assembly.done(source);
    byte[] hello = whole.get();
    Optional<HelloFragment> read =
        HelloFragment.read(hello, 0, hello.length).filter(HelloFragment::whole);
    return read.isEmpty()
        ? new Held(DtlsGate.Taken.UNREADABLE)
        : verify(read.get(), hello, 0, hello.length, source, reply);
  }

  /** Sources whose hello is not whole yet. */
  int assembling() {
    return assembly.size();
  }

  private static final class CookieReply implements HelloCookies.Answer {
    private final InetSocketAddress target;
    private final DtlsGate.Reply reply;
    private boolean sent;

    CookieReply(InetSocketAddress target, DtlsGate.Reply reply) {
      this.target = target;
      this.reply = reply;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      sent = true;
      reply.send(bytes, offset, length, target);
    }

    Held held() {
      return new Held(sent ? DtlsGate.Taken.COOKIE_SENT : DtlsGate.Taken.UNREADABLE);
    }
  }
}
