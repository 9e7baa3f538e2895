package io.sallyport.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Session timers as the phones see them (RFC 4028). */
class SessionTimerTest {
  private final CallFixture f = new CallFixture();

  private SipResponse talk(String sessionExpires) {
    SipRequest.Builder invite =
        f.alice.invite("bob", CallFixture.OFFER).toBuilder()
            .add(HeaderNames.SUPPORTED, "timer")
            .add(HeaderNames.ALLOW, "INVITE, ACK, BYE, CANCEL, UPDATE");
    if (!sessionExpires.isEmpty()) {
      invite.add(HeaderNames.SESSION_EXPIRES, sessionExpires);
    }
    f.send(f.alice, invite.build());
    f.accept(f.bob, f.bob.takeRequest(SipRequest.INVITE));
    SipResponse ok = f.alice.takeResponse(200);
    f.acknowledge(ok);
    return ok;
  }

  @Test
  void theServerRefreshesWhereNobodyElseWants() {
    SipResponse ok = talk("");
    assertThat(ok.first(HeaderNames.SESSION_EXPIRES)).contains("1800;refresher=uas");
    f.pass(Duration.ofSeconds(900));
    SipRequest update = f.alice.takeRequest(SipRequest.UPDATE);
    assertThat(update.first(HeaderNames.SESSION_EXPIRES)).contains("1800;refresher=uac");
    f.send(
        f.alice,
        f.alice.answer(update, 200).add(HeaderNames.SESSION_EXPIRES, "1800;refresher=uac").build());
    f.pass(Duration.ofSeconds(899));
    assertThat(f.alice.got("UPDATE")).isFalse();
  }

  @Test
  void aPhoneThatPromisedToRefreshAndDoesNotEndsTheCall() {
    SipResponse ok = talk("120;refresher=uac");
    assertThat(ok.first(HeaderNames.SESSION_EXPIRES)).contains("120;refresher=uac");
    assertThat(ok.lists(HeaderNames.REQUIRE, "timer")).isTrue();
    f.pass(Duration.ofSeconds(80));
    f.bob.takeRequest(SipRequest.ACK);
    assertThat(f.bob.got("BYE")).isFalse();
    f.send(
        f.alice,
        f.fromAlice(SipRequest.UPDATE, ok, 2)
            .add(HeaderNames.SUPPORTED, "timer")
            .add(HeaderNames.SESSION_EXPIRES, "120;refresher=uac")
            .build());
    f.alice.takeResponse(200);
    f.pass(Duration.ofSeconds(80));
    assertThat(f.bob.got("BYE")).isFalse();
    f.pass(Duration.ofSeconds(10));
    f.bob.takeRequest(SipRequest.BYE);
    assertThat(f.journal.last(CallEnded.class).reason()).contains("did not refresh");
  }

  @Test
  void aPhoneThatHasForgottenTheCallEndsIt() {
    talk("");
    f.pass(Duration.ofSeconds(900));
    SipRequest update = f.alice.takeRequest(SipRequest.UPDATE);
    f.send(f.alice, f.alice.answer(update, 481).build());
    f.bob.takeRequest(SipRequest.ACK);
    f.bob.takeRequest(SipRequest.BYE);
  }
}
