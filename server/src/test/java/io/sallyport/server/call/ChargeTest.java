package io.sallyport.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.guard.CallMeter;
import io.sallyport.server.policy.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a call tells the meter, and what the meter's word does to it. */
class ChargeTest {
  private final CallFixture fixture = new CallFixture();
  private final List<String> told = new ArrayList<>();
  private Consumer<String> end;
  private Refusal refusal;

  ChargeTest() {
    fixture.calls.chargedBy(this::admit);
  }

  @Test
  void aCallIsCountedFromItsInviteToItsEnd() {
    SipRequest invite = fixture.ring();
    assertThat(told).containsExactly("asked alice bob false");
    fixture.accept(fixture.bob, invite);
    SipResponse ok = fixture.alice.takeResponse(200);
    fixture.acknowledge(ok);
    assertThat(told).contains("answered");
    fixture.send(fixture.alice, fixture.fromAlice(SipRequest.BYE, ok, 2).build());
    assertThat(told).containsExactly("asked alice bob false", "answered", "ended");
  }

  @Test
  void aCallThatNobodyAnswersEndsWithTheMeterToo() {
    fixture.bindings.clear();
    fixture.send(fixture.alice, fixture.alice.invite("bob", CallFixture.OFFER));
    assertThat(told).containsExactly("asked alice bob false", "ended");
  }

  @Test
  void whatIsTooMuchIsRefusedInWordsAndOnRecord() {
    refusal = Refusal.CALLS_TOO_FAST;
    fixture.send(fixture.alice, fixture.alice.invite("bob", CallFixture.OFFER));
    SipResponse response = fixture.alice.takeResponse(503);
    assertThat(response.first(HeaderNames.RETRY_AFTER)).contains("60");
    assertThat(response.first(HeaderNames.WARNING).orElse("")).contains("wait a minute");
    assertThat(fixture.bob.gotNothing()).isTrue();
    ArchiveRecord.Refused record = fixture.journal.last(ArchiveRecord.Refused.class);
    assertThat(record.status()).isEqualTo(503);
    assertThat(record.rule()).isEqualTo("limit");
    assertThat(fixture.calls.running()).isZero();
  }

  @Test
  void aRunningCallEndsWithTheReasonWhenItsBudgetIsUsedUp() {
    fixture.talk();
    end.accept(Refusal.BUDGET_SPENT.words());
    fixture.loop.run();
    SipRequest bye = fixture.alice.takeRequest(SipRequest.BYE);
    assertThat(bye.first(HeaderNames.REASON).orElse("")).contains("budget");
    assertThat(fixture.bob.takeRequest(SipRequest.BYE).first(HeaderNames.REASON).orElse(""))
        .contains("budget");
    assertThat(fixture.journal.last(ArchiveRecord.CallEnded.class).reason())
        .isEqualTo(Refusal.BUDGET_SPENT.words());
    assertThat(told).endsWith("ended");
  }

  @Test
  void theMeterHearsThatACallIsForAnEmergency() {
    fixture.emergency = true;
    fixture.ring();
    assertThat(told).containsExactly("asked alice bob true");
  }

  private CallMeter.Admission admit(CallMeter.Asking call) {
    told.add("asked " + call.from().user() + " " + call.to().user() + " " + call.emergency());
    if (refusal != null) {
      return new CallMeter.Admission.Refused(refusal, refusal.words());
    }
    return new CallMeter.Admission.Running(
        new CallMeter.Metered() {
          @Override
          public void whenSpent(Consumer<String> then) {
            end = then;
          }

          @Override
          public void answered() {
            told.add("answered");
          }

          @Override
          public void ended() {
            told.add("ended");
          }
        });
  }
}
