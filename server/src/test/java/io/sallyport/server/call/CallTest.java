package io.sallyport.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.wire.WirePhone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallTest {
  private final CallFixture f = new CallFixture();

  @AfterEach
  void everyCallGivesItsMediaBack() {
    f.pass(Duration.ofHours(2));
    assertThat(f.media.open).isZero();
    assertThat(f.calls.running()).isZero();
  }

  @Test
  void aCallIsAnsweredOnlyOnceItIsOnRecord() {
    SipRequest invite = f.ring();
    f.journal.hold();
    f.accept(f.bob, invite);
    assertThat(f.bob.got("ACK")).isFalse();
    assertThat(f.alice.got("SIP/2.0 200")).isFalse();
    f.journal.release();
    f.loop.run();
    assertThat(f.bob.got("ACK")).isTrue();
    SipResponse ok = f.alice.takeResponse(200);
    f.acknowledge(ok);
    f.send(f.alice, f.fromAlice(SipRequest.BYE, ok, 2).build());
    f.alice.takeResponse(200);
    f.bob.takeRequest(SipRequest.BYE);
    assertThat(f.journal.types()).containsExactly("call.started", "call.answered", "call.ended");
    assertThat(f.journal.last(CallEnded.class).endedBy()).isEqualTo("sip:alice@example.org");
  }

  @Test
  void nothingRingsBeforeTheCallIsOnRecord() {
    f.journal.hold();
    f.send(f.alice, f.alice.invite("bob", CallFixture.OFFER));
    assertThat(f.bob.gotNothing()).isTrue();
    f.journal.release();
    f.loop.run();
    f.bob.takeRequest(SipRequest.INVITE);
  }

  @Test
  void aJournalThatFailsRefusesTheAnswerOnBothSides() {
    SipRequest invite = f.ring();
    f.journal.fail();
    f.accept(f.bob, invite);
    SipResponse refused = f.alice.takeResponse(503);
    assertThat(refused.first(HeaderNames.WARNING).orElse("")).contains("Archive unavailable");
    f.bob.takeRequest(SipRequest.ACK);
    f.bob.takeRequest(SipRequest.BYE);
  }

  @Test
  void neitherSideSeesAnythingOfTheOther() {
    SipResponse ok = f.talk();
    f.send(f.alice, f.fromAlice(SipRequest.BYE, ok, 2).build());
    assertThat(f.bob.seen.toString())
        .doesNotContain("10.0.0.1", "alice-call", "alice-tag", "alice-device", "z9hG4bKalice");
    assertThat(f.alice.seen.toString())
        .doesNotContain("10.0.0.2", "bob-answer", "bob-device", "z9hG4bKbob");
  }

  @Test
  void oneDeviceWinsAndTheOthersHearThatItWasAnsweredElsewhere() {
    WirePhone desk = f.device("10.0.0.3");
    WirePhone cell = f.device("10.0.0.4");
    SipRequest atBob = f.ring();
    SipRequest atDesk = desk.takeRequest(SipRequest.INVITE);
    SipRequest atCell = cell.takeRequest(SipRequest.INVITE);
    f.send(f.bob, f.bob.answer(atBob, 180).build());
    f.send(desk, desk.answer(atDesk, 180).build());
    f.send(cell, cell.answer(atCell, 180).build());
    f.accept(desk, atDesk);
    SipRequest cancel = f.bob.takeRequest(SipRequest.CANCEL);
    assertThat(cancel.first(HeaderNames.REASON).orElse("")).contains("cause=200");
    cell.takeRequest(SipRequest.CANCEL);
    SipResponse ok = f.alice.takeResponse(200);
    f.acknowledge(ok);
    f.send(f.alice, f.fromAlice(SipRequest.BYE, ok, 2).build());
    desk.takeRequest(SipRequest.BYE);
  }

  @Test
  void aSecondDeviceThatAnswersTooLateIsAcknowledgedAndHungUp() {
    WirePhone desk = f.device("10.0.0.3");
    SipRequest atBob = f.ring();
    SipRequest atDesk = desk.takeRequest(SipRequest.INVITE);
    f.accept(f.bob, atBob);
    f.accept(desk, atDesk);
    desk.takeRequest(SipRequest.ACK);
    desk.takeRequest(SipRequest.BYE);
    assertThat(f.bob.got("BYE")).isFalse();
  }

  @Test
  void aRepeated200IsAcknowledgedAgain() {
    SipRequest invite = f.ring();
    SipResponse ok = f.accept(f.bob, invite);
    f.bob.takeRequest(SipRequest.ACK);
    f.send(f.bob, ok);
    f.bob.takeRequest(SipRequest.ACK);
    assertThat(f.bob.got("BYE")).isFalse();
  }

  @Test
  void aCallerWhoGivesUpIsOnRecordAndTheDeviceStopsRinging() {
    SipRequest invite = f.ring();
    f.send(f.bob, f.bob.answer(invite, 180).build());
    f.alice.takeResponse(180);
    f.send(f.alice, cancelOf(f.alice.invite("bob", CallFixture.OFFER)));
    f.alice.takeResponse(487);
    f.bob.takeRequest(SipRequest.CANCEL);
    assertThat(f.journal.last(CallEnded.class).outcome()).isEqualTo("cancelled");
  }

  @Test
  void anAnswerThatCrossesACancelIsHungUp() {
    SipRequest invite = f.ring();
    f.journal.hold();
    f.accept(f.bob, invite);
    f.send(f.alice, cancelOf(f.alice.invite("bob", CallFixture.OFFER)));
    f.journal.release();
    f.loop.run();
    f.alice.takeResponse(487);
    f.bob.takeRequest(SipRequest.ACK);
    f.bob.takeRequest(SipRequest.BYE);
  }

  @Test
  void busyDeclinedAndOfflineReachTheCallerAsWhatTheyAre() {
    for (int status : new int[] {486, 603, 480, 404}) {
      CallFixture each = new CallFixture();
      SipRequest invite = each.ring();
      each.send(each.bob, each.bob.answer(invite, status).build());
      each.alice.takeResponse(status);
    }
    f.bindings.clear();
    f.send(f.alice, f.alice.invite("bob", CallFixture.OFFER));
    f.alice.takeResponse(480);
    assertThat(f.journal.last(CallEnded.class).outcome()).isEqualTo("offline");
  }

  @Test
  void whoDoesNotExistIsNotFound() {
    f.bindings.clear();
    f.send(f.alice, f.alice.invite("nobody", CallFixture.OFFER));
    f.alice.takeResponse(404);
    assertThat(f.journal.last(CallEnded.class).outcome()).isEqualTo("not-found");
  }

  @Test
  void aDevicesChallengeIsNeverPassedOn() {
    SipRequest invite = f.ring();
    f.send(
        f.bob,
        f.bob
            .answer(invite, 407)
            .add("Proxy-Authenticate", "Digest realm=\"trap\", nonce=\"x\"")
            .build());
    SipResponse seen = f.alice.takeResponse(480);
    assertThat(seen.has("Proxy-Authenticate")).isFalse();
  }

  @Test
  void nobodyAnswersAndTheRingingEnds() {
    SipRequest invite = f.ring();
    f.send(f.bob, f.bob.answer(invite, 180).build());
    f.pass(CallSettings.defaults().ringTimeout());
    f.alice.takeResponse(480);
    f.bob.takeRequest(SipRequest.CANCEL);
    assertThat(f.journal.last(CallEnded.class).outcome()).isEqualTo("no-answer");
  }

  @Test
  void aPhoneWithoutTimersIsAskedWhetherItIsStillThere() {
    f.talk();
    f.pass(CallSettings.defaults().sessionInterval().dividedBy(2));
    SipRequest ping = f.bob.takeRequest(SipRequest.OPTIONS);
    f.send(f.bob, f.bob.answer(ping, 481).build());
    f.alice.takeRequest(SipRequest.BYE);
    CallEnded ended = f.journal.last(CallEnded.class);
    assertThat(ended.endedBy()).isEqualTo("server");
    assertThat(ended.reason()).isEqualTo("The phone is gone");
  }

  @Test
  void aConnectionThatBreaksEndsTheCallAfterItsGrace() {
    f.talk();
    f.bob.close();
    f.loop.run();
    f.pass(CallSettings.defaults().flowGrace().plusSeconds(1));
    f.alice.takeRequest(SipRequest.BYE);
  }

  @Test
  void anInviteWithoutAnOfferIsOfferedByTheCallee() {
    f.send(f.alice, f.alice.invite("bob", ""));
    SipRequest invite = f.bob.takeRequest(SipRequest.INVITE);
    assertThat(invite.body()).isEmpty();
    f.send(f.bob, CallFixture.withSdp(f.bob.answer(invite, 200), "offer from 10.0.0.2"));
    assertThat(f.bob.got("ACK")).isFalse();
    SipResponse ok = f.alice.takeResponse(200);
    assertThat(new String(ok.body(), StandardCharsets.UTF_8)).startsWith("gate offer of B");
    SipRequest.Builder ack =
        f.fromAlice(SipRequest.ACK, ok, 1)
            .body("application/sdp", "answer from 10.0.0.1".getBytes(StandardCharsets.UTF_8));
    f.send(f.alice, ack.build());
    assertThat(new String(f.bob.takeRequest(SipRequest.ACK).body(), StandardCharsets.UTF_8))
        .startsWith("gate answer of A");
  }

  @Test
  void unusableMediaIsRefusedBeforeAnythingRings() {
    f.send(f.alice, f.alice.invite("bob", "unacceptable"));
    SipResponse refused = f.alice.takeResponse(488);
    assertThat(refused.first(HeaderNames.WARNING).orElse("")).contains("No usable media");
    assertThat(f.bob.gotNothing()).isTrue();
  }

  @Test
  void tooShortASessionIsAnswered422() {
    f.send(
        f.alice,
        f.alice.invite("bob", CallFixture.OFFER).toBuilder().add("Session-Expires", "30").build());
    assertThat(f.alice.takeResponse(422).first("Min-SE")).contains("90");
    assertThat(f.bob.gotNothing()).isTrue();
  }

  @Test
  void aServerThatStopsHangsUpOnBothSidesAndTakesNoNewCall() {
    f.talk();
    f.calls.drain();
    f.loop.run();
    f.alice.takeRequest(SipRequest.BYE);
    SipRequest bye = f.bob.takeRequest(SipRequest.BYE);
    assertThat(bye.first(HeaderNames.REASON).orElse("")).contains("Server is stopping");
    assertThat(f.journal.last(CallEnded.class).reason()).isEqualTo("Server is stopping");
    f.send(
        f.alice,
        f.alice
            .request(SipRequest.INVITE, "sip:bob@example.org", "later", "t", "bob", "", 1)
            .build());
    f.alice.takeResponse(503);
    f.calls.close();
  }

  @Test
  void aForgedByeFromAnotherHostEndsNothing() {
    SipResponse ok = f.talk();
    WirePhone mallory = new WirePhone("alice", "10.6.6.6", f.sip);
    f.send(
        mallory,
        mallory
            .request(SipRequest.BYE, "sip:gate", "alice-call", "alice-tag", "bob", ok.toTag(), 9)
            .build());
    mallory.takeResponse(481);
    assertThat(f.bob.got("BYE")).isFalse();
  }

  private static SipRequest cancelOf(SipRequest invite) {
    SipRequest.Builder cancel = SipRequest.builder(SipRequest.CANCEL, invite.uri());
    // WirePhone counts its branches: this is the INVITE's sibling, so the branch of the first
    // request is put back.
    invite.headers().stream()
        .filter(
            h ->
                !h.is(HeaderNames.CSEQ)
                    && !h.is(HeaderNames.CONTACT)
                    && !h.is(HeaderNames.CONTENT_TYPE))
        .forEach(
            h ->
                cancel.add(
                    h.is(HeaderNames.VIA)
                        ? new io.sallyport.protocol.sip.Header(
                            "Via", h.value().replaceAll("alice\\d+", "alice1"))
                        : h));
    return cancel.add(HeaderNames.CSEQ, "1 CANCEL").build();
  }
}
