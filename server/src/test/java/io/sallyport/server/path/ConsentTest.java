package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.server.observe.Counter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A side that does ICE and has not asked for half a minute gets nothing any more (RFC 7675). */
class ConsentTest {
  private static final CryptoSuite SUITE = CryptoSuite.AES_CM_128_HMAC_SHA1_80;

  private PathRig rig;
  private PathSession session;
  private PathPhone alice;
  private PathPhone bob;
  private IcePeer peer;

  @BeforeEach
  void talk() throws Exception {
    rig = PathRig.open(2);
    session = rig.session();
    alice = new PathPhone(PathRig.ALICE, SUITE);
    bob = new PathPhone(PathRig.BOB, SUITE);
    Transport transport = session.onePort();
    peer = new IcePeer(transport);
    TransportPlan plan = peer.checked(alice.plan(true));
    session.bind(List.of(PathRig.audio(transport, plan, session.onePort(), bob.plan(true))), false);
    assertThat(peer.checks(alice.media, rig.paths.port())).isTrue();
  }

  @AfterEach
  void stop() {
    session.close();
    rig.close();
    alice.close();
    bob.close();
  }

  @Test
  void whoStopsAskingGetsNothingAndWhoAsksAgainGetsItBack() throws Exception {
    bob.send(1, rig.paths.port());
    assertThat(alice.receive()).isEqualTo(bob.rtp(1));

    rig.shift.addAndGet(Consent.LIFETIME_NANOS);
    await().until(() -> rig.count(Counter.MEDIA_CONSENT_LOST) == 1);
    bob.send(2, rig.paths.port());
    await().until(() -> rig.count(Counter.MEDIA_DROPPED_NO_TARGET) == 1);
    assertThat(alice.hearsNothing()).isTrue();

    assertThat(peer.checks(alice.media, rig.paths.port())).isTrue();
    bob.send(3, rig.paths.port());
    assertThat(alice.receive()).isEqualTo(bob.rtp(3));
    assertThat(rig.count(Counter.MEDIA_CONSENT_LOST)).isEqualTo(1);
  }

  @Test
  void whoGoesOnAskingGoesOnHearing() throws Exception {
    for (int i = 0; i < 4; i++) {
      rig.shift.addAndGet(Consent.LIFETIME_NANOS / 2);
      assertThat(peer.checks(alice.media, rig.paths.port())).isTrue();
      bob.send(i, rig.paths.port());
      assertThat(alice.receive()).isEqualTo(bob.rtp(i));
    }
    assertThat(rig.count(Counter.MEDIA_CONSENT_LOST)).isZero();
  }
}
