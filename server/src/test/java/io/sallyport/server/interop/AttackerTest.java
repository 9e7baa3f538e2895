package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An attacker on another address sprays the media ports during calls, under his own address and
 * under those of the phones, with noise of every protocol and with packets that he has seen: he
 * hears nothing, is not heard, moves no stream and disturbs none (rows 1 to 4 of the threats: RTP
 * bleed, RTP injection, ends by bad SRTP, DTLS hello races).
 */
@Tag("interop")
@Tag("alone")
class AttackerTest {
  private static final Tone CALLERS = new Tone(440);
  private static final Tone CALLEES = new Tone(1000);
  private static final long SEED = 3;
  private static final int SHOTS = 8_000;
  private static final int PACKETS_PER_SECOND = 50_000;
  private static final Duration ATTACK = Duration.ofSeconds(4);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Two who talk. */
  private record Talk(Softphone caller, Softphone callee) {
    List<Softphone> both() {
      return List.of(caller, callee);
    }
  }

  /** What a phone has heard at one moment: the other's tone, and anything else. */
  private record Heard(double tone, double foreign) {
    static Heard of(Softphone phone, Tone tone) {
      WavFile heard = phone.heard();
      return new Heard(tone.secondsIn(heard), tone.foreignSecondsIn(heard));
    }
  }

  @Test
  void whatAnAttackerSpraysIsNeitherHeardNorAnsweredAndDisturbsNoCall() throws Exception {
    try (Stage stage = new Stage(getClass(), "spray")) {
      // a phone without SRTP that signals over TLS is refused by default, wherever it is
      ServerProcess server =
          stage.server(
              Map.of("media.plain-rtp-networks", "[127.0.0.0/8]", "policy.require-srtp", "false"));
      Attacker attacker = stage.keep(Attacker.at(stage.directory(), "127.0.0.66"));
      Capture toAttacker =
          stage.keep(Capture.start(stage.directory(), "attacker", "udp and dst host 127.0.0.66"));
      Capture media = stage.keep(Capture.start(stage.directory(), "calls", filter(server)));
      knock(attacker, server);
      List<Talk> talks = talks(stage, server);
      for (Talk talk : talks) {
        begin(talk, () -> knock(attacker, server));
      }
      knock(attacker, server);
      List<Capture.Packet> seen = media.finish();

      List<Softphone> phones = talks.stream().flatMap(talk -> talk.both().stream()).toList();
      List<Heard> before = heard(talks);
      long lostBefore = lost(phones);
      Instant begun = Instant.now();
      Subprocess spray =
          attacker.spray("spray", shots(server, attacker, seen), PACKETS_PER_SECOND, ATTACK);
      assertThat(spray.exit(ATTACK.plusSeconds(20))).as(spray.output()).isZero();
      assertThat(sent(spray)).as("packets of the attack").isGreaterThan(SHOTS);
      Stage.letPass(Duration.ofSeconds(1));
      List<Heard> after = heard(talks);
      for (int i = 0; i < after.size(); i++) {
        String who = phones.get(i).account().user();
        assertThat(after.get(i).foreign() - before.get(i).foreign())
            .as("seconds of anything but the tone at " + who)
            .isZero();
        assertThat(after.get(i).tone() - before.get(i).tone())
            .as("seconds of the tone during the attack at " + who)
            .isGreaterThan(3);
      }
      assertThat(lost(phones) - lostBefore).as("packets of the calls that were lost").isZero();

      for (Talk talk : talks) {
        talk.caller().hangUp();
        talk.callee().awaitEnded();
      }
      knock(attacker, server);
      Stage.letPass(Duration.ofSeconds(1));
      assertThat(toAttacker.finish()).as("packets to the attacker's address").isEmpty();
      assertThat(server.isAlive()).isTrue();
      assertNoStreamMoved(server, talks.size(), begun);
    }
  }

  /** By the record of the calls: nothing counts as a proof that was not there before the attack. */
  private static void assertNoStreamMoved(ServerProcess server, int calls, Instant attack)
      throws IOException {
    ServerProcess.Ended ended = server.run("calls", "--json");
    assertThat(ended.code()).as(ended.output()).isZero();
    List<String> lines = ended.output().lines().filter(line -> line.startsWith("{")).toList();
    assertThat(lines).as(ended.output()).hasSize(calls);
    for (String line : lines) {
      JsonNode streams = JSON.readTree(line).path("streams");
      assertThat(streams).as(line).hasSizeGreaterThanOrEqualTo(2);
      for (JsonNode stream : streams) {
        assertThat(stream.path("elsewhere").asLong(-1)).as(line).isZero();
        assertThat(stream.path("packets").asLong()).as(line).isGreaterThan(100);
        assertThat(stream.path("sources")).as(line).isNotEmpty();
        for (JsonNode source : stream.path("sources")) {
          assertThat(Instant.parse(source.path("since").asText())).as(line).isBefore(attack);
          assertThat(source.path("address").asText()).as(line).doesNotContain("127.0.0.66");
        }
      }
    }
  }

