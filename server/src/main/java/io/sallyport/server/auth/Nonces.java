package io.sallyport.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that need no memory until they are used: time, a number and a MAC over both and the source
 * address (RFC 7616 section 5.4). Only a login that succeeded makes an entry, which then holds the
 * user and the counts that have been used, so that nothing can be replayed. Any thread.
 *
 * <p>The secret lives as long as the process: after a restart every phone is asked once more, as if
 * its nonce had grown stale.
 */
final class Nonces {
  private static final int TIME_BYTES = 4;
  private static final int NUMBER_BYTES = 6;
  private static final int MAC_BYTES = 14;
  private static final int BYTES = TIME_BYTES + NUMBER_BYTES + MAC_BYTES;
  private static final int CHARACTERS = BYTES / 3 * 4;
  private static final long TICK_NANOS = 100_000_000;

  /**
   * Which counts of one nonce have been used: the highest and the 64 up to it, since UDP may swap
   * requests.
   */
  private static final class Uses {
    private final long tick;
    private final String user;
    private long highest;
    private long window;

    Uses(long tick, String user) {
      this.tick = tick;
      this.user = user;
    }

    synchronized boolean use(String by, long count) {
      if (!user.equals(by)) {
        return false;
      }
      if (count > highest) {
        long shift = count - highest;
        window = shift >= Long.SIZE ? 1 : (window << shift) | 1;
        highest = count;
        return true;
      }
      long back = highest - count;
      if (back >= Long.SIZE || (window & (1L << back)) != 0) {
        return false;
      }
      window |= 1L << back;
      return true;
    }
  }

  // immutable
  private final long lifetimeTicks;
  private final LongSupplier nanoTime;
  private final long origin;
  private final ThreadLocal<Mac> macs;

  // any thread
  private final AtomicLong numbers = new AtomicLong(new SecureRandom().nextLong());
  private final AtomicLong forgottenTick = new AtomicLong(-1);
  private final Cache<Long, Uses> used;

  Nonces(Duration lifetime, int remembered, LongSupplier nanoTime) {
    this.lifetimeTicks = lifetime.toNanos() / TICK_NANOS;
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.macs = ThreadLocal.withInitial(() -> mac(secret));
    this.used =
        Caffeine.newBuilder()
            .maximumSize(remembered)
            .expireAfterWrite(lifetime.plusSeconds(1))
            .ticker(nanoTime::getAsLong)
            .evictionListener((Long number, Uses uses, RemovalCause cause) -> evicted(uses, cause))
            .build();
  }

  String fresh(InetAddress source) {
    byte[] nonce = new byte[BYTES];
    long number = numbers.getAndIncrement();
    ByteBuffer.wrap(nonce)
        .putInt((int) tick())
        .putShort((short) (number >>> 32))
        .putInt((int) number);
    System.arraycopy(seal(nonce, source), 0, nonce, TIME_BYTES + NUMBER_BYTES, MAC_BYTES);
    return Base64.getUrlEncoder().encodeToString(nonce);
  }

  /** Whether we gave this nonce to this address a short time ago. */
  boolean isFresh(String text, InetAddress source) {
    byte[] nonce = decoded(text);
    if (nonce == null) {
      return false;
    }
    byte[] expected = new byte[BYTES];
    System.arraycopy(nonce, 0, expected, 0, TIME_BYTES + NUMBER_BYTES);
    System.arraycopy(seal(nonce, source), 0, expected, TIME_BYTES + NUMBER_BYTES, MAC_BYTES);
    long issued = issued(nonce);
    long age = tick() - issued;
    return MessageDigest.isEqual(expected, nonce)
        && age >= 0
        && age <= lifetimeTicks
        && issued > forgottenTick.get();
  }

  /**
   * Uses up one count of a fresh nonce; false where it has been used, or the nonce is another
   * user's.
   */
  boolean use(String text, String user, long count) {
    byte[] nonce = decoded(text);
    if (nonce == null) {
      return false;
    }
    long number = ByteBuffer.wrap(nonce).getLong(TIME_BYTES - 2) & 0xFFFF_FFFF_FFFFL;
    return used.get(number, n -> new Uses(issued(nonce), user)).use(user, count);
  }

  /**
   * An entry pushed out by others could be replayed: whatever is as old as it counts as stale from
   * now on.
   */
  private void evicted(Uses uses, RemovalCause cause) {
    if (cause == RemovalCause.SIZE && uses != null) {
      forgottenTick.accumulateAndGet(uses.tick, Math::max);
    }
  }

  private long tick() {
    return (nanoTime.getAsLong() - origin) / TICK_NANOS;
  }

  private byte[] seal(byte[] nonce, InetAddress source) {
    Mac mac = macs.get();
    mac.update(nonce, 0, TIME_BYTES + NUMBER_BYTES);
    return mac.doFinal(source.getAddress());
  }

  private static long issued(byte[] nonce) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(nonce).getInt());
  }

  private static byte[] decoded(String text) {
    if (text.length() != CHARACTERS) {
      return null;
    }
    try {
      byte[] nonce = Base64.getUrlDecoder().decode(text);
      return nonce.length == BYTES ? nonce : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Mac mac(byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
