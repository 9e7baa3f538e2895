package io.sallyport.server.sip;

import static io.sallyport.server.sip.SipStage.answer;
import static io.sallyport.server.sip.SipStage.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.protocol.sip.Fault;
import io.sallyport.protocol.sip.HeaderFault;
import io.sallyport.server.base.ShardLoop;
import io.sallyport.server.edge.Transport;
import io.sallyport.server.observe.Counter;
import io.sallyport.watch.ExpectsErrors;
import org.junit.jupiter.api.Test;

class SipLayerTest {
  private final SipStage stage = new SipStage();
  private final RecordingFlow udp = new RecordingFlow(Transport.UDP, "10.0.0.7", 40123);

  @Test
  void aCallIdOfOursLeadsToItsShardAndAnyOtherAlwaysToTheSame() {
    assertThat(stage.sip.shardOf("n1-1-abcdef")).isEqualTo(1);
    assertThat(stage.sip.shardOf("n1-0-abcdef")).isZero();
    assertThat(stage.sip.shardOf("n1-9-abcdef")).isBetween(0, 1);
    assertThat(stage.sip.shardOf("x@y")).isEqualTo(stage.sip.shardOf("x@y"));
    assertThat(stage.sip.shards()).isEqualTo(2);
  }

  @Test
  void aFullShardMakesRequestsBeAnswered503UnparsedAndTheRestBeDropped() {
    SipStage full = new SipStage(new ShardLoop("full", 0, stage.counters), SipSettings.defaults());
    full.receive(udp, request("INVITE", "a"));
    assertThat(udp.sent).hasSize(1);
    assertThat(udp.last()).startsWith("SIP/2.0 503 Service Unavailable");
    assertThat(Integer.parseInt(udp.last("Retry-After"))).isBetween(5, 15);
    assertThat(udp.last("Via")).contains("branch=z9hG4bKa");
    assertThat(udp.last("CSeq")).isEqualTo("7 INVITE");
    full.receive(udp, request("ACK", "a"));
    full.receive(udp, SipStage.reply(request("INVITE", "a"), 200, "x"));
    assertThat(udp.sent).hasSize(1);
    assertThat(full.count(Counter.SIP_OVERLOAD_503)).isEqualTo(1);
    assertThat(full.count(Counter.SIP_OVERLOAD_DROPPED)).isEqualTo(2);
    assertThat(full.requests).isEmpty();
  }

  @Test
  void aShardHoldsOnlySoManyTransactions() {
    SipSettings d = SipSettings.defaults();
    SipStage small = new SipStage(stage.loop, new SipSettings(d.t1(), d.t2(), d.t4(), "", 1, 0, 0));
    small.sip.frame(udp, RecordingFlow.frame(request("OPTIONS", "a")));
    small.sip.frame(udp, RecordingFlow.frame(request("MESSAGE", "b")));
    stage.loop.run();
    assertThat(udp.startLines()).containsExactly("SIP/2.0 503 Service Unavailable");
    assertThat(udp.last("Retry-After")).isNotEmpty();
    assertThat(small.count(Counter.SIP_TRANSACTIONS_503)).isEqualTo(1);
  }

  @Test
  void anInvalidRequestIsAnswered400WithoutATransaction() {
    stage.receive(udp, request("OPTIONS", "a").replace("CSeq: 7", "CSeq: seven"));
    assertThat(udp.last()).startsWith("SIP/2.0 400 CSeq");
    assertThat(stage.requests).isEmpty();
    assertThat(stage.count(Counter.SIP_FAULT_VALUE)).isEqualTo(1);
    assertThat(stage.pendingTimers()).isZero();
  }

  @Test
  void anInvalidResponseOrAckIsDroppedAndCounted() {
    stage.receive(udp, request("ACK", "a").replace("CSeq: 7", "CSeq: seven"));
    stage.receive(
        udp, SipStage.reply(request("INVITE", "a"), 200, "x").replace("CSeq: 7", "CSeq: x"));
    assertThat(udp.sent).isEmpty();
    assertThat(stage.count(Counter.SIP_FAULT_VALUE)).isEqualTo(2);
  }

  @Test
  void aFaultFromTheScannerIsAnsweredOnItsFlow() {
    Fault fault =
        new Fault(
            Fault.Kind.BODY_TOO_LONG,
            513,
            "Message Too Large",
            RecordingFlow.frame(request("MESSAGE", "a")),
            true);
    stage.sip.fault(udp, fault);
    assertThat(udp.last()).startsWith("SIP/2.0 513 ");
    stage.sip.fault(udp, new Fault(Fault.Kind.START_LINE, 0, "noise", null, false));
    assertThat(udp.sent).hasSize(1);
    assertThat(stage.count(Counter.SIP_FAULT_BODY_TOO_LONG)).isEqualTo(1);
    assertThat(stage.count(Counter.SIP_FAULT_START_LINE)).isEqualTo(1);
  }

  @Test
  void aHeaderThatOnlyTheChainReadsIsAnswered400() {
    stage.chain =
        t -> {
          throw new HeaderFault("Expires", "not a number");
        };
    stage.receive(udp, request("REGISTER", "a"));
    assertThat(udp.last()).startsWith("SIP/2.0 400 Expires: not a number");
  }

  @Test
  @ExpectsErrors("failed")
  void anErrorOfOursEndsWithItsMessageAnd500() {
    stage.chain =
        t -> {
          throw new IllegalStateException("on purpose");
        };
    stage.receive(udp, request("INVITE", "a"));
    assertThat(udp.last()).startsWith("SIP/2.0 500 ");
    stage.chain = t -> t.respond(answer(t, 200));
    stage.receive(udp, request("OPTIONS", "b"));
    assertThat(udp.last()).startsWith("SIP/2.0 200 ");
    assertThat(stage.count(Counter.SIP_ERRORS)).isEqualTo(1);
  }

  @Test
  void aLayerWithoutARequestChainDoesNotStart() {
    assertThatThrownBy(() -> stage.sip.listener(stage)).isInstanceOf(IllegalStateException.class);
    stage.sip.start();
    assertThat(stage.sip.check().ok()).isTrue();
    stage.sip.close();
  }

  @Test
  void anAckThatMatchesNothingIsShownForTheCallsAboveToJudge() {
    stage.receive(udp, request("ACK", "zzz", "To: <sip:bob@example.org>;tag=unknown"));
    assertThat(stage.acks).hasSize(1);
    assertThat(udp.sent).isEmpty();
  }
}
