package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.observe.Counter;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** ICE that starts again (RFC 8445 section 9): other credentials, and no gap between the two. */
class IceRestartTest {

  @Test
  void checksWithTheCredentialsOfNowAndOfBeforeAreAnsweredAndThoseBeforeThemAreNot()
      throws Exception {
    try (PathRig rig = PathRig.open(1);
        PathSession session = rig.session();
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(PathRig.ALICE, 0))) {
      socket.setSoTimeout(2_000);
      Transport transport = session.onePort();
      IcePeer first = new IcePeer(transport);
      transport.restartIce();
      IcePeer second = new IcePeer(transport);
      assertThat(second.credentials().localFragment())
          .isNotEqualTo(first.credentials().localFragment());
      assertThat(first.checks(socket, rig.paths.port())).isTrue();
      assertThat(second.checks(socket, rig.paths.port())).isTrue();

      transport.restartIce();
      assertThat(new IcePeer(transport).checks(socket, rig.paths.port())).isTrue();
      assertThat(second.checks(socket, rig.paths.port())).isTrue();
      PathPhone.send(socket, first.check(), rig.paths.port());
      await().until(() -> rig.count(Counter.MEDIA_DROPPED_STUN) == 1);

      session.close();
      PathPhone.send(socket, second.check(), rig.paths.port());
      await().until(() -> rig.count(Counter.MEDIA_DROPPED_STUN) == 2);
    }
  }
}
