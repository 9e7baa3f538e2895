package io.sallyport.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.observe.SipTrace.Direction;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SipTraceTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("10.0.0.7", 4000);
  private final SipTrace trace = new SipTrace(() -> Instant.EPOCH, 160_000);

  private static SipRequest message(String callId, String type, String body) {
    return SipRequest.builder("MESSAGE", "sip:bob@example.org")
        .add("Call-ID", callId)
        .add("Authorization", "Digest username=\"alice\", response=\"secret\"")
        .body(type, body.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  @Test
  void credentialsKeysAndChatLinesAreNotShown() {
    trace.add(Direction.IN, PEER, message("a", "text/plain", "meet me at noon"));
    trace.add(
        Direction.OUT,
        PEER,
        message("a", "application/sdp", "v=0\r\na=crypto:1 AES inline:KEY\r\nm=audio 1\r\n"));
    assertThat(trace.ladder("a")).hasSize(2);
    assertThat(trace.ladder("a").get(0).text())
        .contains("MESSAGE sip:bob", "[15 bytes]", "Authorization: [redacted]")
        .doesNotContain("noon", "secret");
    assertThat(trace.ladder("a").get(1).text())
        .contains("a=crypto:[redacted]", "m=audio 1")
        .doesNotContain("KEY");
  }

  @Test
  void theCallSilentLongestGoesFirstAndMemoryStaysInItsBudget() {
    for (int i = 0; i < 5_000; i++) {
      trace.add(Direction.IN, PEER, message("call-" + i, "text/plain", "x"));
    }
    assertThat(trace.bytes()).isPositive().isLessThanOrEqualTo(160_000);
    assertThat(trace.ladder("call-0")).isEmpty();
    assertThat(trace.ladder("call-4999")).hasSize(1);
  }

  @Test
  void aCallKeepsItsLastMessages() {
    for (int i = 0; i < 100; i++) {
      trace.add(Direction.IN, PEER, message("a", "text/plain", "x".repeat(i)));
    }
    assertThat(trace.ladder("a").size()).isLessThanOrEqualTo(48);
    assertThat(trace.ladder("a").get(trace.ladder("a").size() - 1).text()).contains("[99 bytes]");
  }

  @Test
  void aTraceThatIsOffKeepsNothing() {
    SipTrace off = SipTrace.off();
    off.add(Direction.IN, PEER, message("a", "text/plain", "x"));
    assertThat(off.ladder("a")).isEmpty();
  }
}
