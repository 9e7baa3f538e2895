package io.sallyport.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.client.IncomingCall;
import io.sallyport.client.MediaPlan;
import io.sallyport.client.OutgoingCall;
import io.sallyport.client.Transport;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What calls come to outlives a restart. */
class UsageTest {
  private static final int FIRST_PORT = 27_600;

  @TempDir Path data;

  @Test
  void whatHasBeenTalkedTodayIsKnownAfterARestart() throws Exception {
    try (Gate gate = Gate.open(data, FIRST_PORT)) {
      Gate.Station alice = gate.station("alice", Transport.TLS);
      Gate.Station bob = gate.station("bob", Transport.TLS);
      OutgoingCall call = alice.phone().call("bob", MediaPlan.silent());
      IncomingCall rings = bob.next();
      rings.answer(MediaPlan.silent());
      Gate.soon(call.answered());
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> talked(gate, "alice").compareTo(Duration.ofSeconds(2)) > 0);
      Gate.soon(call.hangUp());
    }
    try (Gate again = Gate.open(data, FIRST_PORT)) {
      assertThat(talked(again, "alice")).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(30));
      assertThat(talked(again, "bob")).as("the caller pays").isZero();
    }
  }

  private static Duration talked(Gate gate, String user) {
    return gate.server().guard().usage(user).talked();
  }
}
