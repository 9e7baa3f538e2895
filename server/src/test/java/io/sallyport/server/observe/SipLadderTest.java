package io.sallyport.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipMessage;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.observe.SipTrace.Direction;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SipLadderTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("10.0.0.7", 4000);
  private final SipTrace trace = new SipTrace(() -> Instant.EPOCH, 1 << 20, 1 << 20);

  private static SipRequest message(String callId, String subject) {
    return SipRequest.builder("INVITE", "sip:bob:secret@example.org")
        .add("Call-ID", callId)
        .add("Proxy-Authorization", "Digest response=\"hidden\"")
        .add("Subject", subject)
        .body(
            "application/sdp",
            "v=0\r\na=crypto:1 AES inline:KEY\r\na=ice-pwd:PWD\r\nm=audio 1\r\n"
                .getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private SipLadder begun(SipMessage first) {
    trace.add(Direction.IN, PEER, first);
    return trace.begin(PEER, first);
  }

  @Test
  void aLadderHoldsAllDialogsOfACallFromItsFirstMessageOn() {
    SipLadder ladder = begun(message("a", "one"));
    ladder.follow("b");
    trace.add(Direction.OUT, PEER, message("b", "two"));
    trace.add(Direction.IN, PEER, message("other", "foreign"));
    trace.add(Direction.OUT, PEER, message("a", "three"));
    SipLadder.Taken taken = ladder.take();
    assertThat(taken.dialogs()).containsExactly("a", "b");
    assertThat(taken.missing()).isZero();
    assertThat(taken.messages()).extracting(SipLadder.Message::dialog).containsExactly(0, 1, 0);
    assertThat(taken.messages().get(0).peer()).isEqualTo("10.0.0.7:4000");
    assertThat(taken.messages().get(1).text()).contains("Subject: two", "m=audio 1");
  }

  @Test
  void nothingSecretIsInIt() {
    SipLadder ladder = begun(message("a", "one"));
    String text = ladder.take().messages().get(0).text();
    assertThat(text)
        .contains("sip:bob:[redacted]@example.org", "Proxy-Authorization: [redacted]")
        .contains("a=crypto:[redacted]", "a=ice-pwd:[redacted]")
        .doesNotContain("secret@", "hidden", "KEY", "PWD");
  }

  @Test
  void ofTooManyMessagesTheFirstAndTheLastStayAndTheRestIsCounted() {
    SipLadder ladder = begun(message("a", "0"));
    for (int i = 1; i < 100; i++) {
      trace.add(Direction.IN, PEER, message("a", String.valueOf(i)));
    }
    SipLadder.Taken taken = ladder.take();
    assertThat(taken.messages()).hasSize(64);
    assertThat(taken.missing()).isEqualTo(36);
    assertThat(taken.messages().get(39).text()).contains("Subject: 39\n");
    assertThat(taken.messages().get(40).text()).contains("Subject: 76\n");
    assertThat(taken.messages().get(63).text()).contains("Subject: 99\n");
  }

  @Test
  void oneHugeMessageIsLeftOut() {
    SipLadder ladder = begun(message("a", "one"));
    trace.add(Direction.IN, PEER, message("a", "x".repeat(60_000)));
    trace.add(Direction.IN, PEER, message("a", "two"));
    SipLadder.Taken taken = ladder.take();
    assertThat(taken.messages()).hasSize(2);
    assertThat(taken.missing()).isEqualTo(1);
  }

  @Test
  void allLaddersTogetherStayInTheirBudgetAndGiveItBack() {
    SipTrace small = new SipTrace(() -> Instant.EPOCH, 0, 2_000);
    SipLadder one = small.begin(PEER, message("a", "one"));
    SipLadder other = small.begin(PEER, message("b", "two"));
    for (int i = 0; i < 10; i++) {
      small.add(Direction.IN, PEER, message("a", "more"));
      small.add(Direction.IN, PEER, message("b", "more"));
    }
    assertThat(small.bytesInLadders()).isPositive().isLessThanOrEqualTo(2_000);
    SipLadder.Taken first = one.take();
    SipLadder.Taken second = other.take();
    assertThat(first.messages().size() + first.missing()).isEqualTo(11);
    assertThat(second.messages().size() + second.missing()).isEqualTo(11);
    assertThat(small.bytesInLadders()).isZero();
  }

  @Test
  void whatComesAfterItWasTakenIsNotKept() {
    SipLadder ladder = begun(message("a", "one"));
    assertThat(ladder.take().messages()).hasSize(1);
    trace.add(Direction.IN, PEER, message("a", "two"));
    ladder.follow("b");
    assertThat(ladder.take().messages()).isEmpty();
    assertThat(trace.bytesInLadders()).isZero();
  }

  @Test
  void withoutABudgetNothingIsKept() {
    SipTrace off = SipTrace.off();
    SipLadder ladder = off.begin(PEER, message("a", "one"));
    off.add(Direction.IN, PEER, message("a", "two"));
    ladder.follow("b");
    assertThat(off.keepsLadders()).isFalse();
    assertThat(ladder.take().messages()).isEmpty();
  }

  @Test
  void manyCallsComeAndGoWithoutALeak() {
    for (int i = 0; i < 5_000; i++) {
      SipLadder ladder = begun(message("call-" + i, "one"));
      ladder.follow("leg-" + i);
      for (int m = 0; m < 8; m++) {
        trace.add(Direction.OUT, PEER, message("leg-" + i, "more"));
      }
      assertThat(ladder.take().messages()).hasSize(9);
    }
    assertThat(trace.bytesInLadders()).isZero();
  }
}
