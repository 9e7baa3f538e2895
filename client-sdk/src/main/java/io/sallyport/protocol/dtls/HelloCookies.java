package io.sallyport.protocol.dtls;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DatagramSender;
import org.bouncycastle.tls.HandshakeType;

/**
 * The stateless cookie exchange (RFC 6347 section 4.2.1): a ClientHello without our cookie is
 * answered with it and forgotten, at the cost of one HMAC; only one that brings it is read. Any
 * thread.
 */
public final class HelloCookies {
  /** A cookie is good for one to two of these; hellos are repeated within seconds. */
  private static final long SECRET_LIFETIME_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final int ANSWER_BODY = 3 + CookieSecret.LENGTH;

  /** Bytes of a HelloVerifyRequest with its headers. */
  private static final int ANSWER =
      HandshakeBounds.RECORD_HEADER + HandshakeBounds.MESSAGE_HEADER + ANSWER_BODY;

  private static final DatagramSender NO_ANSWER =
      new DatagramSender() {
        @Override
        public int getSendLimit() {
          return BoundedTransport.SEND_LIMIT;
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
          // where the cookie is ours there is nothing to ask for
        }
      };

  // immutable
  private final SecureRandom random;
  private final LongSupplier nanoTime;

  // any thread: volatile snapshot
  private volatile Secrets secrets;

  private record Secrets(CookieSecret current, CookieSecret previous, long since) {}

  public HelloCookies(SecureRandom random, LongSupplier nanoTime) {
    this.random = random;
    this.nanoTime = nanoTime;
    this.secrets =
        new Secrets(new CookieSecret(random), new CookieSecret(random), nanoTime.getAsLong());
  }

  /** Takes the bytes of a HelloVerifyRequest; they may be kept. */
  public interface Answer {
    void send(byte[] bytes, int offset, int length);
  }

  /**
   * Checks a datagram that is one whole ClientHello.
   *
   * @param hello what was read of it
   * @param answer gets a HelloVerifyRequest, never longer than the hello, where the cookie is
   *     missing or wrong
   */
  public Optional<VerifiedHello> verify(
      HelloFragment hello,
      byte[] bytes,
      int offset,
      int length,
      InetSocketAddress source,
      Answer answer) {
    Secrets now = current();
    byte[] client = CookieSecret.client(source);
    byte[] cookie = now.current.cookie(client);
    if (matches(hello, bytes, cookie)) {
      return request(now.current, client, bytes, offset, length);
    }
    if (hello.cookieLength() > 0 && matches(hello, bytes, now.previous.cookie(client))) {
      return request(now.previous, client, bytes, offset, length);
    }
    if (length >= ANSWER) {
      answer.send(verifyRequest(bytes, offset, cookie), 0, ANSWER);
    }
    return Optional.empty();
  }

  /**
   * Whether the first fragment of a hello brings a cookie; one that does not is answered as a whole
   * hello is. Nothing of it may be kept before.
   */
  public boolean proven(
      HelloFragment first,
      byte[] bytes,
      int offset,
      int length,
      InetSocketAddress source,
      Answer answer) {
    Secrets now = current();
    byte[] client = CookieSecret.client(source);
    byte[] cookie = now.current.cookie(client);
    if (matches(first, bytes, cookie)
        || first.cookieLength() > 0 && matches(first, bytes, now.previous.cookie(client))) {
      return true;
    }
    boolean readable = first.cookieAt() > 0;
    if (readable && length >= ANSWER) {
      answer.send(verifyRequest(bytes, offset, cookie), 0, ANSWER);
    }
    return false;
  }

  private static boolean matches(HelloFragment hello, byte[] bytes, byte[] cookie) {
    int at = hello.cookieAt();
    return hello.cookieLength() == CookieSecret.LENGTH
        && MessageDigest.isEqual(Arrays.copyOfRange(bytes, at, at + cookie.length), cookie);
  }

  private static Optional<VerifiedHello> request(
      CookieSecret secret, byte[] client, byte[] bytes, int offset, int length) {
    try {
      DTLSRequest request =
          secret.verifier().verifyRequest(client, bytes, offset, length, NO_ANSWER);
      return Optional.ofNullable(request).map(VerifiedHello::new);
    } catch (RuntimeException e) {
      // the library's parser met something that it does not expect: nobody's hello
      return Optional.empty();
    }
  }

  /** With the hello's record number, and in the clothes of DTLS 1.0, as the RFC wants it. */
  private static byte[] verifyRequest(byte[] hello, int offset, byte[] cookie) {
    byte[] answer = new byte[ANSWER];
    answer[0] = ContentType.handshake;
    answer[1] = (byte) 0xfe;
    answer[2] = (byte) 0xff;
    System.arraycopy(hello, offset + 5, answer, 5, 6);
    answer[12] = HandshakeBounds.MESSAGE_HEADER + ANSWER_BODY;
    int message = HandshakeBounds.RECORD_HEADER;
    answer[message] = HandshakeType.hello_verify_request;
    answer[message + 3] = ANSWER_BODY;
    answer[message + 11] = ANSWER_BODY;
    int body = message + HandshakeBounds.MESSAGE_HEADER;
    answer[body] = (byte) 0xfe;
    answer[body + 1] = (byte) 0xff;
    answer[body + 2] = CookieSecret.LENGTH;
    System.arraycopy(cookie, 0, answer, body + 3, cookie.length);
    return answer;
  }

  private Secrets current() {
    Secrets seen = secrets;
    if (nanoTime.getAsLong() - seen.since <= SECRET_LIFETIME_NANOS) {
      return seen;
    }
    synchronized (this) {
      if (secrets == seen) {
        secrets = new Secrets(new CookieSecret(random), seen.current, nanoTime.getAsLong());
      }
      return secrets;
    }
  }
}
