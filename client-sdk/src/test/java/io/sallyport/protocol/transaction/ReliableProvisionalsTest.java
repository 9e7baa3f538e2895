package io.sallyport.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.transaction.ReliableProvisionals.Verdict;
import org.junit.jupiter.api.Test;

class ReliableProvisionalsTest {
  private final ScriptedActions actions = new ScriptedActions();
  private final SipRequest invite = Samples.invite();

  private SipResponse reliable(int status, long rseq) {
    return Samples.response(invite, status).toBuilder()
        .add("Require", "100rel")
        .add("RSeq", Long.toString(rseq))
        .build();
  }

  private SipRequest prack(String rack) {
    return Samples.request("PRACK").toBuilder().add("RAck", rack).build();
  }

  @Test
  void theCallerAcknowledgesInOrderAndDropsTheRest() {
    ReliableProvisionals.Receiver receiver = new ReliableProvisionals.Receiver();
    assertThat(receiver.receive(Samples.response(invite, 180))).isEqualTo(Verdict.UNRELIABLE);
    assertThat(receiver.receive(reliable(183, 17))).isEqualTo(Verdict.ACKNOWLEDGE);
    assertThat(receiver.receive(reliable(183, 17))).isEqualTo(Verdict.DROP);
    assertThat(receiver.receive(reliable(180, 19))).isEqualTo(Verdict.DROP);
    assertThat(receiver.receive(reliable(180, 18))).isEqualTo(Verdict.ACKNOWLEDGE);
    assertThat(receiver.receive(reliable(180, 19))).isEqualTo(Verdict.ACKNOWLEDGE);
  }

  @Test
  void aHundredIsNeverReliable() {
    assertThat(ReliableProvisionals.isReliable(reliable(100, 1))).isFalse();
    assertThat(ReliableProvisionals.isReliable(reliable(200, 1))).isFalse();
  }

  @Test
  void thePrackNamesTheResponse() {
    SipResponse response = reliable(183, 17);
    SipRequest prack = ReliableProvisionals.prack(Dialog.uac(invite, response), response).build();
    assertThat(prack.first("RAck")).contains("17 314159 INVITE");
    assertThat(prack.cseq().toString()).isEqualTo("314160 PRACK");
    assertThat(prack.toTag()).isEqualTo("a6c85cf");
  }

  @Test
  void theCalleeRepeatsUntilThePrackAndSendsTheNextThen() {
    ReliableProvisionals.Sender sender =
        new ReliableProvisionals.Sender(41, Timings.DEFAULT, actions);
    actions.machine = sender::timer;
    sender.send(Samples.response(invite, 183));
    sender.send(Samples.response(invite, 180));
    actions.advance(2_000);
    assertThat(actions.sentMillis()).containsExactly(0L, 500L, 1500L);
    assertThat(sender.acknowledge(prack("42 314159 INVITE"))).isFalse();
    assertThat(sender.acknowledge(prack("41 314159 BYE"))).isFalse();
    assertThat(sender.acknowledge(prack("41  314159\tINVITE"))).isTrue();
    assertThat(sender.acknowledge(prack("41 314159 INVITE"))).isFalse();
    sender.sendNext();
    SipResponse second = (SipResponse) actions.sent.get(3);
    assertThat(second.status()).isEqualTo(180);
    assertThat(second.number("RSeq")).contains(42L);
    assertThat(second.lists("Require", "100rel")).isTrue();
    assertThat(sender.acknowledge(prack("42 314159 INVITE"))).isTrue();
    assertThat(actions.timers).isEmpty();
  }

  @Test
  void withoutAPrackTheCalleeGivesUpAfterSixtyFourT1() {
    ReliableProvisionals.Sender sender =
        new ReliableProvisionals.Sender(1, Timings.DEFAULT, actions);
    actions.machine = sender::timer;
    sender.send(Samples.response(invite, 183));
    actions.advance(31_999);
    assertThat(actions.failures).isEmpty();
    assertThat(sender.pending()).isTrue();
    actions.advance(1);
    assertThat(actions.failures).containsExactly(Actions.Failure.TIMEOUT);
    assertThat(sender.pending()).isFalse();
  }

  @Test
  void noMoreThanAFewResponsesWait() {
    ReliableProvisionals.Sender sender =
        new ReliableProvisionals.Sender(1, Timings.DEFAULT, actions);
    for (int i = 0; i < 9; i++) {
      assertThat(sender.send(Samples.response(invite, 183))).isTrue();
    }
    assertThat(sender.send(Samples.response(invite, 183))).isFalse();
  }

  @Test
  void aFinalResponseStopsRepetition() {
    ReliableProvisionals.Sender sender =
        new ReliableProvisionals.Sender(1, Timings.DEFAULT, actions);
    actions.machine = sender::timer;
    sender.send(Samples.response(invite, 183));
    sender.stop();
    actions.advance(60_000);
    assertThat(actions.sent).hasSize(1);
    assertThat(actions.failures).isEmpty();
    assertThat(sender.send(Samples.response(invite, 180))).isFalse();
    assertThat(sender.acknowledge(prack("1 314159 INVITE"))).as("one on its way").isTrue();
  }
}
