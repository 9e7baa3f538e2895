package io.sallyport.server.media;

import static io.sallyport.server.media.RelayFixture.ALICE;
import static io.sallyport.server.media.RelayFixture.BOB;
import static io.sallyport.server.media.RelayFixture.bytes;
import static io.sallyport.server.media.RelayFixture.refusal;
import static io.sallyport.server.media.RelayFixture.sdp;
import static io.sallyport.server.media.RelayFixture.secure;
import static io.sallyport.server.media.RelayFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.server.media.MediaSession.Pictures;
import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Rules;
import io.sallyport.server.media.MediaSession.Side;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a side may not have is in no description and on no path. */
class LimitsTest {
  private static final String KEY = "inline:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw";
  private static final String SPOKEN =
      """
      v=0
      o=- 1 1 IN IP4 127.0.0.2
      s=-
      c=IN IP4 127.0.0.2
      t=0 0
      m=audio 4000 RTP/SAVP 0 8
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 %s
      a=sendrecv
      """
          .formatted(KEY);
  private static final String CAMERA =
      """
      m=video 4002 RTP/SAVP 96
      a=rtpmap:96 VP8/90000
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 %s
      a=sendrecv
      """
          .formatted(KEY);
  private static final String SLIDES = CAMERA + "a=content:slides\n";
  private static final Limits NO_VIDEO = new Limits(false, true, List.of(), 0, false);
  private static final Limits NO_SCREEN = new Limits(true, false, List.of(), 0, false);

  private RelayFixture fixture;
  private MediaSession session;

  @BeforeEach
  void start() throws Exception {
    fixture = RelayFixture.open();
    session = fixture.session();
  }

  @AfterEach
  void stop() {
    session.close();
    fixture.close();
  }

  @Test
  void aStreamThatMayNotBeHadIsDeclinedAndNotShown() {
    Result offer = offer(SPOKEN + CAMERA, NO_VIDEO, NO_VIDEO);
    assertThat(sdp(offer).media().get(1).port()).isZero();
    assertThat(sdp(offer).media().get(0).port()).isPositive();
    Result answer = answer(SPOKEN + CAMERA.replace("4002", "0"), NO_VIDEO);
    assertThat(sdp(answer).media().get(1).port()).isZero();
    assertThat(session.pictures()).isEqualTo(new Pictures(false, false));
  }

  @Test
  void aScreenIsToldFromACamera() {
    assertThat(sdp(offer(SPOKEN + SLIDES, NO_VIDEO, NO_VIDEO)).media().get(1).port()).isPositive();
    assertThat(sdp(offer(SPOKEN + SLIDES, NO_SCREEN, NO_SCREEN)).media().get(1).port()).isZero();
    assertThat(sdp(offer(SPOKEN + CAMERA, NO_SCREEN, NO_SCREEN)).media().get(1).port())
        .isPositive();
  }

  @Test
  void whatADeviceWasNotShownItCannotAccept() {
    Result open = offer(SPOKEN + CAMERA, Limits.NONE, Limits.NONE);
    assertThat(sdp(open).media().get(1).port()).isPositive();
    Result narrow = session.offerAlso(secure(BOB).within(NO_VIDEO));
    assertThat(sdp(narrow).media().get(1).port()).isZero();
    Result answer = answer(SPOKEN + CAMERA, NO_VIDEO);
    assertThat(sdp(answer).media().get(1).port()).isZero();
    assertThat(session.pictures().any()).isFalse();
  }

  @Test
  void codecsAndBandwidthAreThoseOfTheLimits() {
    Limits narrow = new Limits(true, true, List.of("PCMA"), 64_000, false);
    MediaDescription shown =
        sdp(offer(SPOKEN + "a=rtpmap:0 PCMU/8000\na=rtpmap:8 PCMA/8000\n", narrow, narrow))
            .media()
            .get(0);
    assertThat(shown.formats()).containsExactly("8");
    assertThat(shown.bandwidths().toString()).contains("64");
    Limits none = new Limits(true, true, List.of("opus"), 0, false);
    assertThat(refusal(offer(SPOKEN, none, none)).status()).isEqualTo(488);
  }

  @Test
  void whoIsHeldIsShownThatNothingFlows() {
    Limits held = new Limits(true, true, List.of(), 0, true);
    assertThat(text(offer(SPOKEN, held, held))).contains("a=inactive");
    assertThat(text(answer(SPOKEN, held))).contains("a=inactive");
  }

  @Test
  void anOfferOfTheServersOwnBringsNothingBackThatWasDeclined() {
    offer(SPOKEN + CAMERA, Limits.NONE, Limits.NONE);
    answer(SPOKEN + CAMERA.replace("4002", "0"), Limits.NONE);
    Result again = session.reoffer(Side.A, bytes(SPOKEN + CAMERA), secure(ALICE), secure(BOB));
    assertThat(sdp(again).media().get(1).port()).isZero();
    answer(SPOKEN + CAMERA.replace("4002", "0"), Limits.NONE);
    Result back = session.reoffer(Side.B, bytes(SPOKEN + CAMERA), secure(BOB), secure(ALICE));
    assertThat(sdp(back).media().get(0).port()).isPositive();
    assertThat(sdp(back).media().get(1).port()).isZero();
  }

  @Test
  void runningVideoIsTakenOutByAnOfferOfTheServersOwn() {
    offer(SPOKEN + CAMERA, Limits.NONE, Limits.NONE);
    answer(SPOKEN + CAMERA, Limits.NONE);
    assertThat(session.pictures()).isEqualTo(new Pictures(true, false));
    Result to =
        session.reoffer(
            Side.A,
            bytes(SPOKEN + CAMERA),
            secure(ALICE).within(NO_VIDEO),
            secure(BOB).within(NO_VIDEO));
    assertThat(sdp(to).media().get(1).port()).isZero();
    answer(SPOKEN + CAMERA.replace("4002", "0"), NO_VIDEO);
    assertThat(session.pictures().any()).isFalse();
    assertThat(session.summary()).isEqualTo("audio sendrecv, video off");
  }

  @Test
  void onlyAnOfferWithNothingElseIsAnAskForWhatMayNotBeHad() {
    byte[] before = bytes(SPOKEN);
    assertThat(NO_VIDEO.nothingElse(before, bytes(SPOKEN + CAMERA))).isTrue();
    assertThat(NO_VIDEO.nothingElse(before, bytes(SPOKEN + SLIDES))).isFalse();
    assertThat(NO_VIDEO.nothingElse(before, before)).isFalse();
    String held = SPOKEN.replace("a=sendrecv", "a=sendonly");
    assertThat(NO_VIDEO.nothingElse(before, bytes(held + CAMERA))).isFalse();
    assertThat(NO_VIDEO.nothingElse(bytes(SPOKEN + CAMERA), bytes(SPOKEN + CAMERA))).isFalse();
  }

  private Result offer(String sdp, Limits from, Limits toward) {
    Rules caller = secure(ALICE).within(from);
    return session.offer(Side.A, bytes(sdp), caller, secure(BOB).within(toward));
  }

  private Result answer(String sdp, Limits limits) {
    return session.answer(Side.B, bytes(sdp), secure(BOB).within(limits));
  }
}
