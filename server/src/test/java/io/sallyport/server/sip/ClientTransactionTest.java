package io.sallyport.server.sip;

import static io.sallyport.server.sip.SipStage.outgoing;
import static io.sallyport.server.sip.SipStage.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.edge.Transport;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.SipTrace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientTransactionTest {
  /** Writes down what happens to a request. */
  private static final class Heard implements ClientTransaction.Listener {
    final List<Integer> provisionals = new ArrayList<>();
    final List<SipResponse> finals = new ArrayList<>();
    final List<Integer> failures = new ArrayList<>();

    @Override
    public void provisional(SipResponse response) {
      provisionals.add(response.status());
    }

    @Override
    public void response(SipResponse response) {
      finals.add(response);
    }

    @Override
    public void failed(int status, String why) {
      failures.add(status);
    }
  }

  private final SipStage stage = new SipStage();
  private final RecordingFlow udp = new RecordingFlow(Transport.UDP, "10.0.0.7", 40123);
  private final RecordingFlow tls = new RecordingFlow(Transport.TLS, "10.0.0.7", 40123);
  private final Heard heard = new Heard();

  private ClientTransaction send(String method, RecordingFlow flow) {
    return stage.sip.send(1, outgoing(method, "n1-1-abcdef"), flow, heard);
  }

  @Test
  void theTopViaNamesTheListenerThatThePeerIsConnectedTo() {
    ClientTransaction sent = send("MESSAGE", tls);
    assertThat(tls.last("Via"))
        .matches("SIP/2.0/TLS 192\\.0\\.2\\.1:5061;branch=z9hG4bK[a-z2-7]{16};rport");
    assertThat(sent.request().topVia().toString()).isEqualTo(tls.last("Via"));
    stage.receive(tls, reply(tls.last(), 200, "x"));
    assertThat(heard.finals).hasSize(1);
    assertThat(stage.pendingTimers()).isZero();
  }

  @Test
  void anAdvertisedNameStandsInTheVia() {
    SipSettings d = SipSettings.defaults();
    SipSettings named = new SipSettings(d.t1(), d.t2(), d.t4(), "sip.example.org", 100, 0, 0);
    SipStage other = new SipStage(stage.loop, named);
    assertThat(other.sip.sentBy(tls)).isEqualTo("sip.example.org:5061");
    SipSettings six = new SipSettings(d.t1(), d.t2(), d.t4(), "2001:db8::1", 100, 0, 0);
    assertThat(new SipStage(stage.loop, six).sip.sentBy(tls)).isEqualTo("[2001:db8::1]:5061");
  }

  @Test
  void overUdpARequestIsRepeatedAndThenFails408() {
    send("OPTIONS", udp);
    stage.advance(3_600);
    assertThat(udp.sent).hasSize(4);
    assertThat(udp.sent).containsOnly(udp.sent.get(0));
    assertThat(stage.count(Counter.SIP_RETRANSMISSIONS_OUT)).isEqualTo(3);
    stage.advance(30_000);
    assertThat(heard.failures).containsExactly(408);
    assertThat(stage.pendingTimers()).isZero();
    assertThat(stage.count(Counter.SIP_TIMEOUTS)).isEqualTo(1);
  }

  @Test
  void aRefusedInviteIsAcknowledgedBelow() {
    send("INVITE", tls);
    String invite = tls.last();
    stage.receive(tls, reply(invite, 180, "b"));
    stage.receive(tls, reply(invite, 486, "b"));
    assertThat(heard.provisionals).containsExactly(180);
    assertThat(heard.finals).extracting(SipResponse::status).containsExactly(486);
    assertThat(tls.last()).startsWith("ACK sip:bob@10.0.0.7:4000 SIP/2.0").contains(";tag=b");
    assertThat(stage.pendingTimers()).isZero();
  }

  @Test
  void repeatedAndForkedSuccessesAllArriveAndTheirAcksAreStateless() {
    send("INVITE", tls);
    String invite = tls.last();
    stage.receive(tls, reply(invite, 200, "b"));
    stage.receive(tls, reply(invite, 200, "b"));
    stage.receive(tls, reply(invite, 200, "fork"));
    assertThat(heard.finals).extracting(SipResponse::toTag).containsExactly("b", "b", "fork");
    assertThat(tls.sent).hasSize(1);
    stage.sip.sendAck(1, outgoing("ACK", "n1-1-abcdef"), tls);
    assertThat(tls.last()).startsWith("ACK ");
    assertThat(tls.last("Via")).contains("branch=z9hG4bK");
    stage.advance(32_000);
    stage.receive(tls, reply(invite, 200, "late"));
    assertThat(heard.finals).hasSize(3);
    assertThat(stage.count(Counter.SIP_STRAY_RESPONSES)).isEqualTo(1);
    assertThat(stage.pendingTimers()).isZero();
  }

  @Test
  void aCancelWaitsForAProvisionalAndTheInvitesAnswerStillArrives() {
    ClientTransaction sent = send("INVITE", tls);
    String invite = tls.last();
    sent.cancel(List.of(new Header("Reason", "SIP;cause=200;text=\"Call completed elsewhere\"")));
    assertThat(tls.sent).hasSize(1);
    stage.receive(tls, reply(invite, 100, ""));
    assertThat(tls.last())
        .startsWith("CANCEL ")
        .contains("Reason: SIP;cause=200")
        .contains("CSeq: 1 CANCEL");
    assertThat(tls.last("Via")).isEqualTo(sent.request().topVia().toString());
    String cancel = tls.last();
    stage.receive(tls, reply(cancel, 200, "b"));
    stage.receive(tls, reply(invite, 487, "b"));
    assertThat(heard.finals).extracting(SipResponse::status).containsExactly(487);
    assertThat(stage.pendingTimers()).isZero();
  }

  @Test
  void aSuccessThatCrossesTheCancelArrives() {
    ClientTransaction sent = send("INVITE", tls);
    String invite = tls.last();
    stage.receive(tls, reply(invite, 180, "b"));
    sent.cancel(List.of());
    stage.receive(tls, reply(invite, 200, "b"));
    assertThat(heard.finals).extracting(SipResponse::status).containsExactly(200);
  }

  @Test
  void aRequestOnAClosedFlowFails503AfterSendHasReturned() {
    tls.close();
    send("INVITE", tls);
    assertThat(heard.failures).isEmpty();
    stage.run();
    assertThat(heard.failures).containsExactly(503);
    assertThat(stage.pendingTimers()).isZero();
  }

  @Test
  void whenAConnectionClosesWhatWaitedOnItFailsAtOnceAndTheChainIsToldOnce() {
    send("INVITE", tls);
    send("OPTIONS", tls);
    RecordingFlow other = new RecordingFlow(Transport.TLS, "10.0.0.8", 40123);
    Heard elsewhere = new Heard();
    stage.sip.send(0, outgoing("OPTIONS", "n1-0-xyz"), other, elsewhere);
    tls.close();
    stage.sip.closed(tls);
    stage.run();
    assertThat(heard.failures).containsExactly(503, 503);
    assertThat(elsewhere.failures).isEmpty();
    assertThat(stage.closed).containsExactly(tls);
  }

  @Test
  void aResponseThatNobodyAskedForIsDroppedAndCounted() {
    send("OPTIONS", tls);
    String request = tls.last();
    stage.receive(tls, reply(request, 200, "x").replace("z9hG4bK", "z9hG4bKnot"));
    stage.receive(
        tls,
        reply(request, 200, "x")
            .replace("Max", "Via: SIP/2.0/TLS next.example.org;branch=z9hG4bKz\r\nMax")
            .replaceFirst("From:", "Via: SIP/2.0/TLS next.example.org;branch=z9hG4bKz\r\nFrom:"));
    assertThat(heard.finals).isEmpty();
    assertThat(stage.count(Counter.SIP_STRAY_RESPONSES)).isEqualTo(2);
  }

  @Test
  void aRequestOnAShardThatWouldNotSeeItsAnswerIsABug() {
    assertThatThrownBy(() -> stage.sip.send(0, outgoing("OPTIONS", "n1-1-abcdef"), tls, heard))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theTraceShowsBothDirections() {
    send("OPTIONS", tls);
    stage.receive(tls, reply(tls.last(), 200, "x"));
    assertThat(stage.trace.ladder("n1-1-abcdef"))
        .extracting(SipTrace.Entry::direction)
        .containsExactly(SipTrace.Direction.OUT, SipTrace.Direction.IN);
  }
}
