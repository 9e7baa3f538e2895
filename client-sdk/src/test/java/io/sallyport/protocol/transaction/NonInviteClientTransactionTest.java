package io.sallyport.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.transaction.NonInviteClientTransaction.State;
import org.junit.jupiter.api.Test;

class NonInviteClientTransactionTest {
  private final ScriptedActions actions = new ScriptedActions();
  private final SipRequest request = Samples.request("BYE");

  private NonInviteClientTransaction started(boolean reliable) {
    NonInviteClientTransaction machine =
        new NonInviteClientTransaction(request, reliable, Timings.DEFAULT, actions);
    actions.machine = machine::timer;
    machine.start();
    return machine;
  }

  @Test
  void overUdpTheRequestIsRepeatedUpToT2UntilTimerF() {
    started(false);
    actions.advance(40_000);
    assertThat(actions.sentMillis())
        .containsExactly(
            0L, 500L, 1500L, 3500L, 7500L, 11500L, 15500L, 19500L, 23500L, 27500L, 31500L);
    assertThat(actions.failures).containsExactly(Actions.Failure.TIMEOUT);
    assertThat(actions.terminations).isEqualTo(1);
  }

  @Test
  void afterAProvisionalResponseRepetitionGoesOnAtT2AndTimerFStillRuns() {
    NonInviteClientTransaction machine = started(false);
    machine.receive(Samples.response(request, 100));
    assertThat(machine.state()).isEqualTo(State.PROCEEDING);
    actions.advance(9_000);
    assertThat(actions.sentMillis()).containsExactly(0L, 500L, 4500L, 8500L);
    actions.advance(30_000);
    assertThat(actions.failures).containsExactly(Actions.Failure.TIMEOUT);
  }

  @Test
  void aFinalResponseIsDeliveredOnceAndRepetitionsAreAbsorbedForT4() {
    NonInviteClientTransaction machine = started(false);
    machine.receive(Samples.response(request, 200));
    machine.receive(Samples.response(request, 200));
    assertThat(actions.delivered).hasSize(1);
    assertThat(machine.state()).isEqualTo(State.COMPLETED);
    actions.advance(4_999);
    assertThat(actions.terminations).isZero();
    actions.advance(1);
    assertThat(actions.terminations).isEqualTo(1);
    assertThat(actions.sent).hasSize(1);
  }

  @Test
  void overAReliableTransportAFinalResponseEndsItAtOnce() {
    NonInviteClientTransaction machine = started(true);
    machine.receive(Samples.response(request, 404));
    assertThat(machine.state()).isEqualTo(State.TERMINATED);
    assertThat(actions.timers).isEmpty();
  }

  @Test
  void aTransportFailureIs503() {
    NonInviteClientTransaction machine = started(true);
    machine.transportFailed();
    assertThat(actions.failures).containsExactly(Actions.Failure.TRANSPORT);
    assertThat(actions.terminations).isEqualTo(1);
  }
}
