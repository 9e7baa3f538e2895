package io.sallyport.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.transaction.InviteClientTransaction.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class InviteClientTransactionTest {
  private final ScriptedActions actions = new ScriptedActions();
  private final SipRequest invite = Samples.invite();

  private InviteClientTransaction started(boolean reliable) {
    InviteClientTransaction machine =
        new InviteClientTransaction(invite, reliable, Timings.DEFAULT, actions);
    actions.machine = machine::timer;
    machine.start();
    return machine;
  }

  @Test
  void overUdpTheInviteIsRepeatedAtDoublingIntervalsUntilTimerB() {
    started(false);
    actions.advance(40_000);
    assertThat(actions.sentMillis()).containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15500L, 31500L);
    assertThat(actions.failures).containsExactly(Actions.Failure.TIMEOUT);
    assertThat(actions.terminations).isEqualTo(1);
  }

  @Test
  void overAReliableTransportNothingIsRepeated() {
    started(true);
    actions.advance(31_999);
    assertThat(actions.sent).hasSize(1);
    assertThat(actions.failures).isEmpty();
    actions.advance(1);
    assertThat(actions.failures).containsExactly(Actions.Failure.TIMEOUT);
  }

  @Test
  void aProvisionalResponseEndsRepetitionAndTimerB() {
    InviteClientTransaction machine = started(false);
    actions.advance(700);
    machine.receive(Samples.response(invite, 180));
    actions.advance(100_000);
    assertThat(actions.sent).hasSize(2);
    assertThat(actions.delivered).hasSize(1);
    assertThat(machine.state()).isEqualTo(State.PROCEEDING);
  }

  @Test
  void aRefusalIsAcknowledgedOnTheSameBranchAndAgainForEveryRepetition() {
    InviteClientTransaction machine = started(false);
    machine.receive(Samples.response(invite, 486));
    machine.receive(Samples.response(invite, 486));
    assertThat(actions.delivered).hasSize(1);
    assertThat(actions.sent).hasSize(3);
    SipRequest ack = (SipRequest) actions.sent.get(1);
    assertThat(ack.method()).isEqualTo("ACK");
    assertThat(ack.uri()).isEqualTo(invite.uri());
    assertThat(ack.topVia()).isEqualTo(invite.topVia());
    assertThat(ack.toTag()).isEqualTo("a6c85cf");
    assertThat(ack.cseq().toString()).isEqualTo("314159 ACK");
    assertThat(ack.all("Route")).containsExactly("<sip:edge.example.org;lr>");
    assertThat(ack.has("Contact")).isFalse();
    actions.advance(31_999);
    assertThat(actions.terminations).isZero();
    actions.advance(1);
    assertThat(actions.terminations).isEqualTo(1);
  }

  @Test
  void overAReliableTransportARefusalEndsTheTransactionAtOnce() {
    InviteClientTransaction machine = started(true);
    machine.receive(Samples.response(invite, 486));
    assertThat(actions.delivered).hasSize(1);
    assertThat(actions.terminations).isEqualTo(1);
    assertThat(actions.timers).isEmpty();
    machine.receive(Samples.response(invite, 486));
    assertThat(actions.sent).hasSize(2);
  }

  @Test
  void everySuccessIsDeliveredForSixtyFourT1() {
    InviteClientTransaction machine = started(true);
    machine.receive(Samples.response(invite, 200, "one"));
    machine.receive(Samples.response(invite, 200, "one"));
    machine.receive(Samples.response(invite, 200, "two"));
    machine.receive(Samples.response(invite, 486, "three"));
    machine.receive(Samples.response(invite, 180, "four"));
    assertThat(actions.delivered).extracting(m -> m.toTag()).containsExactly("one", "one", "two");
    assertThat(actions.sent).as("the ACK to a 2xx is the user's").hasSize(1);
    assertThat(machine.state()).isEqualTo(State.ACCEPTED);
    actions.advance(32_000);
    assertThat(actions.terminations).isEqualTo(1);
    assertThat(actions.failures).isEmpty();
  }

  @Test
  void aCancelWaitsForTheFirstProvisionalResponse() {
    InviteClientTransaction machine = started(true);
    machine.cancel(List.of(new Header("Reason", "SIP;cause=200")));
    assertThat(actions.cancels).isEmpty();
    machine.receive(Samples.response(invite, 100));
    machine.cancel(List.of());
    machine.receive(Samples.response(invite, 180));
    assertThat(actions.cancels).hasSize(1);
    SipRequest cancel = actions.cancels.get(0);
    assertThat(cancel.startLine()).isEqualTo("CANCEL " + invite.uri() + " SIP/2.0");
    assertThat(cancel.topVia()).isEqualTo(invite.topVia());
    assertThat(cancel.toTag()).isEmpty();
    assertThat(cancel.cseq().toString()).isEqualTo("314159 CANCEL");
    assertThat(cancel.first("Reason")).contains("SIP;cause=200");
  }

  @Test
  void aCancelAfterTheFinalResponseIsNotSent() {
    InviteClientTransaction machine = started(true);
    machine.receive(Samples.response(invite, 180));
    machine.receive(Samples.response(invite, 200));
    machine.cancel(List.of());
    assertThat(actions.cancels).isEmpty();
  }

  @Test
  void aSuccessThatCrossesTheCancelIsStillDelivered() {
    InviteClientTransaction machine = started(true);
    machine.cancel(List.of());
    machine.receive(Samples.response(invite, 200));
    assertThat(actions.cancels).isEmpty();
    assertThat(actions.delivered).hasSize(1);
  }

  @Test
  void aCancelledInviteThatIsNeverAnsweredEndsAfterSixtyFourT1() {
    InviteClientTransaction machine = started(true);
    machine.receive(Samples.response(invite, 180));
    machine.cancel(List.of());
    actions.advance(31_999);
    assertThat(actions.failures).isEmpty();
    actions.advance(1);
    assertThat(actions.failures).containsExactly(Actions.Failure.TIMEOUT);
    assertThat(actions.terminations).isEqualTo(1);
  }

  @Test
  void aTransportFailureEndsACallingTransactionWith503() {
    InviteClientTransaction machine = started(true);
    machine.transportFailed();
    machine.transportFailed();
    assertThat(actions.failures).containsExactly(Actions.Failure.TRANSPORT);
    assertThat(Actions.Failure.TRANSPORT.status()).isEqualTo(503);
    assertThat(actions.terminations).isEqualTo(1);
  }

  @Test
  void aTransportFailureOfAnAckIsSilent() {
    InviteClientTransaction machine = started(false);
    machine.receive(Samples.response(invite, 486));
    machine.transportFailed();
    assertThat(actions.failures).isEmpty();
    assertThat(actions.terminations).isEqualTo(1);
  }

  @Test
  void timersThatComeLateDoNothing() {
    InviteClientTransaction machine = started(false);
    machine.receive(Samples.response(invite, 180));
    machine.timer(TimerName.A);
    machine.timer(TimerName.B);
    machine.timer(TimerName.K);
    assertThat(actions.sent).hasSize(1);
    assertThat(machine.state()).isEqualTo(State.PROCEEDING);
  }
}
