package io.sallyport.server.media;

import static io.sallyport.server.media.Dialogue.ALICE;
import static io.sallyport.server.media.Dialogue.BOB;
import static io.sallyport.server.media.Dialogue.bytes;
import static io.sallyport.server.media.Dialogue.dtls;
import static io.sallyport.server.media.Dialogue.either;
import static io.sallyport.server.media.Dialogue.golden;
import static io.sallyport.server.media.Dialogue.line;
import static io.sallyport.server.media.Dialogue.lines;
import static io.sallyport.server.media.Dialogue.plain;
import static io.sallyport.server.media.Dialogue.refusal;
import static io.sallyport.server.media.Dialogue.rules;
import static io.sallyport.server.media.Dialogue.sdes;
import static io.sallyport.server.media.Dialogue.text;
import static io.sallyport.server.media.WebDescriptions.BARESIP_SDES_ANSWER;
import static io.sallyport.server.media.WebDescriptions.BARESIP_SDES_OFFER;
import static io.sallyport.server.media.WebDescriptions.CHROMIUM_VIDEO_OFFER;
import static io.sallyport.server.media.WebDescriptions.PLAIN_OFFER;
import static io.sallyport.server.media.WebDescriptions.chromiumAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.path.PathReport;
import io.sallyport.server.path.Protection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of offers and answers (RFC 3264): hold, lines that come and go, forks, rollback. */
class NegotiationTest {
  private static final String KEY =
      "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:HHHHX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\n";
  private static final String VIDEO = "m=video %d RTP/SAVP 97\na=rtpmap:97 VP8/90000\n" + KEY;

  private final Dialogue call = Dialogue.between(sdes(ALICE), sdes(BOB));

  @Test
  void holdAndResumePassInEveryDialectAndPortsAndKeysStay() {
    Result first = call.offerOfAlice(BARESIP_SDES_OFFER);
    call.answerOfBob(BARESIP_SDES_ANSWER);
    String[][] dialects = {
      {"a=sendrecv", "a=sendonly", "sendonly", "recvonly"},
      {"a=sendrecv", "a=inactive", "inactive", "inactive"},
      {"a=sendrecv", "a=recvonly", "recvonly", "sendonly"},
      {"c=IN IP4 192.0.2.10", "c=IN IP4 0.0.0.0", "sendonly", "recvonly"},
    };
    int version = 1;
    for (String[] dialect : dialects) {
      Result held = call.offerOfAlice(BARESIP_SDES_OFFER.replace(dialect[0], dialect[1]));
      assertThat(text(held))
          .isEqualTo(
              text(first)
                  .replaceFirst("(o=- [0-9]+) 1 ", "$1 " + ++version + " ")
                  .replace("a=sendrecv", "a=" + dialect[2]));
      Result answer =
          call.answerOfBob(BARESIP_SDES_ANSWER.replace("a=sendrecv", "a=" + dialect[3]));
      assertThat(lines(answer, "a=" + dialect[3])).hasSize(1);
      assertThat(call.session.summary()).isEqualTo("audio " + dialect[2]);
      assertThat(call.paths.held).isTrue();
      assertThat(call.plan(0).a().how().media().declared()).as("it is where it was").isPresent();
      Result resumed = call.offerOfAlice(BARESIP_SDES_OFFER);
      assertThat(text(resumed))
          .isEqualTo(text(first).replaceFirst("(o=- [0-9]+) 1 ", "$1 " + ++version + " "));
      call.answerOfBob(BARESIP_SDES_ANSWER);
      assertThat(call.paths.held).isFalse();
    }
    assertThat(call.paths.taken).hasSize(2);
  }

  @Test
  void aReofferThatChangesNothingBindsTheSamePlans() {
    call.offerOfAlice(BARESIP_SDES_OFFER);
    call.answerOfBob(BARESIP_SDES_ANSWER);
    var before = call.plan(0);
    call.offerOfAlice(BARESIP_SDES_OFFER);
    call.answerOfBob(BARESIP_SDES_ANSWER);
    var after = call.plan(0);
    assertThat(after.a().transport()).isSameAs(before.a().transport());
    Protection.Sdes was = (Protection.Sdes) before.b().how().protection();
    Protection.Sdes is = (Protection.Sdes) after.b().how().protection();
    assertThat(is.send().sameAs(was.send())).isTrue();
    assertThat(is.receive().sameAs(was.receive())).isTrue();
  }

