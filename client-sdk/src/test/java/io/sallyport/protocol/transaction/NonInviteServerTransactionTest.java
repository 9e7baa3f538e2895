package io.sallyport.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.transaction.NonInviteServerTransaction.State;
import org.junit.jupiter.api.Test;

class NonInviteServerTransactionTest {
  private final ScriptedActions actions = new ScriptedActions();
  private final SipRequest request = Samples.request("MESSAGE");

  private NonInviteServerTransaction machine(boolean reliable) {
    NonInviteServerTransaction machine =
        new NonInviteServerTransaction(request, reliable, Timings.DEFAULT, actions);
    actions.machine = machine::timer;
    return machine;
  }

  @Test
  void beforeAnyResponseRepetitionsAreAbsorbed() {
    NonInviteServerTransaction machine = machine(false);
    machine.receive(request);
    assertThat(actions.sent).isEmpty();
    assertThat(machine.state()).isEqualTo(State.TRYING);
  }

  @Test
  void aRepetitionGetsTheLastResponseAgain() {
    NonInviteServerTransaction machine = machine(false);
    machine.respond(Samples.response(request, 100));
    machine.receive(request);
    machine.respond(Samples.response(request, 202));
    machine.receive(request);
    assertThat(actions.sent)
        .extracting(m -> ((io.sallyport.protocol.sip.SipResponse) m).status())
        .containsExactly(100, 100, 202, 202);
    actions.advance(31_999);
    assertThat(actions.terminations).isZero();
    actions.advance(1);
    assertThat(actions.terminations).isEqualTo(1);
  }

  @Test
  void overAReliableTransportTheFinalResponseEndsIt() {
    NonInviteServerTransaction machine = machine(true);
    assertThat(machine.respond(Samples.response(request, 200))).isTrue();
    assertThat(actions.terminations).isEqualTo(1);
    assertThat(machine.respond(Samples.response(request, 500))).isFalse();
    assertThat(actions.sent).hasSize(1);
  }

  @Test
  void aTransportFailureEndsIt() {
    NonInviteServerTransaction machine = machine(false);
    machine.respond(Samples.response(request, 200));
    machine.transportFailed();
    machine.transportFailed();
    assertThat(actions.failures).containsExactly(Actions.Failure.TRANSPORT);
    assertThat(actions.terminations).isEqualTo(1);
  }
}
