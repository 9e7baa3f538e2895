package io.sallyport.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.Refused;
import io.sallyport.server.archive.ArchiveRecord.ReviewSampled;
import io.sallyport.server.media.MediaSession.Pictures;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Attempt.Kind;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Notice;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.wire.WirePhone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What policy decides about a call is what happens to it. */
class EnforcementTest {
  private static final String AUDIO =
      """
      v=0
      o=- 1 1 IN IP4 10.0.0.1
      s=-
      c=IN IP4 10.0.0.1
      t=0 0
      m=audio 4000 RTP/AVP 8
      """
          .replace("\n", "\r\n");
  private static final String AUDIO_AND_VIDEO = AUDIO + "m=video 4002 RTP/AVP 96\r\n";
  private static final String HELD_WITH_VIDEO =
      AUDIO + "a=sendonly\r\n" + "m=video 4002 RTP/AVP 96\r\n";
  private static final String SLIDES = AUDIO + "m=video 4002 RTP/AVP 96\r\na=content:slides\r\n";

  private final CallFixture f = new CallFixture();

  @AfterEach
  void everyCallGivesItsMediaBack() {
    f.pass(Duration.ofHours(2));
    assertThat(f.media.open).isZero();
    assertThat(f.calls.running()).isZero();
    assertThat(f.calls.concurrent(f.address("alice"))).isZero();
  }

  @Test
  void policyHearsOfEachDeviceThatWouldRing() {
    f.ring();
    Attempt device =
        f.asked.stream().filter(a -> !a.to().network().isEmpty()).findFirst().orElseThrow();
    assertThat(device.to().network()).isEqualTo("10.0.0.2");
    assertThat(device.to().device()).isEqualTo("test");
    assertThat(device.to().transport()).isEqualTo("tls");
    assertThat(device.from().network()).isEqualTo("10.0.0.1");
    assertThat(device.concurrent()).isZero();
  }

  @Test
  void aDeviceThatARuleKeepsAwayDoesNotRing() {
    WirePhone desk = f.device("10.0.0.3");
    f.rules = a -> at(a, "10.0.0.3") ? Optional.of(wall()) : Optional.empty();
    f.ring();
    assertThat(desk.gotNothing()).isTrue();
  }

  @Test
  void whereNoDeviceMayRingTheCallerSeesTheRulesWordsAndTheRecordTheRule() {
    f.rules = a -> at(a, "10.0.0.2") ? Optional.of(wall()) : Optional.empty();
    f.send(f.alice, f.alice.invite("bob", CallFixture.OFFER));
    SipResponse refused = f.alice.takeResponse(403);
    assertThat(refused.reason()).isEqualTo("Compliance wall");
    assertThat(refused.first(HeaderNames.WARNING).orElse("")).contains("399", "Compliance wall");
    assertThat(refused.first(HeaderNames.REASON).orElse("")).contains("Compliance wall");
    assertThat(f.bob.gotNothing()).isTrue();
    assertThat(f.journal.last(Refused.class).rule()).isEqualTo("wall");
    assertThat(f.journal.last(Refused.class).kinds()).containsExactly("audio");
  }

  @Test
  void theRuleThatAllowedACallIsOnRecord() {
    f.ring();
    assertThat(f.journal.last(CallStarted.class).rule()).isEqualTo("everybody");
    assertThat(f.journal.last(CallStarted.class).ruleset()).isEqualTo(7);
  }

  @Test
  void deniedVideoIsDeclinedInTheFirstOffer() {
    f.deny(Kind.VIDEO);
    f.send(f.alice, f.alice.invite("bob", AUDIO_AND_VIDEO));
    f.bob.takeRequest(SipRequest.INVITE);
    assertThat(f.media.limits.video()).isFalse();
    assertThat(f.media.limits.screen()).isTrue();
  }

  @Test
  void aReinviteThatOnlyAddsDeniedVideoIsRefusedAndTheCallGoesOn() {
    f.deny(Kind.VIDEO);
    SipResponse ok = talk(AUDIO);
    f.send(f.alice, reinvite(ok, SipRequest.INVITE, 2, AUDIO_AND_VIDEO));
    SipResponse refused = f.alice.takeResponse(403);
    assertThat(refused.reason()).isEqualTo("Compliance wall");
    assertThat(f.bob.gotNothing()).isTrue();
    assertThat(f.journal.last(Refused.class).rule()).isEqualTo("wall");
    hangUp(ok, 3);
  }

