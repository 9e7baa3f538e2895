package io.sallyport.server.path;

import io.sallyport.protocol.dtls.HelloPieces;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The hellos that come in pieces from sources which have brought a cookie: few at a time, for a few
 * seconds each, and of one address no more than phones behind one router need.
 */
final class HelloAssembly {
  static final int MAX_SOURCES = 256;
  static final int MAX_PER_ADDRESS = 16;
  static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(8);

  private record Begun(HelloPieces pieces, long attempt, long at) {}

  // immutable
  private final LongSupplier nanoTime;

  // any thread; it grows under the lock of this
  private final ConcurrentMap<InetSocketAddress, Begun> begun = new ConcurrentHashMap<>();

  HelloAssembly(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The pieces that a first one belongs to: those of its attempt, or new ones.
   *
   * @param attempt the client's random
   * @return empty where there is no room, or the hello is too long
   */
  synchronized Optional<HelloPieces> begin(
      InetSocketAddress source, long attempt, byte[] bytes, int offset, int length) {
    long now = nanoTime.getAsLong();
    Begun known = begun.get(source);
    if (known != null && known.attempt() == attempt && !old(known, now)) {
      return Optional.of(known.pieces());
    }
    begun.remove(source);
    if (begun.size() >= MAX_SOURCES) {
      begun.values().removeIf(each -> old(each, now));
    }
    long there =
        begun.entrySet().stream()
            .filter(each -> each.getKey().getAddress().equals(source.getAddress()))
            .filter(each -> !old(each.getValue(), now))
            .count();
    if (begun.size() >= MAX_SOURCES || there >= MAX_PER_ADDRESS) {
      return Optional.empty();
    }
    Optional<HelloPieces> pieces = HelloPieces.begin(bytes, offset, length);
    pieces.ifPresent(fresh -> begun.put(source, new Begun(fresh, attempt, now)));
    return pieces;
  }

  /** The pieces that a later one may belong to. */
  Optional<HelloPieces> of(InetSocketAddress source) {
    Begun known = begun.get(source);
    return known == null || old(known, nanoTime.getAsLong())
        ? Optional.empty()
        : Optional.of(known.pieces());
  }

  /** They are whole, or nobody needs them. */
  void done(InetSocketAddress source) {
    begun.remove(source);
  }

  int size() {
    return begun.size();
  }

  private static boolean old(Begun each, long now) {
    return now - each.at() > LIFETIME_NANOS;
  }
}