  @Test
  void videoIsAddedByTheCalleeRemovedAndAddedAgainWithAnotherKey() {
    call.offerOfAlice(BARESIP_SDES_OFFER);
    call.answerOfBob(BARESIP_SDES_ANSWER);

    Result added = call.offerOfBob(BARESIP_SDES_ANSWER + VIDEO.formatted(28102));
    String keys = lineOf(added, "a=crypto:1");
    assertThat(call.session.kinds()).containsExactly("audio", "video");
    call.answerOfAlice(BARESIP_SDES_OFFER + VIDEO.formatted(28002));
    assertThat(call.session.summary()).isEqualTo("audio sendrecv, video sendrecv");
    assertThat(call.paths.taken).hasSize(4);

    Result removed = call.offerOfAlice(BARESIP_SDES_OFFER + VIDEO.formatted(0));
    assertThat(golden(removed)).endsWith("m=video 0 RTP/SAVP 97\n");
    call.answerOfBob(BARESIP_SDES_ANSWER + "m=video 0 RTP/SAVP 97\n");
    assertThat(call.session.summary()).isEqualTo("audio sendrecv, video off");
    assertThat(call.paths.bound).hasSize(1);

    Result again = call.offerOfBob(BARESIP_SDES_ANSWER + VIDEO.formatted(28102));
    assertThat(lineOf(again, "a=crypto:1")).as("no key comes back").isNotEqualTo(keys);
    call.answerOfAlice(BARESIP_SDES_OFFER + VIDEO.formatted(28002));
    assertThat(call.paths.bound).hasSize(2);
    assertThat(refusal(call.offerOfAlice(BARESIP_SDES_OFFER)).warning())
        .isEqualTo("The offer has fewer media lines than the one before");
  }

  @Test
  void anInviteWithoutSdpIsOfferedByTheCallee() {
    Result offer = call.offerOfBob(BARESIP_SDES_ANSWER);
    assertThat(lines(offer, "m=")).containsExactly("m=audio 8443 RTP/SAVP 96 101");
    Result answer = call.answerOfAlice(BARESIP_SDES_OFFER);
    assertThat(golden(answer))
        .contains("m=audio 8443 RTP/SAVP 96 101\n", "a=crypto:3 AES_CM_128_HMAC_SHA1_80")
        .doesNotContain("G722");
    assertThat(call.plan(0).a().how().media().written()).isEqualTo("192.0.2.10 38066");
  }

  @Test
  void the200RepeatsOrChangesWhatThe183Said() {
    call.offerOfAlice(BARESIP_SDES_OFFER);
    Result early = call.answerOfBob(BARESIP_SDES_ANSWER);
    assertThat(text(call.answerOfBob(BARESIP_SDES_ANSWER))).isEqualTo(text(early));
    String otherFork =
        BARESIP_SDES_ANSWER
            .replace("28100", "29100")
            .replace("AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32");
    call.answerOfBob(otherFork);
    assertThat(call.plan(0).b().how().media().written()).isEqualTo("192.0.2.20 29100");
    assertThat(((Protection.Sdes) call.plan(0).b().how().protection()).send().suite().name())
        .isEqualTo("AES_CM_128_HMAC_SHA1_32");
    assertThat(call.paths.binds).isEqualTo(3);
  }

  @Test
  void forksOfSeveralKindsAreShownTheirOwnOfferAndWhoeverAnswersIsBound() {
    call.offerOfAlice(BARESIP_SDES_OFFER);
    Result web = call.session.offerAlso(dtls(BOB));
    assertThat(lines(web, "m=")).containsExactly("m=audio 8443 UDP/TLS/RTP/SAVPF 96 9 0 8 101");
    Result open = call.session.offerAlso(either(BOB));
    assertThat(lines(open, "m=")).containsExactly("m=audio 20000 RTP/AVP 96 9 0 8 101");
    assertThat(lines(open, "a=crypto")).hasSize(4);

    String answer = chromiumAnswer("").replace("111", "96").replace("126", "101");
    call.session.answer(Side.B, bytes(answer), dtls(BOB));
    assertThat(call.plan(0).b().how().protection()).isInstanceOf(Protection.Dtls.class);
    call.session.answer(
        Side.B, bytes(BARESIP_SDES_ANSWER.replace("RTP/SAVP", "RTP/AVP")), either(BOB));
    assertThat(call.plan(0).b().transport().port()).isEqualTo(20000);
    assertThat(call.plan(0).b().how().protection()).isInstanceOf(Protection.Sdes.class);
    call.answerOfBob(BARESIP_SDES_ANSWER);
    assertThat(call.plan(0).b().transport().port()).isEqualTo(8443);
    String clear =
        BARESIP_SDES_ANSWER.replace("RTP/SAVP", "RTP/AVP").replaceAll("a=crypto.*\n", "");
    call.session.answer(Side.B, bytes(clear), either(BOB));
    assertThat(call.plan(0).b().how().protection()).isInstanceOf(Protection.Plain.class);
  }

