package io.sallyport.server.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.CallConsent;
import io.sallyport.server.archive.CallNotice;
import io.sallyport.server.media.MediaSession.Recording;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.policy.Notice;
import io.sallyport.server.policy.Notice.Refused;
import io.sallyport.server.policy.Notice.Who;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What calls do about notice and consent, without packets: media says when it has played. */
class ConsentTest {
  private final CallFixture f = new CallFixture();

  @Test
  void partiesHearEachOtherOnlyOnceBothHaveBeenTold() {
    f.notice = new Notice(Who.BOTH, Who.NOBODY, Refused.END, "de", Duration.ZERO);
    f.record = List.of("audio");
    f.talk();

    assertThat(f.recorder.told).contains("begin");
    assertThat(f.media.heldBack).isTrue();
    f.played(Side.A, true);
    assertThat(f.media.heldBack).isTrue();
    f.played(Side.B, true);

    assertThat(f.media.heldBack).isFalse();
    assertThat(records(CallNotice.class))
        .extracting(CallNotice::to, CallNotice::prompt, CallNotice::language, CallNotice::outcome)
        .containsExactly(
            tuple("sip:alice@example.org", "notice", "de", "whole"),
            tuple("sip:bob@example.org", "notice", "de", "whole"));
  }

  @Test
  void recordingBeginsWithTheLastConsentAndThenMediaFlows() {
    asked(Who.BOTH, Refused.END);
    f.talk();
    assertThat(f.recorder.told).doesNotContain("begin");

    f.media.press(Side.A, '7');
    f.media.press(Side.A, '1');
    f.loop.run();
    assertThat(f.recorder.told).doesNotContain("begin");
    f.played(Side.B, true);
    f.media.press(Side.B, '1');
    f.loop.run();

    assertThat(f.recorder.told).contains("begin");
    assertThat(f.media.heldBack).isFalse();
    assertThat(records(CallConsent.class))
        .extracting(CallConsent::by, CallConsent::outcome, CallConsent::digit)
        .containsExactly(
            tuple("sip:alice@example.org", "given", "1"),
            tuple("sip:bob@example.org", "given", "1"));
  }

  @Test
  void mediaWaitsUntilTheConsentIsDurable() {
    asked(Who.CALLEE, Refused.END);
    f.talk();
    f.journal.hold();
    f.media.press(Side.B, '1');
    f.loop.run();
    assertThat(f.recorder.told).doesNotContain("begin");
    assertThat(f.media.heldBack).isTrue();

    f.journal.release();
    f.loop.run();
    assertThat(f.media.heldBack).isFalse();
  }

  @Test
  void aRefusalEndsTheCallWithTheReasonOnBothPhones() {
    asked(Who.CALLER, Refused.END);
    f.talk();
    f.media.press(Side.A, '2');
    f.loop.run();

    for (SipRequest bye :
        List.of(f.alice.takeRequest(SipRequest.BYE), f.bob.takeRequest(SipRequest.BYE))) {
      assertThat(bye.first(HeaderNames.REASON).orElseThrow()).contains("not agreed");
    }
    assertThat(f.recorder.told).doesNotContain("begin");
    assertThat(records(CallConsent.class)).extracting(CallConsent::outcome).contains("refused");
  }

  @Test
  void withoutADigitTheQuestionComesAgainAndThenCountsAsRefused() {
    asked(Who.CALLER, Refused.UNRECORDED);
    f.talk();
    f.played(Side.A, true);
    f.pass(Duration.ofSeconds(11));
    f.played(Side.A, true);
    f.pass(Duration.ofSeconds(11));

    assertThat(records(CallNotice.class)).hasSize(2);
    assertThat(records(CallConsent.class)).extracting(CallConsent::outcome).containsExactly("none");
    assertThat(f.media.heldBack).isFalse();
    assertThat(f.recorder.told).doesNotContain("begin");
    assertThat(f.calls.running()).isEqualTo(1);
  }

