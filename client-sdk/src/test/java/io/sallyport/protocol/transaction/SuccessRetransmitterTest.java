package io.sallyport.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import org.junit.jupiter.api.Test;

class SuccessRetransmitterTest {
  private final ScriptedActions actions = new ScriptedActions();
  private final SipRequest invite = Samples.invite();
  private final SipResponse ok = Samples.response(invite, 200);

  private SuccessRetransmitter started() {
    SuccessRetransmitter retransmitter = new SuccessRetransmitter(ok, Timings.DEFAULT, actions);
    actions.machine = retransmitter::timer;
    retransmitter.start();
    return retransmitter;
  }

  @Test
  void a2xxIsRepeatedUpToT2AndGivenUpAfterSixtyFourT1() {
    started();
    actions.advance(60_000);
    assertThat(actions.sentMillis())
        .containsExactly(500L, 1500L, 3500L, 7500L, 11500L, 15500L, 19500L, 23500L, 27500L, 31500L);
    assertThat(actions.failures).containsExactly(Actions.Failure.TIMEOUT);
  }

  @Test
  void itsAckEndsItAndAnotherDialogsAckDoesNot() {
    SuccessRetransmitter retransmitter = started();
    assertThat(retransmitter.acknowledge(Samples.ack(invite, Samples.response(invite, 200, "x"))))
        .isFalse();
    actions.advance(600);
    assertThat(retransmitter.acknowledge(Samples.ack(invite, ok))).isTrue();
    actions.advance(60_000);
    assertThat(actions.sent).hasSize(1);
    assertThat(actions.failures).isEmpty();
    assertThat(retransmitter.over()).isTrue();
  }
}
