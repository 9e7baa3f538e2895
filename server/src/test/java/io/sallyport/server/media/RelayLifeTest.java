package io.sallyport.server.media;

import static io.sallyport.server.media.RelayFixture.ALICE;
import static io.sallyport.server.media.RelayFixture.BOB;
import static io.sallyport.server.media.RelayFixture.audio;
import static io.sallyport.server.media.RelayFixture.bytes;
import static io.sallyport.server.media.RelayFixture.golden;
import static io.sallyport.server.media.RelayFixture.plain;
import static io.sallyport.server.media.RelayFixture.refusal;
import static io.sallyport.server.media.RelayFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.path.MediaSettings;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayLifeTest {
  private static final byte[] OFFER =
      bytes(
          "v=0\n"
              + "o=x 1 1 IN IP4 127.0.0.2\n"
              + "s=-\n"
              + "c=IN IP4 127.0.0.2\n"
              + "t=0 0\n"
              + "m=audio 4000 RTP/AVP 8\n");

  @Test
  void whenPortsAreGoneOffersGet503AndClosedCallsGiveThemBack() throws Exception {
    try (RelayFixture fixture = RelayFixture.open()) {
      List<MediaSession> sessions = new ArrayList<>();
      Result last = null;
      for (int i = 0; i < 20 && !(last instanceof Result.Refused); i++) {
        MediaSession session = fixture.session();
        sessions.add(session);
        last = session.offer(Side.A, OFFER, plain(ALICE), plain(BOB));
      }
      assertThat(refusal(last)).isEqualTo(new Result.Refused(503, "No media port is free"));
      assertThat(fixture.count(Counter.MEDIA_PORTS_EXHAUSTED)).isEqualTo(1);
      assertThat(sessions.size()).isBetween(5, 9);

      sessions.forEach(MediaSession::close);
      sessions.forEach(MediaSession::close);
      await().until(() -> fixture.paths.portPairsInUse() == 0);
      await()
          .untilAsserted(
              () -> {
                MediaSession again = fixture.session();
                assertThat(again.offer(Side.A, OFFER, plain(ALICE), plain(BOB)))
                    .isInstanceOf(Result.Sdp.class);
                again.close();
              });
      assertThat(refusal(sessions.get(0).offer(Side.A, OFFER, plain(ALICE), plain(BOB))).status())
          .isEqualTo(488);
    }
  }

  @Test
  void manyShortCallsInARowTakeNoMorePortsThanTheyHold() throws Exception {
    try (RelayFixture fixture =
        new RelayFixture(settings(400, Duration.ofSeconds(60), "127.0.0.0/8"))) {
      for (int i = 0; i < 1_000; i++) {
        try (MediaSession session = fixture.session()) {
          Result offer = session.offer(Side.A, OFFER, plain(ALICE), plain(BOB));
          if (offer instanceof Result.Refused) {
            // faster than the quarantine allows; a real server is not asked for 1 000 calls at once
            await().until(() -> fixture.paths.portPairsInUse() == 0);
          } else {
            assertThat(session.answer(Side.B, OFFER, plain(BOB))).isInstanceOf(Result.Sdp.class);
          }
        }
      }
      await().until(() -> fixture.paths.portPairsInUse() == 0);
    }
  }

  @Test
  void aSilentCallIsReportedOnceAndAHeldOneIsNot() throws Exception {
    try (RelayFixture fixture =
            new RelayFixture(settings(32, Duration.ofMillis(300), "127.0.0.0/8"));
        MediaSession silent = fixture.session();
        MediaSession held = fixture.session()) {
      byte[] hold =
          (new String(OFFER, StandardCharsets.UTF_8) + "a=sendonly\r\n")
              .getBytes(StandardCharsets.UTF_8);
      held.offer(Side.A, hold, plain(ALICE), plain(BOB));
      held.answer(
          Side.B,
          (new String(OFFER, StandardCharsets.UTF_8) + "a=recvonly\r\n")
              .getBytes(StandardCharsets.UTF_8),
          plain(BOB));
      silent.offer(Side.A, OFFER, plain(ALICE), plain(BOB));
      silent.answer(Side.B, OFFER, plain(BOB));

      await().until(() -> fixture.inactive.get() == 1);
      await().during(Duration.ofMillis(500)).until(() -> fixture.inactive.get() == 1);
    }
  }

  @Test
  void aCallWithPacketsOfOneSideIsNotSilent() throws Exception {
    try (RelayFixture fixture =
            new RelayFixture(settings(32, Duration.ofMillis(400), "127.0.0.0/8"));
        MediaPhone alice = new MediaPhone(ALICE);
        MediaPhone bob = new MediaPhone(BOB);
        MediaSession session = fixture.session()) {
      MediaDescription shown =
          audio(session.offer(Side.A, alice.offer(), plain(ALICE), plain(BOB)));
      alice.hears(audio(session.answer(Side.B, bob.answer(shown), plain(BOB))));
      int[] sequence = new int[1];

      await()
          .pollInterval(Duration.ofMillis(50))
          .during(Duration.ofMillis(1_000))
          .until(
              () -> {
                alice.send(sequence[0]++);
                return fixture.inactive.get() == 0;
              });
      await().until(() -> fixture.inactive.get() == 1);
    }
  }

  @Test
  void aPortThatAnotherProgramHoldsCostsItsPairOnly() throws Exception {
    MediaSettings settings = settings(32, Duration.ofSeconds(60), "127.0.0.0/8");
    try (DatagramSocket odd = new DatagramSocket(settings.firstPort() + 1);
        RelayFixture fixture = new RelayFixture(settings);
        MediaSession session = fixture.session()) {
      int port = audio(session.offer(Side.A, OFFER, plain(ALICE), plain(BOB))).port();
      assertThat(port).isNotEqualTo(odd.getLocalPort() - 1);
      assertThat(fixture.paths.check().ok()).isTrue();
    }
  }

  @Test
  void aRangeThatIsWhollyTakenIsSaidToTheAdmin() throws Exception {
    MediaSettings settings = settings(4, Duration.ofSeconds(60), "127.0.0.0/8");
    try (DatagramSocket first = new DatagramSocket(settings.firstPort());
        DatagramSocket second = new DatagramSocket(settings.firstPort() + 2)) {
      assertThat(first.isBound() && second.isBound()).isTrue();
      assertThatThrownBy(() -> new RelayFixture(settings)).hasMessageContaining("media.first-port");
    }
  }

  @Test
  void theAdvertisedAddressReplacesTheListeners() throws Exception {
    MediaSettings named =
        settings("127.0.0.1", "media.example.org", 32, Duration.ofSeconds(60), "127.0.0.0/8");
    try (RelayFixture fixture = new RelayFixture(named);
        MediaSession session = fixture.session()) {
      assertThat(golden(session.offer(Side.A, OFFER, plain(ALICE), plain(BOB))))
          .contains("c=IN IP4 media.example.org\n");
    }
  }

  @Test
  void packetsCrossBetweenIpv6AndIpv4() throws Exception {
    MediaSettings both = settings("::", "", 32, Duration.ofSeconds(60), "::1/128", "127.0.0.0/8");
    InetAddress six = InetAddress.getByName("::1");
    try (RelayFixture fixture = new RelayFixture(both);
        MediaPhone bob = new MediaPhone(BOB);
        DatagramSocket alice = new DatagramSocket(0, six);
        MediaSession session = fixture.session()) {
      alice.setSoTimeout(2_000);
      String offer =
          new String(OFFER, StandardCharsets.UTF_8)
              .replace("IN IP4 127.0.0.2", "IN IP6 ::1")
              .replace("4000", "" + alice.getLocalPort());
      MediaSession.Rules rules = new MediaSession.Rules(false, false, Keying.SDES, six, six);
      MediaDescription shown =
          audio(session.offer(Side.A, offer.getBytes(StandardCharsets.UTF_8), rules, plain(BOB)));
      Result answer = session.answer(Side.B, bob.answer(shown), plain(BOB));

      bob.send(1);
      assertThat(MediaPhone.receive(alice)).isEqualTo(bob.rtp(1));
      byte[] packet = bob.rtp(5);
      alice.send(new java.net.DatagramPacket(packet, packet.length, six, audio(answer).port()));
      assertThat(bob.receive()).isEqualTo(packet);
      assertThat(golden(answer)).contains("c=IN IP6 0:0:0:0:0:0:0:1\n");
    }
  }
}
