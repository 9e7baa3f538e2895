package io.sallyport.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RenegotiationTest {
  private final CallFixture f = new CallFixture();

  private SipRequest reinvite(SipResponse ok, int cseq, String sdp) {
    return f.fromAlice(SipRequest.INVITE, ok, cseq)
        .body("application/sdp", sdp.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  @Test
  void aHoldReachesTheOtherSideAndIsOnRecord() {
    SipResponse ok = f.talk();
    f.send(f.alice, reinvite(ok, 2, "hold from 10.0.0.1"));
    SipRequest onward = f.bob.takeRequest(SipRequest.INVITE);
    assertThat(new String(onward.body(), StandardCharsets.UTF_8)).startsWith("gate offer of A");
    f.send(f.bob, CallFixture.withSdp(f.bob.answer(onward, 200), "held 10.0.0.2"));
    f.bob.takeRequest(SipRequest.ACK);
    SipResponse held = f.alice.takeResponse(200);
    assertThat(new String(held.body(), StandardCharsets.UTF_8)).startsWith("gate answer of B");
    assertThat(f.journal.types()).contains("call.changed");
  }

  @Test
  void aRefreshThatChangesNothingIsAnsweredHere() {
    SipResponse ok = f.talk();
    f.send(f.alice, reinvite(ok, 2, CallFixture.OFFER));
    SipResponse again = f.alice.takeResponse(200);
    assertThat(again.body()).isEqualTo(ok.body());
    assertThat(f.bob.gotNothing()).isTrue();
  }

  @Test
  void whoeverComesSecondIsToldToWait() {
    SipResponse ok = f.talk();
    f.send(f.alice, reinvite(ok, 2, "hold from 10.0.0.1"));
    SipRequest onward = f.bob.takeRequest(SipRequest.INVITE);
    SipRequest crossing =
        f.fromBob(SipRequest.INVITE, onward, 1)
            .body("application/sdp", "video".getBytes(StandardCharsets.UTF_8))
            .build();
    f.send(f.bob, crossing);
    f.bob.takeResponse(491);
    f.send(f.bob, f.bob.answer(onward, 491).build());
    f.alice.takeResponse(491);
    assertThat(f.media.log).contains("rollback");
  }

  @Test
  void aRefusedChangeLeavesTheCallAsItWas() {
    SipResponse ok = f.talk();
    f.send(f.alice, reinvite(ok, 2, "video from 10.0.0.1"));
    SipRequest onward = f.bob.takeRequest(SipRequest.INVITE);
    f.send(f.bob, f.bob.answer(onward, 488).build());
    f.alice.takeResponse(488);
    assertThat(f.media.log).contains("rollback");
    f.send(f.alice, f.fromAlice(SipRequest.BYE, ok, 3).build());
    f.alice.takeResponse(200);
  }

  @Test
  void anOfferlessReinviteBringsTheOtherSidesOffer() {
    SipResponse ok = f.talk();
    f.send(f.alice, f.fromAlice(SipRequest.INVITE, ok, 2).build());
    SipRequest onward = f.bob.takeRequest(SipRequest.INVITE);
    assertThat(onward.body()).isEmpty();
    f.send(f.bob, CallFixture.withSdp(f.bob.answer(onward, 200), "offer from 10.0.0.2"));
    SipResponse offer = f.alice.takeResponse(200);
    assertThat(new String(offer.body(), StandardCharsets.UTF_8)).startsWith("gate offer of B");
    SipRequest.Builder ack = f.fromAlice(SipRequest.ACK, ok, 2);
    f.send(f.alice, ack.body("application/sdp", "answer".getBytes(StandardCharsets.UTF_8)).build());
    assertThat(new String(f.bob.takeRequest(SipRequest.ACK).body(), StandardCharsets.UTF_8))
        .startsWith("gate answer of A");
  }

  @Test
  void anOldSequenceNumberIsRefused() {
    SipResponse ok = f.talk();
    f.send(f.alice, f.fromAlice(SipRequest.INFO, ok, 5).build());
    SipRequest info = f.bob.takeRequest(SipRequest.INFO);
    f.send(f.bob, f.bob.answer(info, 200).build());
    f.alice.takeResponse(200);
    f.send(f.alice, f.fromAlice(SipRequest.INFO, ok, 4).build());
    f.alice.takeResponse(500);
  }
}
