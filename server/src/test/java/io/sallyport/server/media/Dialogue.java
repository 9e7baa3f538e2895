package io.sallyport.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.dtls.Fingerprint;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import io.sallyport.server.base.Networks;
import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Rules;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.path.StreamPlan;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * One call's descriptions between two phones of given kinds, over {@link FakePaths}. Alice is at
 * 192.0.2.10, Bob at 192.0.2.20, the server at 192.0.2.1.
 */
final class Dialogue {
  static final InetAddress SERVER = address("192.0.2.1");
  static final InetAddress ALICE = address("192.0.2.10");
  static final InetAddress BOB = address("192.0.2.20");
  static final String OUR_FINGERPRINT = "sha-256 0F" + ":0F".repeat(31);

  final FakePaths paths;
  final Counters counters = new Counters();
  final MediaSession session;
  Rules alice;
  Rules bob;

  private Dialogue(Rules alice, Rules bob, MediaRules rules, int pairs) {
    this.alice = alice;
    this.bob = bob;
    paths = new FakePaths(pairs);
    session =
        new MediaSessions((call, events) -> paths, rules, counters, new SecureRandom())
            .open("call", () -> {});
  }

  /** Plain RTP is allowed everywhere for whom rules allow it. */
  static Dialogue between(Rules alice, Rules bob) {
    return new Dialogue(alice, bob, rules(List.of(), 0, "0.0.0.0/0"), 100);
  }

  static Dialogue between(Rules alice, Rules bob, MediaRules rules, int pairs) {
    return new Dialogue(alice, bob, rules, pairs);
  }

  static MediaRules rules(List<String> codecs, long bitsPerSecond, String... plain) {
    return new MediaRules(
        "",
        Networks.of(List.of(plain)),
        codecs,
        bitsPerSecond,
        Fingerprint.parse(OUR_FINGERPRINT).orElseThrow());
  }

  /** A phone that speaks SRTP with keys in SDP, or nothing. */
  static Rules sdes(InetAddress at) {
    return new Rules(true, true, Keying.SDES, SERVER, at);
  }

  /** A browser. */
  static Rules dtls(InetAddress at) {
    return new Rules(true, true, Keying.DTLS, SERVER, at);
  }

  /** A phone that knows nothing of SRTP. */
  static Rules plain(InetAddress at) {
    return new Rules(false, false, Keying.SDES, SERVER, at);
  }

  /** A phone that may use either. */
  static Rules either(InetAddress at) {
    return new Rules(false, true, Keying.SDES, SERVER, at);
  }

  Result offerOfAlice(String sdp) {
    return session.offer(Side.A, bytes(sdp), alice, bob);
  }

  Result answerOfBob(String sdp) {
    return session.answer(Side.B, bytes(sdp), bob);
  }

  Result offerOfBob(String sdp) {
    return session.offer(Side.B, bytes(sdp), bob, alice);
  }

  Result answerOfAlice(String sdp) {
    return session.answer(Side.A, bytes(sdp), alice);
  }

  StreamPlan plan(int index) {
    return paths.bound.stream().filter(plan -> plan.index() == index).findFirst().orElseThrow();
  }

  static SessionDescription sdp(Result result) {
    SessionDescription.Parsed parsed =
        SessionDescription.parse(text(result).getBytes(StandardCharsets.UTF_8));
    assertThat(parsed).isInstanceOf(SessionDescription.Parsed.Valid.class);
    return ((SessionDescription.Parsed.Valid) parsed).description();
  }

  static MediaDescription line(Result result, int place) {
    return sdp(result).media().get(place);
  }

  static String text(Result result) {
    assertThat(result).isInstanceOf(Result.Sdp.class);
    return new String(((Result.Sdp) result).body(), StandardCharsets.UTF_8);
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
        .replaceAll("inline:[0-9A-Za-z+/=]{40,}", "inline:<key>")
        .replaceAll("cname:[0-9a-f]+", "cname:<name>")
        .replace(OUR_FINGERPRINT, "<ours>");
  }

  /** All lines of a description with that start, in their order. */
  static List<String> lines(Result result, String start) {
    List<String> found = new ArrayList<>();
    for (String line : golden(result).split("\n")) {
      if (line.startsWith(start)) {
        found.add(line);
      }
    }
    return found;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
