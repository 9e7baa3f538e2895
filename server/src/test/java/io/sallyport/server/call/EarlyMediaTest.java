package io.sallyport.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.wire.WirePhone;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a caller hears before the answer (RFC 3262, RFC 3960). */
class EarlyMediaTest {
  private final CallFixture f = new CallFixture();

  @Test
  void theOnlyDevicesEarlyMediaReachesTheCaller() {
    SipRequest invite = f.ring();
    f.send(f.bob, CallFixture.withSdp(f.bob.answer(invite, 183), "early 10.0.0.2"));
    SipResponse progress = f.alice.takeResponse(183);
    assertThat(new String(progress.body(), StandardCharsets.UTF_8)).startsWith("gate answer of B");
  }

  @Test
  void whereSeveralDevicesRingNoneIsHeardBeforeItsAnswer() {
    WirePhone desk = f.device("10.0.0.3");
    SipRequest invite = f.ring();
    f.send(f.bob, CallFixture.withSdp(f.bob.answer(invite, 183), "early 10.0.0.2"));
    assertThat(f.alice.takeResponse(180).body()).isEmpty();
    assertThat(desk.takeRequest(SipRequest.INVITE).body()).isNotEmpty();
  }

  @Test
  void aReliableProvisionalIsAcknowledgedOnceAndInOrder() {
    SipRequest invite = f.ring();
    SipResponse ringing =
        f.bob
            .answer(invite, 180)
            .add(HeaderNames.REQUIRE, "100rel")
            .add(HeaderNames.RSEQ, "7")
            .build();
    f.send(f.bob, ringing);
    SipRequest prack = f.bob.takeRequest(SipRequest.PRACK);
    assertThat(prack.first(HeaderNames.RACK)).contains("7 1 INVITE");
    f.send(f.bob, f.bob.answer(prack, 200).build());
    f.send(f.bob, ringing);
    assertThat(f.bob.got("PRACK")).isFalse();
    f.accept(f.bob, invite);
    SipResponse ok = f.alice.takeResponse(200);
    f.acknowledge(ok);
    f.send(f.alice, f.fromAlice(SipRequest.BYE, ok, 2).build());
    SipRequest bye = f.bob.takeRequest(SipRequest.BYE);
    assertThat(bye.cseq().number()).as("after the PRACK's").isGreaterThan(prack.cseq().number());
  }

  @Test
  void aCallerThatRequiresItGetsReliableProvisionals() {
    f.send(
        f.alice,
        f.alice.invite("bob", CallFixture.OFFER).toBuilder()
            .add(HeaderNames.REQUIRE, "100rel")
            .build());
    SipRequest invite = f.bob.takeRequest(SipRequest.INVITE);
    f.send(f.bob, CallFixture.withSdp(f.bob.answer(invite, 183), "early 10.0.0.2"));
    SipResponse progress = f.alice.takeResponse(183);
    assertThat(progress.lists(HeaderNames.REQUIRE, "100rel")).isTrue();
    String rack = progress.first(HeaderNames.RSEQ).orElseThrow() + " 1 INVITE";
    f.send(f.alice, f.fromAlice(SipRequest.PRACK, progress, 2).add(HeaderNames.RACK, rack).build());
    f.alice.takeResponse(200);
    f.accept(f.bob, invite);
    assertThat(f.alice.takeResponse(200).body()).as("the answer is given already").isEmpty();
  }
}