  @Test
  void anUpdateThatOnlyAddsADeniedScreenIsRefused() {
    f.deny(Kind.SCREEN);
    SipResponse ok = talk(AUDIO);
    f.send(f.alice, reinvite(ok, SipRequest.UPDATE, 2, SLIDES));
    f.alice.takeResponse(403);
    assertThat(f.journal.last(Refused.class).kinds()).containsExactly("screen");
    hangUp(ok, 3);
  }

  @Test
  void deniedVideoOfTheCalleeIsRefusedAsWell() {
    f.deny(Kind.VIDEO);
    f.send(f.alice, f.alice.invite("bob", AUDIO));
    SipRequest invite = f.bob.takeRequest(SipRequest.INVITE);
    f.send(f.bob, CallFixture.withSdp(f.bob.answer(invite, 200), AUDIO));
    SipResponse ok = f.alice.takeResponse(200);
    f.acknowledge(ok);
    f.bob.takeRequest(SipRequest.ACK);
    f.send(f.bob, body(f.fromBob(SipRequest.INVITE, invite, 1), AUDIO_AND_VIDEO));
    f.bob.takeResponse(403);
    assertThat(f.journal.last(Refused.class).from()).isEqualTo("sip:bob@example.org");
    hangUp(ok, 2);
  }

  @Test
  void aHoldThatAlsoAddsDeniedVideoGoesOnWithoutIt() {
    f.deny(Kind.VIDEO);
    SipResponse ok = talk(AUDIO);
    f.send(f.alice, reinvite(ok, SipRequest.INVITE, 2, HELD_WITH_VIDEO));
    SipRequest onward = f.bob.takeRequest(SipRequest.INVITE);
    assertThat(f.media.limits.video()).isFalse();
    f.send(f.bob, CallFixture.withSdp(f.bob.answer(onward, 200), AUDIO));
    f.alice.takeResponse(200);
    hangUp(ok, 3);
  }

  @Test
  void anOfferlessReinviteBringsNoDeniedVideoFromTheOtherSide() {
    f.deny(Kind.VIDEO);
    SipResponse ok = talk(AUDIO);
    f.send(f.alice, f.fromAlice(SipRequest.INVITE, ok, 2).build());
    SipRequest onward = f.bob.takeRequest(SipRequest.INVITE);
    f.media.limits = null;
    f.send(f.bob, CallFixture.withSdp(f.bob.answer(onward, 200), AUDIO_AND_VIDEO));
    assertThat(f.media.limits.video()).isFalse();
    f.alice.takeResponse(200);
    f.send(f.alice, body(f.fromAlice(SipRequest.ACK, ok, 2), AUDIO));
    hangUp(ok, 3);
  }

  @Test
  void referReplacesAndRedirectionReachNobody() {
    SipResponse ok = f.talk();
    f.send(f.alice, f.fromAlice(SipRequest.REFER, ok, 2).add("Refer-To", "<sip:eve@e>").build());
    f.alice.takeResponse(501);
    hangUp(ok, 3);
    f.bob.takeRequest(SipRequest.BYE);
    SipRequest invite =
        f.alice.invite("bob", CallFixture.OFFER).toBuilder()
            .set(HeaderNames.CALL_ID, "second")
            .add("Replaces", "bob-call;to-tag=a;from-tag=b")
            .build();
    f.send(f.alice, invite);
    SipRequest onward = f.bob.takeRequest(SipRequest.INVITE);
    assertThat(onward.has("Replaces")).as("the dialog named is nobody's to take").isFalse();
    SipResponse moved =
        f.bob.answer(onward, 302).set(HeaderNames.CONTACT, "<sip:eve@10.0.0.9>").build();
    f.send(f.bob, moved);
    f.alice.takeResponse(480);
  }

  @Test
  void aCallEndsAfterTheLongestThatItsRuleAllows() {
    f.obligations = obligations(Duration.ofMinutes(10), 0);
    f.talk();
    f.pass(Duration.ofMinutes(9));
    assertThat(f.bob.got("BYE")).isFalse();
    f.pass(Duration.ofMinutes(2));
    assertThat(f.bob.takeRequest(SipRequest.BYE).first(HeaderNames.REASON).orElse(""))
        .contains("Maximum duration reached");
    f.alice.takeRequest(SipRequest.BYE);
    assertThat(f.journal.last(CallEnded.class).reason()).isEqualTo("Maximum duration reached");
  }

  @Test
  void codecsAndBandwidthOfTheRuleBindBothSides() {
    f.obligations = obligations(Duration.ZERO, 0);
    f.ring();
    assertThat(f.media.limits.codecs()).containsExactly("pcma");
    assertThat(f.media.limits.bitsPerSecond()).isEqualTo(64_000);
  }

