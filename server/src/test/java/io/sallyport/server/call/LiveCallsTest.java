package io.sallyport.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord.CallControlled;
import io.sallyport.server.archive.ArchiveRecord.CallEmergency;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.call.LiveCalls.Act;
import io.sallyport.server.call.LiveCalls.Result;
import io.sallyport.server.ingress.EmergencySettings;
import io.sallyport.server.media.MediaSession.Pictures;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.policy.Attempt.Direction;
import io.sallyport.server.policy.Attempt.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an administrator sees of running calls and does to them; and calls for help. */
class LiveCallsTest {
  private static final Act ACT = new Act("carol", "case 7");

  private final CallFixture f =
      new CallFixture(
          new EmergencySettings(List.of("10.0.0.0/24 Main Street 1"), List.of("carol")));
  private final LiveCalls live = f.calls.control();

  @AfterEach
  void everyCallGivesItsMediaBack() {
    f.pass(Duration.ofHours(2));
    assertThat(f.media.open).isZero();
    assertThat(live.list(LiveFilter.ALL)).isEmpty();
  }

  @Test
  void aLiveCallIsSeenWithItsPartiesItsStateAndItsRule() {
    f.ring();
    assertThat(live.list(LiveFilter.ALL).get(0).state()).isEqualTo("ringing");
    f.calls.control().end(LiveFilter.ALL, ACT);
    f.loop.run();
  }

  @Test
  void filtersMeetTheirCallsOnly() {
    SipResponse ok = f.talk();
    LiveCall call = live.list(LiveFilter.ALL).get(0);
    assertThat(call.state()).isEqualTo("talking");
    assertThat(call.callee().network()).isEqualTo("10.0.0.2");
    assertThat(call.rule()).isEqualTo("everybody");
    assertThat(live.list(LiveFilter.of(call.id()))).hasSize(1);
    assertThat(live.list(LiveFilter.of("another"))).isEmpty();
    assertThat(live.list(by("bob", "", Duration.ZERO, null))).hasSize(1);
    assertThat(live.list(by("sip:alice@example.org", "", Duration.ZERO, null))).hasSize(1);
    assertThat(live.list(by("eve", "", Duration.ZERO, null))).isEmpty();
    assertThat(live.list(by("", "everybody", Duration.ZERO, Direction.INTERNAL))).hasSize(1);
    assertThat(live.list(by("", "nobody", Duration.ZERO, null))).isEmpty();
    assertThat(live.list(by("", "", Duration.ofHours(1), null))).isEmpty();
    assertThat(live.list(by("", "", Duration.ZERO, Direction.OUTBOUND))).isEmpty();
    hangUp(ok, 2);
  }

  @Test
  void anAdministratorEndsACallAndBothPhonesShowWhy() {
    f.talk();
    CompletableFuture<Integer> ended = live.end(by("bob", "", Duration.ZERO, null), ACT);
    f.loop.run();
    assertThat(ended).isCompletedWithValue(1);
    assertThat(f.alice.takeRequest(SipRequest.BYE).first(HeaderNames.REASON).orElse(""))
        .contains("Ended by an administrator: case 7");
    f.bob.takeRequest(SipRequest.BYE);
    assertThat(f.journal.last(CallControlled.class).by()).isEqualTo("carol");
    assertThat(f.journal.last(CallControlled.class).reason()).isEqualTo("case 7");
    assertThat(f.journal.last(CallEnded.class).reason()).contains("case 7");
  }

  @Test
  void aRingingCallIsEndedToo() {
    f.send(f.bob, f.bob.answer(f.ring(), 180).build());
    f.alice.takeResponse(180);
    live.end(LiveFilter.ALL, ACT);
    f.loop.run();
    assertThat(f.alice.takeResponse(403).reason()).contains("case 7");
    f.bob.takeRequest(SipRequest.CANCEL);
  }

  @Test
  void anActIsDoneOnlyOnceItIsOnRecord() {
    final SipResponse ok = f.talk();
    f.journal.hold();
    CompletableFuture<Result> muted = live.mute(id(), Side.A, true, ACT);
    f.loop.run();
    assertThat(f.media.muted).isEmpty();
    f.journal.release();
    f.loop.run();
    assertThat(muted).isCompletedWithValue(Result.DONE);
    assertThat(f.media.muted).containsExactly("audio of A", "video of A");
    assertThat(f.journal.last(CallControlled.class).side()).isEqualTo("sip:alice@example.org");
    assertThat(live.list(LiveFilter.ALL).get(0).muted()).containsExactly(Side.A);
    live.mute(id(), Side.A, false, ACT);
    f.loop.run();
    assertThat(f.media.muted).isEmpty();
    hangUp(ok, 2);
  }

  @Test
  void anActThatCannotBePutOnRecordIsNotDone() {
    final SipResponse ok = f.talk();
    f.journal.fail();
    CompletableFuture<Result> muted = live.mute(id(), Side.A, true, ACT);
    f.loop.run();
    assertThat(muted).isCompletedWithValue(Result.NOT_ON_RECORD);
    assertThat(f.media.muted).isEmpty();
    hangUp(ok, 2);
  }