  @Test
  void anOfferThatIsRolledBackGivesBackWhatItTookAndTheLastAnswerMayBeRepeated() {
    call.offerOfAlice(BARESIP_SDES_OFFER);
    call.session.rollback();
    assertThat(call.paths.taken).isEmpty();

    call.offerOfAlice(BARESIP_SDES_OFFER);
    Result early = call.answerOfBob(BARESIP_SDES_ANSWER);
    call.offerOfAlice(BARESIP_SDES_OFFER.replace("sendrecv", "sendonly") + VIDEO.formatted(28002));
    assertThat(call.session.offerPending()).isTrue();
    assertThat(call.paths.taken).hasSize(4);
    call.session.rollback();

    assertThat(call.paths.taken).hasSize(2);
    assertThat(text(call.answerOfBob(BARESIP_SDES_ANSWER))).isEqualTo(text(early));
    assertThat(call.session.offerPending()).isFalse();
  }

  @Test
  void anAnswerThatBreaksTheDealIsRefusedAndAnotherForkMayStillAnswer() {
    call.offerOfAlice(BARESIP_SDES_OFFER);
    String unprotected =
        BARESIP_SDES_ANSWER.replace("RTP/SAVP", "RTP/AVP").replaceAll("a=crypto.*\n", "");
    assertThat(refusal(call.answerOfBob(unprotected)).warning()).isEqualTo("SRTP is required");
    String otherCodec = BARESIP_SDES_ANSWER.replace("96 101", "34").replaceAll("a=rtpmap.*\n", "");
    assertThat(refusal(call.answerOfBob(otherCodec)).warning())
        .isEqualTo("The answer chose no codec that was offered");
    String touchTonesAlone = BARESIP_SDES_ANSWER.replace("96 101", "101");
    assertThat(refusal(call.answerOfBob(touchTonesAlone)).status()).isEqualTo(488);
    String certificate = chromiumAnswer("").replace("111", "96").replace("126", "101");
    assertThat(refusal(call.answerOfBob(certificate)).warning())
        .isEqualTo("The answer chose no key that was offered");
    assertThat(refusal(call.answerOfAlice(BARESIP_SDES_ANSWER)).status()).isEqualTo(488);
    assertThat(refusal(call.answerOfBob("nonsense")).status()).isEqualTo(400);

    assertThat(call.session.offerPending()).isTrue();
    assertThat(call.answerOfBob(BARESIP_SDES_ANSWER)).isInstanceOf(Result.Sdp.class);
  }

  @Test
  void anAnswerMayNumberACodecAnew() {
    call.offerOfAlice(BARESIP_SDES_OFFER);
    Result answer =
        call.answerOfBob(
            BARESIP_SDES_ANSWER.replace("96 101", "107 101").replace("rtpmap:96", "rtpmap:107"));
    assertThat(lines(answer, "m=")).containsExactly("m=audio 8443 RTP/SAVP 107 101");
    assertThat(call.plan(0).clockRates().keySet()).containsExactlyInAnyOrder(107, 96, 101);
    assertThat(call.plan(0).codec()).isEqualTo("opus/48000/2");
  }

  @Test
  void aLineTakenOutOfTheBundleLaterIsRefusedBecauseItHasNoTransport() {
    Dialogue web = Dialogue.between(dtls(ALICE), dtls(BOB));
    web.offerOfAlice(CHROMIUM_VIDEO_OFFER);
    web.answerOfBob(chromiumAnswer("", 1));
    web.offerOfAlice(CHROMIUM_VIDEO_OFFER);
    String apart =
        chromiumAnswer(
            WebDescriptions.CHROMIUM_VIDEO_ANSWER
                .formatted(1)
                .replace("a=mid", "a=fingerprint:" + WebDescriptions.BOB_FINGERPRINT + "\na=mid"));
    Result answer = web.answerOfBob(apart);
    assertThat(line(answer, 1).isDisabled()).isTrue();
    assertThat(lines(answer, "a=group")).containsExactly("a=group:BUNDLE 0");
    assertThat(line(answer, 1).mid()).contains("1");
  }

