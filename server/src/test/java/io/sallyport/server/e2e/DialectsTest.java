package io.sallyport.server.e2e;

import static io.sallyport.server.e2e.Gate.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.client.Call;
import io.sallyport.client.IncomingCall;
import io.sallyport.client.MediaPlan;
import io.sallyport.client.OutgoingCall;
import io.sallyport.client.Phone;
import io.sallyport.client.Srtp;
import io.sallyport.client.ToneDetector;
import io.sallyport.client.Transport;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our own phone in every dialect of media with every other through a whole server: sound, pictures,
 * round trips, and the way on when a phone's addresses change.
 */
class DialectsTest {
  private static final int FIRST_PORT = 22_600;

  @TempDir static Path data;
  private static Gate gate;

  @BeforeAll
  static void open() throws Exception {
    gate = Gate.open(data, FIRST_PORT);
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  @ParameterizedTest
  @CsvSource({
    "REQUIRED, REQUIRED, true",
    "REQUIRED, REQUIRED, false",
    "DTLS, REQUIRED, true",
    "REQUIRED, DTLS, true",
    "WEB, REQUIRED, true",
    "REQUIRED, WEB, false",
    "WEB, WEB, true",
    "DTLS, WEB, true"
  })
  void everyPairTalksAndSeesThroughTheOnePort(Srtp callers, Srtp callees, boolean mux)
      throws Exception {
    ToneDetector aliceHears = new ToneDetector();
    ToneDetector bobHears = new ToneDetector();
    BlockingQueue<IncomingCall> arrived = new LinkedBlockingQueue<>();
    try (Phone alice =
            gate.builder("alice", signalling(callers)).srtp(callers).rtcpMux(mux).build();
        Phone bob = gate.builder("bob", signalling(callees)).srtp(callees).rtcpMux(mux).build()) {
      bob.onIncoming(arrived::add);
      soon(bob.register());
      soon(alice.register());
      OutgoingCall call = alice.call("bob", MediaPlan.tone(440).into(aliceHears).withVideo());
      IncomingCall incoming = arrived.poll(15, TimeUnit.SECONDS);
      assertThat(incoming).as("a call").isNotNull();
      soon(incoming.answer(MediaPlan.tone(880).into(bobHears)));
      soon(call.answered());
      soon(aliceHears.heard(880));
      soon(bobHears.heard(440));
      for (Call end : new Call[] {call, incoming}) {
        await().until(() -> end.statistics().get(1).videoIntact() > 20);
        await().until(() -> end.statistics().get(0).roundTrip().isPresent());
      }
      soon(call.moveMedia());
      soon(aliceHears.heard(880));
      soon(bobHears.heard(440));
      soon(call.hangUp());
      soon(bob.unregister());
    }
  }

  /** The server offers DTLS to whoever signals as a browser does. */
  private static Transport signalling(Srtp srtp) {
    return srtp == Srtp.DTLS || srtp == Srtp.WEB ? Transport.WSS : Transport.TLS;
  }
}
