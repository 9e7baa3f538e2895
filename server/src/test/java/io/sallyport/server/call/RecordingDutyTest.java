package io.sallyport.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.observe.Counter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordingDutyTest {
  private final CallFixture f = new CallFixture();

  @BeforeEach
  void wanted() {
    f.record = List.of("audio");
  }

  @Test
  void nobodyHearsOfAnAnswerBeforeTheRecordingIsThere() {
    f.recorder.held = true;
    f.accept(f.bob, f.ring());
    assertThat(f.alice.got("SIP/2.0 200")).isFalse();
    assertThat(f.journal.types()).containsExactly("call.started");
    f.recorder.release.run();
    f.loop.run();
    SipResponse ok = f.alice.takeResponse(200);
    f.acknowledge(ok);
    f.send(f.alice, f.fromAlice(SipRequest.BYE, ok, 2).build());
    assertThat(f.recorder.told).containsExactly("begin", "ended answered");
  }

  @Test
  void aCallThatCannotBeRecordedIsRefusedAtOnceWithWordsForTheDisplay() {
    f.recorder.refusal = Optional.of("disk full");
    f.send(f.alice, f.alice.invite("bob", CallFixture.OFFER));
    SipResponse refused = f.alice.takeResponse(503);
    assertThat(refused.reason()).isEqualTo("Recording unavailable: disk full");
    assertThat(refused.first(HeaderNames.WARNING).orElse("")).contains("disk full");
    assertThat(refused.has(HeaderNames.RETRY_AFTER)).isTrue();
    assertThat(f.bob.gotNothing()).isTrue();
    assertThat(f.counters.get(Counter.RECORDING_REFUSED)).isEqualTo(1);
  }

  @Test
  void aCallWhoseRecordingDoesNotBeginIsRefusedOnBothSides() {
    f.recorder.beginning = Optional.of("the recorder is stuck");
    f.accept(f.bob, f.ring());
    assertThat(f.alice.takeResponse(503).first(HeaderNames.WARNING).orElse(""))
        .contains("Recording unavailable: the recorder is stuck");
    f.bob.takeRequest(SipRequest.ACK);
    f.bob.takeRequest(SipRequest.BYE);
    assertThat(f.recorder.told).containsExactly("begin", "ended unanswered");
  }

  @Test
  void aRunningCallEndsOnBothPhonesWithAReasonWhenItsRecordingHasFailed() {
    f.talk();
    f.pass(Duration.ofSeconds(5));
    assertThat(f.alice.got("BYE")).isFalse();
    f.recorder.broken = Optional.of("disk full");
    f.pass(Duration.ofSeconds(2));
    assertThat(f.alice.takeRequest(SipRequest.BYE).first(HeaderNames.REASON).orElse(""))
        .contains("Recording failed: disk full");
    f.bob.takeRequest(SipRequest.BYE);
    assertThat(f.journal.last(CallEnded.class).reason()).isEqualTo("Recording failed: disk full");
  }

  @Test
  void anEmergencyCallGoesOnWithoutRecordAndRecordingAndSaysSo() {
    f.emergency = true;
    f.recorder.refusal = Optional.of("disk full");
    f.journal.fail();
    SipRequest invite = f.ring();
    f.accept(f.bob, invite);
    f.acknowledge(f.alice.takeResponse(200));
    assertThat(f.recorder.told).contains("exempt: archive unavailable");
  }

  @Test
  void aCallThatNeedNotBeRecordedDoesNotCareForTheRecorder() {
    f.record = List.of();
    f.recorder.refusal = Optional.of("disk full");
    f.talk();
    assertThat(f.recorder.told).isEmpty();
  }
}