  @Test
  void aDigitInAnInfoCountsAndGoesToNobodyElse() {
    asked(Who.CALLER, Refused.END);
    SipResponse ok = f.talk();
    f.send(
        f.alice,
        f.fromAlice(SipRequest.INFO, ok, 2)
            .body("application/dtmf-relay", "Signal=1\r\n".getBytes(StandardCharsets.UTF_8))
            .build());

    f.alice.takeResponse(200);
    assertThat(f.bob.got("INFO")).isFalse();
    assertThat(f.media.heldBack).isFalse();
  }

  @Test
  void aCallWhoseAnnouncementCannotBePlayedEnds() {
    f.notice = new Notice(Who.CALLER, Who.NOBODY, Refused.END, "", Duration.ZERO);
    f.media.speaks = false;
    f.talk();
    f.loop.run();

    assertThat(f.bob.takeRequest(SipRequest.BYE)).isNotNull();
    assertThat(records(CallNotice.class)).extracting(CallNotice::outcome).contains("not heard");
  }

  @Test
  void aRecordedCallBeepsAndTheFirstBeepIsOnRecord() {
    f.notice = new Notice(Who.NOBODY, Who.NOBODY, Refused.END, "", Duration.ofSeconds(15));
    f.record = List.of("audio");
    f.talk();
    assertThat(f.media.heldBack).isFalse();
    f.pass(Duration.ofSeconds(16));
    f.played(Side.A, true);
    f.played(Side.B, true);
    f.pass(Duration.ofSeconds(15));
    f.played(Side.A, true);

    assertThat(records(CallNotice.class)).extracting(CallNotice::prompt).containsOnly("beep");
    assertThat(records(CallNotice.class)).hasSize(2);
    assertThat(records(CallNotice.class).get(0).reason()).isEqualTo("every 15 s");
  }

  @Test
  void anEmergencyCallIsToldNothing() {
    asked(Who.BOTH, Refused.END);
    f.emergency = true;
    f.talk();

    assertThat(f.media.heldBack).isFalse();
    assertThat(f.recorder.told).contains("begin");
  }

  @Test
  void descriptionsSayOfRecordingWhatIsTrueOfIt() {
    f.talk();
    assertThat(f.media.told).containsExactly(Recording.UNSAID);
    CallFixture recorded = new CallFixture();
    recorded.record = List.of("audio");
    recorded.talk();
    assertThat(recorded.media.told).containsExactly(Recording.ON);
  }

  @Test
  void aPhoneThatShowsItIsToldWhenRecordingBeginsAndNoOther() {
    asked(Who.CALLEE, Refused.UNRECORDED);
    SipRequest invite = f.ring();
    SipResponse accepted = f.bob.answer(invite, 200).add("Supported", "record-aware").build();
    f.send(f.bob, CallFixture.withSdp(accepted.toBuilder(), CallFixture.ANSWER));
    f.acknowledge(f.alice.takeResponse(200));
    f.bob.takeRequest(SipRequest.ACK);
    assertThat(f.media.told).containsExactly(Recording.PAUSED);

    f.media.press(Side.B, '1');
    f.loop.run();

    assertThat(f.media.told).containsExactly(Recording.PAUSED, Recording.ON);
    assertThat(f.bob.takeRequest(SipRequest.INVITE)).isNotNull();
    assertThat(f.alice.got(SipRequest.INVITE)).isFalse();
  }

  @Test
  void whatIsSaidIsTakenBackWhereTheCallGoesOnUnrecorded() {
    asked(Who.CALLER, Refused.UNRECORDED);
    f.talk();
    f.media.press(Side.A, '2');
    f.loop.run();
    assertThat(f.media.told).containsExactly(Recording.PAUSED, Recording.OFF);
  }

  private void asked(Who who, Refused refused) {
    f.notice = new Notice(Who.NOBODY, who, refused, "", Duration.ZERO);
    f.record = List.of("audio");
  }

  private <T extends ArchiveRecord> List<T> records(Class<T> kind) {
    return f.journal.records.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