  @Test
  void theTaggedLineMayEndAndTheBundleGoesOn() {
    Dialogue web = Dialogue.between(dtls(ALICE), dtls(BOB));
    web.offerOfAlice(CHROMIUM_VIDEO_OFFER);
    web.answerOfBob(chromiumAnswer("", 1));
    var transport = web.plan(0).b().transport();
    String videoAlone =
        CHROMIUM_VIDEO_OFFER
            .replace("m=audio 51472", "m=audio 0")
            .replace("BUNDLE 0 1", "BUNDLE 1");
    Result offer = web.offerOfAlice(videoAlone);
    assertThat(lines(offer, "a=group")).containsExactly("a=group:BUNDLE 1");
    assertThat(lines(offer, "a=ice-ufrag")).containsExactly("a=ice-ufrag:frag2");
    String answer =
        WebDescriptions.CHROMIUM_ANSWER_HEAD.formatted("1")
            + "m=audio 0 UDP/TLS/RTP/SAVPF 111\na=mid:0\n"
            + WebDescriptions.CHROMIUM_VIDEO_ANSWER
                .formatted(1)
                .replace(
                    "a=mid",
                    "a=ice-ufrag:bobU\na=ice-pwd:bobbobbobbobbobbobbobbob\na=setup:active\n"
                        + "a=fingerprint:"
                        + WebDescriptions.BOB_FINGERPRINT
                        + "\na=mid");
    web.answerOfBob(answer);
    assertThat(web.plan(1).b().transport()).isSameAs(transport);
    assertThat(web.session.summary()).isEqualTo("audio off, video sendrecv");
  }

  @Test
  void whenPortPairsAreGonePlainOffersGet503AndNothingStaysTaken() {
    Dialogue scarce =
        Dialogue.between(plain(ALICE), plain(BOB), rules(List.of(), 0, "0.0.0.0/0"), 1);
    assertThat(refusal(scarce.offerOfAlice(PLAIN_OFFER)))
        .isEqualTo(new Result.Refused(503, "No media port is free"));
    assertThat(scarce.counters.get(Counter.MEDIA_PORTS_EXHAUSTED)).isEqualTo(1);
    assertThat(scarce.paths.taken).isEmpty();
    assertThat(scarce.session.offerPending()).isFalse();

    scarce.bob = sdes(BOB);
    assertThat(lines(scarce.offerOfAlice(PLAIN_OFFER), "m="))
        .containsExactly("m=audio 8443 RTP/SAVP 8 101");
    scarce.session.close();
    scarce.session.close();
    assertThat(scarce.paths.closed).isTrue();
    assertThat(refusal(scarce.offerOfAlice(PLAIN_OFFER)).warning()).isEqualTo("The call has ended");
  }

  @Test
  void theReportSaysWhatThePathsSaw() {
    Instant at = Instant.ofEpochSecond(1);
    call.paths.report =
        new PathReport(
            List.of(
                new PathReport.Stream(
                    0,
                    "audio",
                    "opus/48000/2",
                    new PathReport.Sent(
                        "AEAD_AES_128_GCM SDES",
                        5,
                        500,
                        1,
                        0,
                        List.of(new PathReport.Source("192.0.2.10:38066", at, "srtp")),
                        List.of(new PathReport.Sample(at, 1.5, 3, 40, 4.2))),
                    new PathReport.Sent("none", 0, 0, 0, 0, List.of(), List.of()))));
    assertThat(call.session.report().streams())
        .containsExactly(
            new MediaSession.StreamReport(
                "audio",
                Side.A,
                "opus/48000/2",
                "AEAD_AES_128_GCM SDES",
                5,
                500,
                1,
                0,
                List.of(new MediaSession.Source("192.0.2.10:38066", at, "srtp")),
                List.of(new MediaSession.Sample(at, 1.5, 3, 40, 4.2))),
            new MediaSession.StreamReport(
                "audio", Side.B, "opus/48000/2", "none", 0, 0, 0, 0, List.of(), List.of()));
  }

  private static String lineOf(Result result, String start) {
    String text = text(result);
    int video = text.indexOf("m=video");
    int at = text.indexOf(start, video);
    return text.substring(at, text.indexOf('\r', at));
  }
}
