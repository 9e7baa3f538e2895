package io.sallyport.server.path;

import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.protocol.stun.StunIntegrity;
import io.sallyport.protocol.stun.StunWriter;
import java.io.IOException;
import java.net.DatagramSocket;
import java.util.Arrays;
import java.util.Optional;

/** A side that does ICE: it sends connectivity checks to a transport of ours. */
final class IcePeer {
  private static final String FRAGMENT = "theirs";
  private static final String PASSWORD = "a-password-of-twenty-2";

  private final IceCredentials credentials;
  private final StunWriter writer = new StunWriter(new StunIntegrity());

  IcePeer(Transport transport) {
    this.credentials =
        new IceCredentials(transport.iceFragment(), transport.icePassword(), FRAGMENT, PASSWORD);
  }

  IceCredentials credentials() {
    return credentials;
  }

  /** The same plan for a side that does ICE. */
  TransportPlan checked(TransportPlan without) {
    return new TransportPlan(
        without.protection(),
        Optional.of(credentials),
        without.media(),
        without.control(),
        without.mux());
  }

  byte[] check() {
    return check(credentials.localPassword());
  }

  byte[] check(String password) {
    int length =
        writer
            .request(new byte[12])
            .username(credentials.localFragment(), credentials.remoteFragment())
            .priority(1)
            .finish(password);
    return Arrays.copyOf(writer.buffer(), length);
  }

  /** Checks from a socket; whether it was answered. */
  boolean checks(DatagramSocket from, int port) throws IOException {
    PathPhone.send(from, check(), port);
    byte[] answer = PathPhone.receive(from);
    return answer != null && answer[0] == 1 && answer[1] == 1;
  }
}
