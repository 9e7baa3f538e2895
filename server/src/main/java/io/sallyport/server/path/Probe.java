package io.sallyport.server.path;

import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.protocol.stun.StunIntegrity;
import io.sallyport.protocol.stun.StunWriter;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Credentials that the one port answers ICE checks for although no call is behind them: how an
 * admin sees from elsewhere that media would arrive. It carries nothing, ends by itself, and
 * answers a bounded number of checks, each no larger than what was asked.
 */
public final class Probe implements AutoCloseable {
  /** Answers of one probe; a browser asks some ten times. */
  static final int MOST_ANSWERS = 200;

  private static final int MOST_SOURCES = 16;
  private static final int TRANSACTION_BYTES = 12;
  private static final long PRIORITY = 0x6E7F_1EFFL;

  // immutable
  private final IceCredentials credentials;
  private final long until;
  private final Probes among;

  // any thread
  private final AtomicInteger answers = new AtomicInteger();

  // any thread: under its own lock
  private final Set<InetSocketAddress> heard = new LinkedHashSet<>();

  /**
   * @param until in nanoseconds of the paths' clock
   */
  Probe(IceCredentials credentials, long until, Probes among) {
    this.credentials = credentials;
    this.until = until;
    this.among = among;
  }

  /** What a check must name: our ice-ufrag. */
  public String fragment() {
    return credentials.localFragment();
  }

  /** What a check must be keyed with: our ice-pwd. */
  public String password() {
    return credentials.localPassword();
  }

  /** Where checks came from that were made with the password, in order; some of many. */
  public List<InetSocketAddress> heard() {
    synchronized (heard) {
      return List.copyOf(heard);
    }
  }

  /** A check as an agent would send it, for those who cannot make one. */
  public byte[] request(SecureRandom random) {
    byte[] transaction = new byte[TRANSACTION_BYTES];
    random.nextBytes(transaction);
    StunWriter writer = new StunWriter(new StunIntegrity());
    int length =
        writer
            .request(transaction)
            .username(fragment(), "probe")
            .priority(PRIORITY)
            .controlling(random.nextLong())
            .finish(password());
    return Arrays.copyOf(writer.buffer(), length);
  }

  /** From now on nobody is answered. */
  @Override
  public void close() {
    among.forget(this);
  }

  IceCredentials credentials() {
    return credentials;
  }

  boolean over(long now) {
    return until - now <= 0;
  }

  /** Whether one more check may be answered. */
  boolean mayAnswer() {
    return answers.incrementAndGet() <= MOST_ANSWERS;
  }

  void heard(InetSocketAddress source) {
    synchronized (heard) {
      if (heard.size() < MOST_SOURCES) {
        heard.add(source);
      }
    }
  }
}
