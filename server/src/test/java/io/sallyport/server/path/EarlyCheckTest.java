package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.rtp.CryptoSuite;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A side that checks before its answer is known (RFC 8445 section 7.3 has it answered): what it was
 * told counts, since it may not ask again before its next check for consent.
 */
class EarlyCheckTest {
  private static final CryptoSuite SUITE = CryptoSuite.AES_CM_128_HMAC_SHA1_80;

  @Test
  void mediaGoesToWhereTheSideCheckedFromBeforeItsAnswerWasKnown() throws Exception {
    try (PathRig rig = PathRig.open(2);
        PathSession session = rig.session();
        PathPhone alice = new PathPhone(PathRig.ALICE, SUITE);
        PathPhone bob = new PathPhone(PathRig.BOB, SUITE)) {
      Transport transport = session.onePort();
      IcePeer peer = new IcePeer(transport);
      assertThat(peer.checks(alice.media, rig.paths.port())).isTrue();
      TransportPlan plan = peer.checked(alice.plan(true));
      session.bind(
          List.of(PathRig.audio(transport, plan, session.onePort(), bob.plan(true))), false);
      byte[] heard = null;
      int sequence = 0;
      while (heard == null && sequence < 4) {
        sequence++;
        bob.send(sequence, rig.paths.port());
        heard = alice.receive();
      }
      assertThat(heard).isEqualTo(bob.rtp(sequence));
    }
  }
}