  @Test
  void aCallThatIsDrawnForReviewIsMarkedOnRecord() {
    f.obligations = obligations(Duration.ZERO, 100);
    hangUp(f.talk(), 2);
    assertThat(f.journal.last(ReviewSampled.class).percent()).isEqualTo(100);
    assertThat(Sample.draws("n1-0-abc", 0)).isFalse();
    long drawn = 0;
    for (int i = 0; i < 10_000; i++) {
      drawn += Sample.draws("n1-0-" + i, 10) ? 1 : 0;
    }
    assertThat(drawn).isBetween(800L, 1200L);
  }

  @Test
  void devicesUnderDifferentRulesBindTheCallToAllThatAnyDemands() {
    Obligations both =
        Ringing.both(
            obligations(Duration.ofMinutes(10), 0),
            new Obligations(true, true, List.of("audio"), false));
    assertThat(both.record()).containsExactly("audio");
    assertThat(both.longest()).isEqualTo(Duration.ofMinutes(10));
    assertThat(both.codecs()).containsExactly("pcma");
    assertThat(both.bandwidth()).isEqualTo(64_000);
  }

  @Test
  void aCallThatNewRulesForbidEndsWithTheirWords() {
    f.talk();
    f.deny(Kind.AUDIO);
    f.calls.control().rulesChanged();
    f.loop.run();
    assertThat(f.bob.takeRequest(SipRequest.BYE).first(HeaderNames.REASON).orElse(""))
        .contains("Compliance wall");
    f.alice.takeRequest(SipRequest.BYE);
  }

  @Test
  void videoThatNewRulesForbidGoesAndTheCallStays() {
    SipResponse ok = talk(AUDIO_AND_VIDEO);
    f.media.pictures = new Pictures(true, false);
    f.deny(Kind.VIDEO);
    f.calls.control().rulesChanged();
    f.loop.run();
    assertThat(f.media.muted).containsExactly("video of A", "video of B");
    answerReoffer(f.alice);
    assertThat(f.media.limits.video()).isFalse();
    f.media.pictures = new Pictures(false, false);
    answerReoffer(f.bob);
    assertThat(f.media.muted).as("no stream is left to keep").isEmpty();
    hangUp(ok, 2);
  }

  @Test
  void aPhoneThatKeepsItsForbiddenVideoSendsItToNobody() {
    SipResponse ok = talk(AUDIO_AND_VIDEO);
    f.media.pictures = new Pictures(true, false);
    f.deny(Kind.VIDEO);
    f.calls.control().rulesChanged();
    f.loop.run();
    f.send(f.alice, f.alice.answer(f.alice.takeRequest(SipRequest.INVITE), 488).build());
    f.send(f.bob, f.bob.answer(f.bob.takeRequest(SipRequest.INVITE), 488).build());
    assertThat(f.media.muted).containsExactly("video of A", "video of B");
    hangUp(ok, 2);
  }

  private void answerReoffer(WirePhone phone) {
    SipRequest offer = phone.takeRequest(SipRequest.INVITE);
    f.send(phone, CallFixture.withSdp(phone.answer(offer, 200), AUDIO));
    phone.takeRequest(SipRequest.ACK);
  }

  private SipResponse talk(String sdp) {
    f.send(f.alice, f.alice.invite("bob", sdp));
    f.accept(f.bob, f.bob.takeRequest(SipRequest.INVITE));
    SipResponse ok = f.alice.takeResponse(200);
    f.acknowledge(ok);
    f.bob.takeRequest(SipRequest.ACK);
    return ok;
  }

  private SipRequest reinvite(SipResponse ok, String method, int cseq, String sdp) {
    return body(f.fromAlice(method, ok, cseq), sdp);
  }

  private static SipRequest body(SipRequest.Builder request, String sdp) {
    return request.body("application/sdp", sdp.getBytes(StandardCharsets.UTF_8)).build();
  }

  private void hangUp(SipResponse ok, int cseq) {
    f.send(f.alice, f.fromAlice(SipRequest.BYE, ok, cseq).build());
    f.alice.takeResponse(200);
  }

  private static boolean at(Attempt attempt, String network) {
    return attempt.to().network().equals(network);
  }

  private static Decision.Deny wall() {
    return new Decision.Deny(Refusal.WALL, "Compliance wall", "wall");
  }

  private static Obligations obligations(Duration longest, double review) {
    return new Obligations(
        true, true, List.of(), false, Notice.NONE, List.of("pcma"), 64_000, longest, review, false);
  }
}