  private static List<Talk> talks(Stage stage, ServerProcess server) {
    Deque<Account> users = server.addUsers(6);
    return List.of(
        talk(stage, server, users, "BARESIP SDES", "CHROMIUM DTLS ICE"),
        talk(stage, server, users, "SDK SDES", "SDK DTLS ICE"),
        talk(stage, server, users, "SDK PLAIN", "SDK SDES"));
  }

  private static Talk talk(
      Stage stage, ServerProcess server, Deque<Account> users, String callers, String callees) {
    Account one = users.pop();
    Account other = users.pop();
    return new Talk(
        stage.phone(server, Party.of(callers), one, CALLERS, other),
        stage.phone(server, Party.of(callees), other, CALLEES, one));
  }

  private static void begin(Talk talk, Runnable whileRinging) {
    talk.caller().call(talk.callee().account());
    talk.callee().awaitIncoming();
    whileRinging.run();
    talk.callee().answer();
    talk.caller().awaitTalking();
    talk.callee().awaitTalking();
    Stage.soon("the caller hearing", () -> talk.caller().hears(CALLEES, 1), talk.caller()::log);
    Stage.soon("the callee hearing", () -> talk.callee().hears(CALLERS, 1), talk.callee()::log);
  }

  private static List<Heard> heard(List<Talk> talks) {
    return talks.stream()
        .flatMap(
            talk ->
                List.of(Heard.of(talk.caller(), CALLEES), Heard.of(talk.callee(), CALLERS))
                    .stream())
        .toList();
  }

  /** What those phones miss that count it. */
  private static long lost(List<Softphone> phones) {
    return phones.stream()
        .mapToLong(
            phone ->
                phone instanceof SdkPhone sdk
                    ? sdk.audio().packetsLost()
                    : phone instanceof Chromium browser ? browser.figures().audio().lost() : 0)
        .sum();
  }

  private static long sent(Subprocess spray) {
    Matcher matcher = Pattern.compile("sent (\\d+)").matcher(spray.output());
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  /** RTP bleed: one packet to every media port, and a relay that trusts it sends the call there. */
  private static void knock(Attacker attacker, ServerProcess server) {
    List<Integer> ports = new ArrayList<>();
    ports.add(server.onePort());
    IntStream.rangeClosed(server.mediaPorts().first(), server.mediaPorts().last())
        .forEach(ports::add);
    Junk junk = new Junk(SEED);
    for (int i = 0; i < 5; i++) {
      attacker.knock(InetAddress.getLoopbackAddress(), ports, junk.rtp());
    }
  }

  private static String filter(ServerProcess server) {
    return "udp and (dst port %d or dst portrange %s) and not host 127.0.0.66"
        .formatted(server.onePort(), server.mediaPorts());
  }

  /**
   * What is sent: junk, packets of the calls as they were, and the same with a bit turned. Sources
   * are the attacker, the phones' address with other ports, and the phones themselves; the last not
   * for plain RTP, where nothing tells a packet from a forged one.
   */
  private static List<Attacker.Shot> shots(
      ServerProcess server, Attacker attacker, List<Capture.Packet> seen) {
    Random random = new Random(SEED);
    Junk junk = new Junk(SEED);
    List<Attacker.Shot> shots = new ArrayList<>();
    while (shots.size() < SHOTS) {
      Capture.Packet model = seen.get(random.nextInt(seen.size()));
      boolean plain = model.to() != server.onePort();
      InetSocketAddress source =
          switch (random.nextInt(plain ? 2 : 3)) {
            case 0 -> attacker.addresses().get(random.nextInt(attacker.addresses().size()));
            case 1 ->
                new InetSocketAddress(model.source().getAddress(), 40_000 + random.nextInt(20_000));
            default -> model.source();
          };
      byte[] original = bytes(model.payload());
      byte[] payload =
          switch (random.nextInt(4)) {
            case 0 -> original;
            case 1 -> junk.damaged(original);
            default -> junk.any();
          };
      shots.add(new Attacker.Shot(source, model.destination(), payload));
    }
    return shots;
  }

  private static byte[] bytes(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    return bytes;
  }
}
