package io.sallyport.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.InviteServerTransaction.State;
import org.junit.jupiter.api.Test;

class InviteServerTransactionTest {
  private final ScriptedActions actions = new ScriptedActions();
  private final SipRequest invite = Samples.invite();
  private final SipResponse busy = Samples.response(invite, 486);

  private InviteServerTransaction started(boolean reliable) {
    InviteServerTransaction machine =
        new InviteServerTransaction(invite, reliable, Timings.DEFAULT, actions);
    actions.machine = machine::timer;
    machine.start();
    return machine;
  }

  @Test
  void aSlowUserMakesTheTransactionSay100After200Milliseconds() {
    started(true);
    actions.advance(199);
    assertThat(actions.sent).isEmpty();
    actions.advance(1);
    assertThat(actions.sent).extracting(m -> ((SipResponse) m).status()).containsExactly(100);
    assertThat(actions.sent.get(0).toTag()).isEmpty();
  }

  @Test
  void aRepeatedInviteGetsTheLastProvisionalResponseAgain() {
    InviteServerTransaction machine = started(false);
    machine.receive(invite);
    assertThat(actions.sent).isEmpty();
    machine.respond(Samples.response(invite, 180));
    machine.receive(invite);
    actions.advance(60_000);
    assertThat(actions.sent).extracting(m -> ((SipResponse) m).status()).containsExactly(180, 180);
  }

  @Test
  void overUdpARefusalIsRepeatedUpToT2UntilTimerH() {
    InviteServerTransaction machine = started(false);
    machine.respond(busy);
    actions.advance(40_000);
    assertThat(actions.sentMillis())
        .containsExactly(
            0L, 500L, 1500L, 3500L, 7500L, 11500L, 15500L, 19500L, 23500L, 27500L, 31500L);
    assertThat(actions.failures).containsExactly(Actions.Failure.TIMEOUT);
    assertThat(actions.terminations).isEqualTo(1);
  }

  @Test
  void theAckEndsRepetitionAndLateAcksAreAbsorbedForT4() {
    InviteServerTransaction machine = started(false);
    machine.respond(busy);
    machine.receive(Samples.ack(invite, busy));
    assertThat(machine.state()).isEqualTo(State.CONFIRMED);
    machine.receive(Samples.ack(invite, busy));
    machine.receive(invite);
    actions.advance(4_999);
    assertThat(actions.terminations).isZero();
    actions.advance(1);
    assertThat(actions.terminations).isEqualTo(1);
    assertThat(actions.sent).hasSize(1);
    assertThat(actions.delivered).isEmpty();
    assertThat(actions.failures).isEmpty();
  }

  @Test
  void overAReliableTransportARefusalIsSentOnceAndItsAckEndsTheTransaction() {
    InviteServerTransaction machine = started(true);
    machine.respond(busy);
    actions.advance(10_000);
    assertThat(actions.sent).hasSize(1);
    machine.receive(Samples.ack(invite, busy));
    assertThat(actions.terminations).isEqualTo(1);
  }

  @Test
  void afterASuccessRepeatedInvitesAreAbsorbedUntilTimerL() {
    InviteServerTransaction machine = started(false);
    machine.respond(Samples.response(invite, 200));
    machine.receive(invite);
    assertThat(machine.state()).isEqualTo(State.ACCEPTED);
    assertThat(actions.sent).as("the user repeats its 2xx").hasSize(1);
    actions.advance(31_999);
    assertThat(actions.terminations).isZero();
    actions.advance(1);
    assertThat(actions.terminations).isEqualTo(1);
  }

  @Test
  void anAckThatMatchesAnAcceptedInviteIsTheUsers() {
    InviteServerTransaction machine = started(false);
    SipResponse ok = Samples.response(invite, 200);
    machine.respond(ok);
    machine.receive(Samples.ack(invite, ok));
    assertThat(actions.delivered).hasSize(1);
  }

  @Test
  void aSecondFinalResponseIsRefused() {
    InviteServerTransaction machine = started(true);
    assertThat(machine.respond(busy)).isTrue();
    assertThat(machine.respond(Samples.response(invite, 200))).isFalse();
    assertThat(machine.respond(Samples.response(invite, 180))).isFalse();
    assertThat(actions.sent).hasSize(1);
  }

  @Test
  void anAckBeforeAnyFinalResponseIsIgnored() {
    InviteServerTransaction machine = started(true);
    machine.receive(Samples.ack(invite, busy));
    assertThat(machine.state()).isEqualTo(State.PROCEEDING);
  }

  @Test
  void aTransportFailureOfASuccessTellsTheUserAndKeepsTheTransaction() {
    InviteServerTransaction machine = started(true);
    machine.respond(Samples.response(invite, 200));
    machine.transportFailed();
    assertThat(actions.failures).containsExactly(Actions.Failure.TRANSPORT);
    assertThat(actions.terminations).isZero();
  }

  @Test
  void aTransportFailureOfARefusalEndsTheTransaction() {
    InviteServerTransaction machine = started(true);
    machine.respond(busy);
    machine.transportFailed();
    assertThat(actions.terminations).isEqualTo(1);
  }
}
