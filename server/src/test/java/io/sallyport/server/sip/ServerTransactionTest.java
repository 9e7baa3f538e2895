package io.sallyport.server.sip;

import static io.sallyport.server.sip.SipStage.answer;
import static io.sallyport.server.sip.SipStage.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.edge.Transport;
import io.sallyport.server.observe.Counter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerTransactionTest {
  private final SipStage stage = new SipStage();
  private final RecordingFlow udp = new RecordingFlow(Transport.UDP, "10.0.0.7", 40123);
  private final RecordingFlow tls = new RecordingFlow(Transport.TLS, "10.0.0.7", 40123);

  private String to(ServerTransaction transaction) {
    return "To: <sip:bob@example.org>;tag=" + transaction.localTag();
  }

  @Test
  void aRequestIsShownOnceAndItsAnswerSaysWhereItCameFrom() {
    stage.receive(udp, request("MESSAGE", "a"));
    stage.receive(udp, request("MESSAGE", "a"));
    assertThat(udp.sent).isEmpty();
    ServerTransaction message = stage.only();
    message.respond(answer(message, 202));
    stage.receive(udp, request("MESSAGE", "a"));
    assertThat(udp.startLines()).containsExactly("SIP/2.0 202 Accepted", "SIP/2.0 202 Accepted");
    assertThat(udp.last("Via"))
        .isEqualTo("SIP/2.0/UDP 10.9.9.9:5070;branch=z9hG4bKa;rport=40123;received=10.0.0.7");
    assertThat(udp.last("To")).endsWith(";tag=" + message.localTag());
    assertThat(stage.count(Counter.SIP_RETRANSMISSIONS_IN)).isEqualTo(2);
    assertThat(stage.count(Counter.SIP_RETRANSMISSIONS_OUT)).isEqualTo(1);
    stage.advance(32_000);
    assertThat(stage.pendingTimers()).isZero();
  }

  @Test
  void withoutRportTheAnswerGoesToTheViasPortAtTheSourceAndMaddrIsNotObeyed() {
    String plain =
        request("OPTIONS", "a").replace(";rport", ";maddr=203.0.113.9;received=203.0.113.8");
    stage.receive(udp, plain);
    stage.only().respond(answer(stage.only(), 200));
    assertThat(udp.sent).isEmpty();
    assertThat(stage.udpReplies).hasSize(1);
    RecordingFlow reply = stage.udpReplies.get(0);
    assertThat(reply.remote().getAddress()).isEqualTo(udp.remote().getAddress());
    assertThat(reply.remote().getPort()).isEqualTo(5070);
    assertThat(reply.last("Via")).contains("received=10.0.0.7").doesNotContain("203.0.113.8");
  }

  @Test
  void severalViasInOneLineAreAllGivenBack() {
    stage.receive(
        tls,
        request("OPTIONS", "a")
            .replace(";rport", ", SIP/2.0/UDP first.example.org;branch=z9hG4bKq"));
    stage.only().respond(answer(stage.only(), 200));
    assertThat(tls.last().lines().filter(l -> l.startsWith("Via")))
        .containsExactly(
            "Via: SIP/2.0/UDP 10.9.9.9:5070;branch=z9hG4bKa;received=10.0.0.7",
            "Via: SIP/2.0/UDP first.example.org;branch=z9hG4bKq");
  }

  @Test
  void aRefusedInviteIsRepeatedUntilItsAck() {
    stage.receive(udp, request("INVITE", "a"));
    ServerTransaction invite = stage.only();
    invite.respond(answer(invite, 486));
    stage.advance(1_600);
    assertThat(udp.sent).hasSize(3);
    stage.receive(udp, request("ACK", "a", to(invite)));
    stage.advance(40_000);
    assertThat(udp.sent).hasSize(3);
    assertThat(stage.acks).isEmpty();
    assertThat(stage.pendingTimers()).isZero();
  }

  @Test
  void aSuccessIsRepeatedOverEveryTransportUntilItsAckAndTheAckIsShown() {
    for (RecordingFlow flow : List.of(udp, tls)) {
      SipStage fresh = new SipStage();
      fresh.receive(flow, request("INVITE", "a"));
      ServerTransaction invite = fresh.only();
      invite.respond(answer(invite, 200));
      assertThat(invite.answered()).isTrue();
      fresh.advance(1_600);
      assertThat(flow.sent).hasSize(3);
      String ack = request("ACK", "ack", to(invite));
      fresh.receive(flow, ack);
      fresh.receive(flow, ack);
      fresh.advance(40_000);
      assertThat(flow.sent).hasSize(3);
      assertThat(fresh.acks).as("repeated ACKs arrive repeatedly").hasSize(2);
      assertThat(fresh.unacknowledged).isEmpty();
      assertThat(fresh.pendingTimers()).isZero();
    }
  }

  @Test
  void aSuccessWithoutAckIsReportedOnceAfter32Seconds() {
    stage.receive(tls, request("INVITE", "a"));
    ServerTransaction invite = stage.only();
    invite.respond(answer(invite, 200));
    stage.advance(31_999);
    assertThat(stage.unacknowledged).isEmpty();
    stage.advance(10_000);
    assertThat(stage.unacknowledged).containsExactly(invite);
    assertThat(stage.pendingTimers()).isZero();
    assertThat(stage.count(Counter.SIP_UNACKNOWLEDGED)).isEqualTo(1);
  }

  @Test
  void aRepeatedInviteIsAbsorbedAfterItsSuccess() {
    stage.receive(udp, request("INVITE", "a"));
    stage.only().respond(answer(stage.only(), 200));
    stage.receive(udp, request("INVITE", "a"));
    assertThat(stage.requests).hasSize(1);
    assertThat(udp.sent).hasSize(1);
  }

  @Test
  void aCancelIsAnswered200AndTheInviteIsTheUsersToEnd() {
    stage.receive(tls, request("INVITE", "a"));
    ServerTransaction invite = stage.only();
    invite.respond(answer(invite, 180));
    stage.receive(tls, request("CANCEL", "a"));
    assertThat(tls.startLines())
        .containsExactly("SIP/2.0 180 Ringing", "SIP/2.0 200 OK", "SIP/2.0 487 Request Terminated");
    assertThat(stage.cancelled).containsExactly(invite);
    assertThat(stage.requests).hasSize(1);
  }

  @Test
  void aCancelThatCrossesTheAnswerChangesNothing() {
    stage.receive(udp, request("INVITE", "a"));
    stage.only().respond(answer(stage.only(), 200));
    stage.receive(udp, request("CANCEL", "a"));
    assertThat(stage.cancelled).isEmpty();
    assertThat(udp.last()).startsWith("SIP/2.0 200 OK").contains("CSeq: 7 CANCEL");
    assertThat(udp.last("To")).endsWith(stage.only().localTag());
  }

  @Test
  void aCancelThatMatchesNothingIsAnswered481() {
    stage.receive(udp, request("CANCEL", "a"));
    assertThat(udp.last()).startsWith("SIP/2.0 481 ");
    assertThat(stage.pendingTimers()).isZero();
    assertThat(stage.count(Counter.SIP_STRAY_CANCELS)).isEqualTo(1);
  }

  @Test
  void aCancelFromAnotherHostIsAnswered481() {
    stage.receive(udp, request("INVITE", "a"));
    RecordingFlow elsewhere = new RecordingFlow(Transport.UDP, "10.0.0.8", 40123);
    stage.receive(elsewhere, request("CANCEL", "a"));
    assertThat(elsewhere.last()).startsWith("SIP/2.0 481 ");
    assertThat(stage.cancelled).isEmpty();
  }

  @Test
  void aCopyThatCameByAnotherWayIsAnswered482() {
    stage.receive(udp, request("INVITE", "a"));
    stage.receive(udp, request("INVITE", "b"));
    assertThat(stage.requests).hasSize(1);
    assertThat(udp.startLines()).containsExactly("SIP/2.0 482 Loop Detected");
    stage.only().respond(answer(stage.only(), 486));
    stage.receive(udp, request("ACK", "a", to(stage.only())));
    stage.advance(5_000);
    stage.receive(udp, request("INVITE", "c"));
    assertThat(stage.requests).as("forgotten with its transaction").hasSize(2);
    assertThat(stage.count(Counter.SIP_MERGED_482)).isEqualTo(1);
  }

  @Test
  void aRequestInsideADialogIsNeverMerged() {
    stage.receive(udp, request("BYE", "a", "To: <sip:bob@example.org>;tag=known"));
    stage.receive(udp, request("BYE", "b", "To: <sip:bob@example.org>;tag=known"));
    assertThat(stage.requests).hasSize(2);
    assertThat(stage.requests.get(0).localTag()).isEqualTo("known");
  }

  @Test
  void aStatelessRefusalIsExactlyOneDatagramAndLeavesNothing() {
    stage.chain = t -> t.respondStateless(SipResponse.to(t.request(), 407, t.localTag()).build());
    stage.receive(udp, request("INVITE", "a"));
    assertThat(stage.pendingTimers()).isZero();
    stage.advance(40_000);
    assertThat(udp.sent).hasSize(1);
    String first = udp.last();
    stage.receive(udp, request("ACK", "a", to(stage.only())));
    assertThat(stage.acks).as("absorbed").isEmpty();
    stage.receive(udp, request("INVITE", "a"));
    assertThat(udp.sent).hasSize(2);
    assertThat(udp.last()).isEqualTo(first);
    assertThat(stage.requests.get(0).localTag()).hasSize(20);
    stage.requests.get(0).respond(answer(stage.requests.get(0), 200));
    assertThat(udp.sent).hasSize(2);
  }

  @Test
  void aStrangersShortDatagramIsNotAnsweredAtLength() {
    stage.chain =
        t ->
            t.respondStateless(
                SipResponse.to(t.request(), 407, t.localTag())
                    .add("Proxy-Authenticate", "Digest realm=\"r\", algorithm=SHA-256")
                    .add("Proxy-Authenticate", "Digest realm=\"r\", algorithm=MD5")
                    .add("Warning", "399 sallyport \"" + "words ".repeat(40) + "\"")
                    .build());
    String request = request("INVITE", "a");
    stage.receive(udp, request);
    assertThat(udp.last()).contains("MD5").doesNotContain("Warning");
    assertThat(udp.last().length()).isLessThan(request.length() * 2);
    stage.receive(tls, request("INVITE", "b"));
    assertThat(tls.last()).contains("SHA-256", "MD5", "Warning");
  }

  @Test
  void aSecondFinalResponseIsNotSent() {
    stage.receive(udp, request("INVITE", "a"));
    stage.only().respond(answer(stage.only(), 486));
    stage.only().respond(answer(stage.only(), 200));
    stage.only().respond(answer(stage.only(), 180));
    assertThat(udp.sent).hasSize(1);
    assertThat(stage.count(Counter.SIP_SECOND_FINALS)).isEqualTo(1);
  }

  @Test
  void aReliableProvisionalIsRepeatedUntilItsPrackAndHoldsTheSuccessBack() {
    stage.receive(tls, request("INVITE", "a", "Supported: 100rel"));
    ServerTransaction invite = stage.only();
    List<ServerTransaction> pracks = new ArrayList<>();
    SipResponse early =
        answer(invite, 183).toBuilder().body("application/sdp", new byte[] {'v'}).build();
    invite.respondReliably(
        early,
        prack -> {
          pracks.add(prack);
          prack.respond(answer(prack, 200));
        });
    stage.advance(600);
    assertThat(tls.startLines())
        .containsExactly("SIP/2.0 183 Session Progress", "SIP/2.0 183 Session Progress");
    String rseq = tls.last("RSeq");
    assertThat(tls.last("Require")).isEqualTo("100rel");
    invite.respond(answer(invite, 200));
    assertThat(tls.sent).as("held back").hasSize(2);
    stage.receive(
        tls,
        request("PRACK", "p", to(invite), "RAck: " + rseq + " 7 INVITE")
            .replace("CSeq: 7", "CSeq: 8"));
    assertThat(pracks).hasSize(1);
    assertThat(stage.requests).as("the PRACK is not shown as a request").hasSize(1);
    assertThat(tls.startLines().subList(2, 4)).containsExactly("SIP/2.0 200 OK", "SIP/2.0 200 OK");
    assertThat(tls.last()).contains("CSeq: 7 INVITE");
    stage.receive(tls, request("ACK", "k", to(invite)));
    assertThat(stage.pendingTimers()).isZero();
  }

  @Test
  void aPrackThatMatchesNothingIsAnswered481AndABrokenOne400() {
    stage.receive(tls, request("PRACK", "p", "RAck: 1 7 INVITE"));
    assertThat(tls.last()).startsWith("SIP/2.0 481 ");
    stage.receive(tls, request("PRACK", "q").replace("CSeq: 7", "CSeq: 8"));
    assertThat(tls.last()).startsWith("SIP/2.0 400 ");
  }

  @Test
  void aProvisionalWithoutPrackIsReportedAndTheInviteRefused() {
    stage.receive(tls, request("INVITE", "a"));
    ServerTransaction invite = stage.only();
    invite.respondReliably(answer(invite, 183), prack -> {});
    stage.advance(32_000);
    assertThat(stage.unacknowledged).containsExactly(invite);
    assertThat(tls.last()).startsWith("SIP/2.0 504 ");
    assertThat(invite.answered()).isTrue();
  }

  @Test
  void aSuccessThatIsHeldBackIsReplacedByALaterRefusal() {
    stage.receive(tls, request("INVITE", "a"));
    ServerTransaction invite = stage.only();
    SipResponse early =
        answer(invite, 183).toBuilder().body("application/sdp", new byte[] {'v'}).build();
    invite.respondReliably(early, prack -> prack.respond(answer(prack, 200)));
    String rack = "RAck: " + tls.last("RSeq") + " 7 INVITE";
    invite.respond(answer(invite, 200));
    invite.respond(answer(invite, 480));
    assertThat(tls.last()).startsWith("SIP/2.0 480 ");
    stage.receive(tls, request("PRACK", "p", to(invite), rack).replace("CSeq: 7", "CSeq: 8"));
    assertThat(tls.last()).startsWith("SIP/2.0 200 OK").contains("8 PRACK");
    stage.receive(tls, request("ACK", "a", to(invite)));
    stage.advance(40_000);
    assertThat(tls.sent).hasSize(3);
    assertThat(stage.pendingTimers()).isZero();
  }

  @Test
  void aRequestThatIsNeverAnsweredIsForgottenWhenItsSenderHasGivenUp() {
    stage.receive(tls, request("MESSAGE", "a"));
    stage.advance(32_000);
    assertThat(stage.count(Counter.SIP_UNANSWERED)).isEqualTo(1);
    assertThat(stage.pendingTimers()).isZero();
    stage.only().respond(answer(stage.only(), 202));
    assertThat(tls.sent).isEmpty();
  }

  @Test
  void onlyAnInviteIsAnsweredReliably() {
    stage.receive(tls, request("OPTIONS", "a"));
    assertThatThrownBy(() -> stage.only().respondReliably(answer(stage.only(), 183), p -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anAnswerOnAClosedFlowIsCountedAndTheTransactionEnds() {
    stage.receive(tls, request("INVITE", "a"));
    tls.close();
    stage.only().respond(answer(stage.only(), 486));
    stage.run();
    assertThat(stage.count(Counter.SIP_TRANSPORT_FAILURES)).isEqualTo(1);
    assertThat(stage.pendingTimers()).isZero();
  }

  @Test
  void anIdleUserMakesTheInviteBeAnswered100() {
    stage.receive(udp, request("INVITE", "a"));
    stage.advance(200);
    assertThat(udp.startLines()).containsExactly("SIP/2.0 100 Trying");
  }
}
