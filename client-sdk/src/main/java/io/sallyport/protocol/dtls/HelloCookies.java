package io.sallyport.protocol.dtls;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DTLSVerifier;
import org.bouncycastle.tls.DatagramSender;

/**
 * The stateless cookie exchange (RFC 6347 section 4.2.1): a ClientHello without a cookie is
 * answered with one that is an HMAC of its sender's address and of the hello, and forgotten. Any
 * thread.
 */
public final class HelloCookies {
  /** A cookie is good for one to two of these; hellos are repeated within seconds. */
  private static final long SECRET_LIFETIME_NANOS = TimeUnit.MINUTES.toNanos(1);

  // immutable
  private final BoundedCrypto crypto;
  private final LongSupplier nanoTime;

  // any thread: volatile snapshot
  private volatile Secrets secrets;

  private record Secrets(DTLSVerifier current, DTLSVerifier previous, long since) {}

  public HelloCookies(SecureRandom random, LongSupplier nanoTime) {
    this.crypto = new BoundedCrypto(random);
    this.nanoTime = nanoTime;
    this.secrets =
        new Secrets(new DTLSVerifier(crypto), new DTLSVerifier(crypto), nanoTime.getAsLong());
  }

  /** Takes the bytes of a HelloVerifyRequest; they may be kept. */
  public interface Answer {
    void send(byte[] bytes, int offset, int length);
  }

  /**
   * Checks a datagram that is one whole ClientHello.
   *
   * @param answer gets a HelloVerifyRequest, never longer than the hello, where the cookie is
   *     missing or wrong
   */
  public Optional<VerifiedHello> verify(
      byte[] bytes, int offset, int length, InetSocketAddress source, Answer answer) {
    Secrets now = current();
    byte[] client = client(source);
    try {
      DTLSRequest request = null;
      if (hasCookie(bytes, offset, length)) {
        request = now.previous.verifyRequest(client, bytes, offset, length, sender(null, length));
      }
      if (request == null) {
        request = now.current.verifyRequest(client, bytes, offset, length, sender(answer, length));
      }
      return Optional.ofNullable(request).map(VerifiedHello::new);
    } catch (RuntimeException e) {
      // the library's parser met something that it does not expect: nobody's hello
      return Optional.empty();
    }
  }

  private static boolean hasCookie(byte[] bytes, int offset, int length) {
    return HelloFragment.read(bytes, offset, length).map(HelloFragment::cookie).orElse(false);
  }

  private Secrets current() {
    Secrets seen = secrets;
    if (nanoTime.getAsLong() - seen.since <= SECRET_LIFETIME_NANOS) {
      return seen;
    }
    synchronized (this) {
      if (secrets == seen) {
        secrets = new Secrets(new DTLSVerifier(crypto), seen.current, nanoTime.getAsLong());
      }
      return secrets;
    }
  }

  private static byte[] client(InetSocketAddress source) {
    byte[] address = source.getAddress().getAddress();
    byte[] client = new byte[address.length + 2];
    System.arraycopy(address, 0, client, 2, address.length);
    client[0] = (byte) (source.getPort() >> 8);
    client[1] = (byte) source.getPort();
    return client;
  }

  private static DatagramSender sender(Answer answer, int limit) {
    return new DatagramSender() {
      @Override
      public int getSendLimit() {
        return BoundedTransport.SEND_LIMIT;
      }

      @Override
      public void send(byte[] bytes, int offset, int length) {
        if (answer != null && length <= limit) {
          answer.send(bytes, offset, length);
        }
      }
    };
  }
}
