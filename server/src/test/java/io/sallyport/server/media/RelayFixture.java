package io.sallyport.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import io.sallyport.server.base.Networks;
import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Rules;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.path.MediaSettings;
import io.sallyport.server.path.Paths;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A running relay on loopback with a small range of ports, and the words that its tests share. */
final class RelayFixture implements AutoCloseable {
  static final InetAddress SERVER = address("127.0.0.1");
  static final InetAddress ALICE = address("127.0.0.2");
  static final InetAddress BOB = address("127.0.0.3");
  static final InetAddress MALLORY = address("127.0.0.4");

  final Counters counters = new Counters();
  final AtomicInteger inactive = new AtomicInteger();
  final Paths paths;
  private final MediaSessions sessions;

  RelayFixture(MediaSettings settings) throws Exception {
    paths = new Paths(settings, counters, System::nanoTime, InstantSource.system());
    paths.start();
    MediaRules rules =
        new MediaRules(
            settings.advertisedAddress(),
            settings.plainRtpNetworks(),
            settings.codecs(),
            0,
            paths.fingerprint());
    sessions = new MediaSessions(paths::open, rules, counters, new SecureRandom());
  }

  /** Plain RTP allowed on loopback, 16 port pairs. */
  static RelayFixture open() throws Exception {
    return new RelayFixture(settings(32, Duration.ofSeconds(60), "127.0.0.0/8"));
  }

  static RelayFixture secureOnly() throws Exception {
    return new RelayFixture(settings(32, Duration.ofSeconds(60)));
  }

  static MediaSettings settings(int ports, Duration inactivity, String... plain) {
    return settings("", "", ports, inactivity, plain);
  }

  static MediaSettings settings(
      String bind, String advertised, int ports, Duration inactivity, String... plain) {
    int first = 10_000 + 2 * ThreadLocalRandom.current().nextInt(4_500);
    return new MediaSettings(
        bind,
        advertised,
        0,
        first,
        first + ports - 1,
        1,
        inactivity,
        Networks.of(List.of(plain)),
        List.of(),
        0,
        46,
        34,
        1 << 20,
        8,
        false);
  }

  MediaSession session() {
    return sessions.open("call", inactive::incrementAndGet);
  }

  /** A phone that speaks SRTP or nothing. */
  static Rules secure(InetAddress signalling) {
    return new Rules(true, true, Keying.SDES, SERVER, signalling);
  }

  /** A phone that knows nothing of SRTP. */
  static Rules plain(InetAddress signalling) {
    return new Rules(false, false, Keying.SDES, SERVER, signalling);
  }

  /** A phone that may use either. */
  static Rules either(InetAddress signalling) {
    return new Rules(false, true, Keying.SDES, SERVER, signalling);
  }

  long count(Counter counter) {
    return counters.get(counter);
  }

  static SessionDescription sdp(Result result) {
    assertThat(result).isInstanceOf(Result.Sdp.class);
    return parsed(((Result.Sdp) result).body());
  }

  static String text(Result result) {
    assertThat(result).isInstanceOf(Result.Sdp.class);
    return new String(((Result.Sdp) result).body(), StandardCharsets.UTF_8);
  }

  static SessionDescription parsed(byte[] sdp) {
    SessionDescription.Parsed parsed = SessionDescription.parse(sdp);
    assertThat(parsed).isInstanceOf(SessionDescription.Parsed.Valid.class);
    return ((SessionDescription.Parsed.Valid) parsed).description();
  }

  static MediaDescription audio(Result result) {
    return sdp(result).media().get(0);
  }

  static Result.Refused refusal(Result result) {
    assertThat(result).isInstanceOf(Result.Refused.class);
    return (Result.Refused) result;
  }

  static byte[] bytes(String sdp) {
    return sdp.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** What may differ from run to run, in angle brackets. */
  static String golden(Result result) {
    return text(result)
        .replace("\r\n", "\n")
        .replaceAll("o=- [0-9]+ ", "o=- <id> ")
        .replaceAll("m=(audio|video) [1-9][0-9]* ", "m=$1 <port> ")
        .replaceAll("inline:[0-9A-Za-z+/=]+", "inline:<key>");
  }

  @Override
  public void close() {
    paths.close();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