  @Test
  void aPhoneIsHeldByTheServerAndTakenBack() {
    final SipResponse ok = f.talk();
    live.hold(id(), Side.B, true, ACT);
    f.loop.run();
    answer(f.bob.takeRequest(SipRequest.INVITE));
    assertThat(f.media.limits.held()).isTrue();
    assertThat(f.media.muted).hasSize(4);
    assertThat(f.alice.gotNothing()).isTrue();
    assertThat(live.list(LiveFilter.ALL).get(0).held()).containsExactly(Side.B);
    live.hold(id(), Side.B, false, ACT);
    f.loop.run();
    answer(f.bob.takeRequest(SipRequest.INVITE));
    assertThat(f.media.limits.held()).isFalse();
    assertThat(f.media.muted).isEmpty();
    hangUp(ok, 2);
  }

  @Test
  void videoIsForbiddenInMidCallAndStaysOut() {
    final SipResponse ok = f.talk();
    f.media.pictures = new Pictures(true, false);
    live.forbidVideo(id(), ACT);
    f.loop.run();
    SipRequest toAlice = f.alice.takeRequest(SipRequest.INVITE);
    f.send(f.alice, CallFixture.withSdp(f.alice.answer(toAlice, 200), "without"));
    assertThat(f.media.limits.video()).isFalse();
    assertThat(f.media.limits.screen()).isFalse();
    f.media.pictures = new Pictures(false, false);
    answer(f.bob.takeRequest(SipRequest.INVITE));
    assertThat(live.list(LiveFilter.ALL).get(0).videoForbidden()).isTrue();
    assertThat(f.media.muted).containsExactly("video of A", "video of B");
    hangUp(ok, 2);
  }

  @Test
  void aPhoneThatIsBusyWithAnotherChangeIsAskedAgain() {
    final SipResponse ok = f.talk();
    live.hold(id(), Side.B, true, ACT);
    f.loop.run();
    f.send(f.bob, f.bob.answer(f.bob.takeRequest(SipRequest.INVITE), 491).build());
    f.bob.takeRequest(SipRequest.ACK);
    f.pass(Duration.ofSeconds(3));
    answer(f.bob.takeRequest(SipRequest.INVITE));
    hangUp(ok, 2);
  }

  @Test
  void aDrainTakesNoNewCallsUntilItIsUndone() {
    live.drain(Duration.ofHours(1), ACT);
    f.send(f.alice, f.alice.invite("bob", CallFixture.OFFER));
    SipResponse refused = f.alice.takeResponse(503);
    assertThat(refused.first(HeaderNames.RETRY_AFTER)).contains("300");
    assertThat(live.drain().on()).isTrue();
    live.endDrain(ACT);
    SipRequest again =
        f.alice.invite("bob", CallFixture.OFFER).toBuilder()
            .set(HeaderNames.CALL_ID, "again")
            .build();
    f.send(f.alice, again);
    f.bob.takeRequest(SipRequest.INVITE);
    assertThat(f.journal.last(CallControlled.class).action()).isEqualTo("drain-end");
  }

  @Test
  void runningCallsGoOnInADrainUntilItsDeadline() {
    f.talk();
    live.drain(Duration.ofMinutes(5), ACT);
    f.pass(Duration.ofMinutes(4));
    assertThat(f.bob.got("BYE")).isFalse();
    f.pass(Duration.ofMinutes(2));
    f.bob.takeRequest(SipRequest.BYE);
    assertThat(f.journal.last(CallEnded.class).reason()).contains("maintenance");
  }

  @Test
  void aCallForHelpPassesEveryBlockAndTheNamedPersonHearsWhereFrom() {
    f.deny(Kind.AUDIO, Kind.VIDEO);
    live.drain(Duration.ofHours(1), ACT);
    f.journal.fail();
    f.send(f.alice, f.alice.invite("112", CallFixture.OFFER));
    f.bob.takeRequest(SipRequest.INVITE);
    assertThat(f.notices)
        .singleElement()
        .asString()
        .contains("sip:carol@example.org", "sip:alice@example.org", "112")
        .contains("10.0.0.1", "Main Street 1");
    assertThat(live.list(LiveFilter.ALL).get(0).emergency()).isTrue();
  }

  @Test
  void aCallForHelpIsOnRecordWithItsPlace() {
    f.send(f.alice, f.alice.invite("112", CallFixture.OFFER));
    assertThat(f.journal.last(CallEmergency.class).location()).isEqualTo("Main Street 1");
    assertThat(f.journal.last(CallEmergency.class).alerted())
        .containsExactly("sip:carol@example.org");
  }

  private void answer(SipRequest invite) {
    f.send(f.bob, CallFixture.withSdp(f.bob.answer(invite, 200), CallFixture.ANSWER));
    f.bob.takeRequest(SipRequest.ACK);
  }

  private String id() {
    return live.list(LiveFilter.ALL).get(0).id();
  }

  private void hangUp(SipResponse ok, int cseq) {
    f.send(f.alice, f.fromAlice(SipRequest.BYE, ok, cseq).build());
    f.alice.takeResponse(200);
  }

  private static LiveFilter by(String user, String rule, Duration longer, Direction direction) {
    return new LiveFilter("", user, "", rule, longer, Optional.ofNullable(direction), "");
  }
}
