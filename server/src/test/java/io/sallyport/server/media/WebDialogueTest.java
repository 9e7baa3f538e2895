package io.sallyport.server.media;

import static io.sallyport.server.media.Dialogue.ALICE;
import static io.sallyport.server.media.Dialogue.BOB;
import static io.sallyport.server.media.Dialogue.dtls;
import static io.sallyport.server.media.Dialogue.golden;
import static io.sallyport.server.media.Dialogue.lines;
import static io.sallyport.server.media.Dialogue.plain;
import static io.sallyport.server.media.Dialogue.sdes;
import static io.sallyport.server.media.Dialogue.text;
import static io.sallyport.server.media.WebDescriptions.BARESIP_DTLS_OFFER;
import static io.sallyport.server.media.WebDescriptions.BARESIP_SDES_ANSWER;
import static io.sallyport.server.media.WebDescriptions.BARESIP_SDES_OFFER;
import static io.sallyport.server.media.WebDescriptions.CHROMIUM_AUDIO_OFFER;
import static io.sallyport.server.media.WebDescriptions.CHROMIUM_SCREEN_OFFER;
import static io.sallyport.server.media.WebDescriptions.CHROMIUM_VIDEO_OFFER;
import static io.sallyport.server.media.WebDescriptions.FIREFOX_OFFER;
import static io.sallyport.server.media.WebDescriptions.PLAIN_OFFER;
import static io.sallyport.server.media.WebDescriptions.chromiumAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.path.Protection;
import io.sallyport.server.path.StreamPlan;
import org.junit.jupiter.api.Test;

/** Dialogues of browsers and DTLS phones, with each other and with phones of other kinds. */
class WebDialogueTest {
  private static final String BUNDLE_AS_SHOWN =
      """
      v=0
      o=- <id> 1 IN IP4 192.0.2.1
      s=-
      c=IN IP4 192.0.2.1
      t=0 0
      a=group:BUNDLE 0 1
      a=ice-lite
      m=audio 8443 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
      a=rtpmap:111 opus/48000/2
      a=rtcp-fb:111 transport-cc
      a=fmtp:111 minptime=10;useinbandfec=1
      a=rtpmap:63 red/48000/2
      a=fmtp:63 111/111
      a=rtpmap:9 G722/8000
      a=rtpmap:0 PCMU/8000
      a=rtpmap:8 PCMA/8000
      a=rtpmap:13 CN/8000
      a=rtpmap:110 telephone-event/48000
      a=rtpmap:126 telephone-event/8000
      a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
      a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
      a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=ssrc:3106472034 cname:<name>
      a=msid:n0 n1
      a=fingerprint:<ours>
      a=setup:actpass
      a=ice-ufrag:frag2
      a=ice-pwd:password-of-fragment-2
      a=candidate:1 1 UDP 2130706431 192.0.2.1 8443 typ host
      a=end-of-candidates
      a=mid:0
      a=rtcp-mux
      a=rtcp:8443
      a=rtcp-rsize
      a=sendrecv
      m=video 8443 UDP/TLS/RTP/SAVPF 96 97 102 103
      a=rtpmap:96 VP8/90000
      a=rtcp-fb:96 goog-remb
      a=rtcp-fb:96 transport-cc
      a=rtcp-fb:96 ccm fir
      a=rtcp-fb:96 nack
      a=rtcp-fb:96 nack pli
      a=rtpmap:97 rtx/90000
      a=fmtp:97 apt=96
      a=rtpmap:102 H264/90000
      a=rtcp-fb:102 nack pli
      a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
      a=rtpmap:103 rtx/90000
      a=fmtp:103 apt=102
      a=extmap:14 urn:ietf:params:rtp-hdrext:toffset
      a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
      a=extmap:13 urn:3gpp:video-orientation
      a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
      a=ssrc-group:FID 2231627014 632943048
      a=ssrc:2231627014 cname:<name>
      a=ssrc:632943048 cname:<name>
      a=msid:n0 n2
      a=fingerprint:<ours>
      a=setup:actpass
      a=ice-ufrag:frag3
      a=ice-pwd:password-of-fragment-3
      a=candidate:1 1 UDP 2130706431 192.0.2.1 8443 typ host
      a=end-of-candidates
      a=mid:1
      a=rtcp-mux
      a=rtcp:8443
      a=rtcp-rsize
      a=sendrecv
      """;

  private static final String BUNDLE_ANSWER_AS_SHOWN =
      """
      v=0
      o=- <id> 1 IN IP4 192.0.2.1
      s=-
      c=IN IP4 192.0.2.1
      t=0 0
      a=group:BUNDLE 0 1
      a=ice-lite
      m=audio 8443 UDP/TLS/RTP/SAVPF 111 126
      a=rtpmap:111 opus/48000/2
      a=fmtp:111 minptime=10;useinbandfec=1
      a=rtpmap:126 telephone-event/8000
      a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=ssrc:1111 cname:<name>
      a=msid:n0 n1
      a=fingerprint:<ours>
      a=setup:passive
      a=ice-ufrag:frag1
      a=ice-pwd:password-of-fragment-1
      a=candidate:1 1 UDP 2130706431 192.0.2.1 8443 typ host
      a=end-of-candidates
      a=mid:0
      a=rtcp-mux
      a=rtcp-rsize
      a=sendrecv
      m=video 8443 UDP/TLS/RTP/SAVPF 96 97
      a=rtpmap:96 VP8/90000
      a=rtcp-fb:96 transport-cc
      a=rtcp-fb:96 nack pli
      a=rtpmap:97 rtx/90000
      a=fmtp:97 apt=96
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
      a=msid:n0 n2
      a=mid:1
      a=rtcp-mux
      a=rtcp-rsize
      a=sendrecv
      """;

  @Test
  void aBrowserCallsADeskPhoneWithKeysInSdp() {
    Dialogue call = Dialogue.between(dtls(ALICE), sdes(BOB));
    assertThat(golden(call.offerOfAlice(CHROMIUM_AUDIO_OFFER)))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 8443 RTP/SAVP 111 63 9 0 8 13 110 126
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtpmap:63 red/48000/2
            a=fmtp:63 111/111
            a=rtpmap:9 G722/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:13 CN/8000
            a=rtpmap:110 telephone-event/48000
            a=rtpmap:126 telephone-event/8000
            a=crypto:1 AEAD_AES_256_GCM inline:<key>
            a=crypto:2 AEAD_AES_128_GCM inline:<key>
            a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:<key>
            a=crypto:4 AES_CM_128_HMAC_SHA1_32 inline:<key>
            a=fingerprint:<ours>
            a=setup:actpass
            a=rtcp-mux
            a=rtcp:8443
            a=sendrecv
            """);
    String answer =
        BARESIP_SDES_ANSWER
            .replace("96 101", "111 126")
            .replace("rtpmap:96", "rtpmap:111")
            .replace("rtpmap:101", "rtpmap:126");
    assertThat(golden(call.answerOfBob(answer)))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            a=group:BUNDLE 0
            a=ice-lite
            m=audio 8443 UDP/TLS/RTP/SAVPF 111 126
            a=rtpmap:111 opus/48000/2
            a=rtpmap:126 telephone-event/8000
            a=ptime:20
            a=msid:n m0
            a=fingerprint:<ours>
            a=setup:passive
            a=ice-ufrag:frag1
            a=ice-pwd:password-of-fragment-1
            a=candidate:1 1 UDP 2130706431 192.0.2.1 8443 typ host
            a=end-of-candidates
            a=mid:0
            a=rtcp-mux
            a=sendrecv
            """);
    assertDeskPhonesPlan(call.plan(0));
  }

  private static void assertDeskPhonesPlan(StreamPlan plan) {
    assertThat(plan.codec()).isEqualTo("opus/48000/2");
    assertThat(plan.clockRates()).containsEntry(111, 48000).containsEntry(126, 8000);
    assertThat(plan.a().how().protection()).isInstanceOf(Protection.Dtls.class);
    assertThat(plan.a().how().ice().orElseThrow().remoteFragment()).isEqualTo("sXJ3");
    assertThat(plan.a().midExtension()).isEqualTo(4);
    assertThat(plan.b().how().protection()).isInstanceOf(Protection.Sdes.class);
    assertThat(plan.b().how().mux()).isFalse();
    assertThat(plan.b().how().control().written()).isEqualTo("192.0.2.20 28101");
  }

  @Test
  void whatIsSaidOfRecordingStandsInEachDescriptionFromThenOn() {
    Dialogue call = Dialogue.between(sdes(ALICE), dtls(BOB));
    call.session.tell(MediaSession.Recording.ON);
    assertThat(golden(call.offerOfAlice(BARESIP_SDES_OFFER)))
        .contains("a=ice-lite\na=record:on\nm=audio");
    call.session.tell(MediaSession.Recording.PAUSED);
    assertThat(golden(call.offerOfAlice(BARESIP_SDES_OFFER))).contains("\na=record:paused\n");
  }

  @Test
  void aDeskPhoneCallsABrowser() {
    Dialogue call = Dialogue.between(sdes(ALICE), dtls(BOB));
    assertThat(golden(call.offerOfAlice(BARESIP_SDES_OFFER)))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            a=ice-lite
            m=audio 8443 UDP/TLS/RTP/SAVPF 96 9 0 8 101
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 stereo=1;sprop-stereo=1
            a=rtpmap:9 G722/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=msid:n m0
            a=fingerprint:<ours>
            a=setup:actpass
            a=ice-ufrag:frag2
            a=ice-pwd:password-of-fragment-2
            a=candidate:1 1 UDP 2130706431 192.0.2.1 8443 typ host
            a=end-of-candidates
            a=mid:0
            a=rtcp-mux
            a=rtcp:8443
            a=rtcp-rsize
            a=sendrecv
            """);
    String answer = chromiumAnswer("").replace("111", "96").replace("126", "101");
    assertThat(golden(call.answerOfBob(answer)))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 8443 RTP/SAVP 96 101
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 minptime=10;useinbandfec=1
            a=rtpmap:101 telephone-event/8000
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:<key>
            a=rtcp:8443
            a=sendrecv
            """);
    assertThat(call.plan(0).b().how().protection())
        .isEqualTo(
            new Protection.Dtls(
                io.sallyport.protocol.dtls.Fingerprint.parse(WebDescriptions.BOB_FINGERPRINT)
                    .orElseThrow(),
                false));
  }

  @Test
  void browsersCallEachOtherWithVideoInOneBundle() {
    Dialogue call = Dialogue.between(dtls(ALICE), dtls(BOB));
    Result offer = call.offerOfAlice(CHROMIUM_VIDEO_OFFER);
    assertThat(golden(offer)).isEqualTo(BUNDLE_AS_SHOWN);
    Result answer = call.answerOfBob(chromiumAnswer("", 1));
    assertThat(golden(answer)).isEqualTo(BUNDLE_ANSWER_AS_SHOWN);
    assertThat(text(offer) + text(answer))
        .doesNotContain(
            "192.168", ".local", "alice", "bob", "stream ", "camera", "who-i-am", "sXJ3", "7B:7B");
    assertThat(call.plan(1).a().transport()).isSameAs(call.plan(0).a().transport());
    assertThat(call.plan(1).b().transport()).isSameAs(call.plan(0).b().transport());
    assertThat(call.plan(1).b().how()).isEqualTo(call.plan(0).b().how());
    assertThat(call.plan(1).b().mid()).isEqualTo("1");
  }

  @Test
  void aBrowserHoldsAddsVideoAndSharesItsScreen() {
    Dialogue call = Dialogue.between(dtls(ALICE), dtls(BOB));
    call.offerOfAlice(CHROMIUM_AUDIO_OFFER);
    call.answerOfBob(chromiumAnswer(""));
    StreamPlan.End before = call.plan(0).b();

    String held = CHROMIUM_AUDIO_OFFER.replace("a=sendrecv", "a=sendonly");
    assertThat(lines(call.offerOfAlice(held), "a=sendonly")).hasSize(1);
    call.answerOfBob(chromiumAnswer("").replace("a=sendrecv", "a=recvonly"));
    assertThat(call.session.summary()).isEqualTo("audio sendonly");
    assertThat(call.paths.held).isTrue();

    Result video = call.offerOfAlice(CHROMIUM_VIDEO_OFFER);
    assertThat(lines(video, "a=group")).containsExactly("a=group:BUNDLE 0 1");
    call.answerOfBob(chromiumAnswer("", 1));
    assertThat(call.plan(0).b().how()).isEqualTo(before.how());
    assertThat(call.plan(0).b().transport()).isSameAs(before.transport());
    assertThat(call.plan(1).b().transport()).isSameAs(before.transport());
    assertThat(call.paths.held).isFalse();

    // the screen has the payload types of the camera: its packets are told by their mid
    Result screen = call.offerOfAlice(CHROMIUM_SCREEN_OFFER);
    assertThat(lines(screen, "a=group")).containsExactly("a=group:BUNDLE 0 1 2");
    Result answer = call.answerOfBob(chromiumAnswer("", 1, 2));
    assertThat(lines(answer, "a=group")).containsExactly("a=group:BUNDLE 0 1 2");
    assertThat(call.plan(2).a().mid()).isEqualTo("2");
    assertThat(call.plan(2).a().midExtension()).isEqualTo(4);
    assertThat(call.plan(2).b().midExtension()).isEqualTo(4);
    assertThat(call.session.summary()).isEqualTo("audio sendrecv, video sendrecv, video sendrecv");

    call.offerOfAlice(CHROMIUM_SCREEN_OFFER);
    assertThat(call.paths.taken).as("one transport a side once all is bundled").hasSize(2);
  }

  @Test
  void aLineThatLivesInTheBundleAloneIsNoDisabledOne() {
    Dialogue call = Dialogue.between(dtls(ALICE), dtls(BOB));
    Result offer = call.offerOfAlice(FIREFOX_OFFER);
    assertThat(lines(offer, "m="))
        .containsExactly(
            "m=audio 8443 UDP/TLS/RTP/SAVPF 109 101", "m=video 8443 UDP/TLS/RTP/SAVPF 120 124");
    assertThat(lines(offer, "a=sendrecv")).as("an address of zeroes is no hold here").hasSize(2);
    String answer =
        chromiumAnswer("", 1)
            .replace("111", "109")
            .replace("126", "101")
            .replace("96", "120")
            .replace("97", "124")
            .replace("extmap:4", "extmap:3");
    Result back = call.answerOfBob(answer);
    assertThat(lines(back, "a=group")).containsExactly("a=group:BUNDLE 0 1");
    assertThat(lines(back, "a=ice-ufrag")).hasSize(1);
    assertThat(call.session.summary()).isEqualTo("audio sendrecv, video sendrecv");
  }

  @Test
  void aBundleOnlyLineThatCannotBeBundledIsRefused() {
    Dialogue call = Dialogue.between(dtls(ALICE), dtls(BOB));
    String apart = FIREFOX_OFFER.replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 0");
    assertThat(lines(call.offerOfAlice(apart), "m=video"))
        .containsExactly("m=video 0 UDP/TLS/RTP/SAVPF 120 124");
  }

  @Test
  void aPhoneThatKnowsDtlsButNoBundleGetsATransportForEachLine() {
    Dialogue call = Dialogue.between(dtls(ALICE), dtls(BOB));
    call.offerOfAlice(CHROMIUM_VIDEO_OFFER);
    String video =
        WebDescriptions.CHROMIUM_VIDEO_ANSWER
            .formatted(1)
            .replace(
                "a=mid",
                "a=ice-ufrag:vidU\na=ice-pwd:videovideovideovideovideo\na=setup:passive\n"
                    + "a=fingerprint:"
                    + WebDescriptions.BOB_FINGERPRINT
                    + "\na=mid");
    String answer = chromiumAnswer(video).replaceAll("a=(group|mid).*\n", "");
    Result back = call.answerOfBob(answer);

    assertThat(lines(back, "a=group")).containsExactly("a=group:BUNDLE 0 1");
    assertThat(call.plan(1).b().transport()).isNotSameAs(call.plan(0).b().transport());
    assertThat(call.plan(1).b().how().ice().orElseThrow().remoteFragment()).isEqualTo("vidU");
    assertThat(((Protection.Dtls) call.plan(1).b().how().protection()).active()).isTrue();

    Result again = call.offerOfAlice(CHROMIUM_VIDEO_OFFER);
    assertThat(lines(again, "a=group")).as("it is not asked again").isEmpty();
    assertThat(lines(again, "a=ice-ufrag"))
        .containsExactly("a=ice-ufrag:frag2", "a=ice-ufrag:frag3");
  }

  @Test
  void baresipWithDtlsAndIceCallsAPlainPhone() {
    Dialogue call = Dialogue.between(sdes(ALICE), plain(BOB));
    assertThat(golden(call.offerOfAlice(BARESIP_DTLS_OFFER)))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 20000 RTP/AVP 96 0 101
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 stereo=1;sprop-stereo=1
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=rtcp-mux
            a=sendrecv
            """);
    String answer =
        PLAIN_OFFER
            .replace("192.0.2.10", "192.0.2.20")
            .replace("8 101", "0 101")
            .replace("rtpmap:8 PCMA", "rtpmap:0 PCMU");
    assertThat(golden(call.answerOfBob(answer)))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            a=ice-lite
            m=audio 8443 UDP/TLS/RTP/SAVPF 0 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-11,16
            a=fingerprint:<ours>
            a=setup:passive
            a=ice-ufrag:frag1
            a=ice-pwd:password-of-fragment-1
            a=candidate:1 1 UDP 2130706431 192.0.2.1 8443 typ host
            a=end-of-candidates
            a=rtcp-mux
            a=sendrecv
            """);
    assertThat(call.plan(0).b().how().protection()).isInstanceOf(Protection.Plain.class);
    assertThat(call.plan(0).b().transport().onePort()).isFalse();
  }

  @Test
  void aPlainPhoneCallsABrowser() {
    Dialogue call = Dialogue.between(plain(ALICE), dtls(BOB));
    assertThat(lines(call.offerOfAlice(PLAIN_OFFER), "m="))
        .containsExactly("m=audio 8443 UDP/TLS/RTP/SAVPF 8 101");
    String answer =
        chromiumAnswer("")
            .replace("111 126", "8 101")
            .replaceAll("a=(rtpmap|fmtp|rtcp-fb):111.*\n", "")
            .replace("126", "101");
    assertThat(lines(call.answerOfBob(answer), "m="))
        .containsExactly("m=audio 20000 RTP/AVP 8 101");
    assertThat(call.plan(0).codec()).isEqualTo("PCMA/8000");
  }

  @Test
  void iceThatStartsAgainGetsOtherCredentialsOnThatSideAlone() {
    Dialogue call = Dialogue.between(dtls(ALICE), dtls(BOB));
    Result towardBob = call.offerOfAlice(CHROMIUM_AUDIO_OFFER);
    assertThat(lines(call.answerOfBob(chromiumAnswer("")), "a=ice-ufrag"))
        .containsExactly("a=ice-ufrag:frag1");

    String again = CHROMIUM_AUDIO_OFFER.replace("a=ice-ufrag:sXJ3", "a=ice-ufrag:Rest");
    for (int i = 0; i < 2; i++) {
      assertThat(lines(call.offerOfAlice(again), "a=ice-ufrag"))
          .isEqualTo(lines(towardBob, "a=ice-ufrag"));
      assertThat(lines(call.answerOfBob(chromiumAnswer("")), "a=ice-ufrag"))
          .containsExactly("a=ice-ufrag:frag1again");
    }
    assertThat(call.plan(0).a().how().ice().orElseThrow().localFragment()).isEqualTo("frag1again");
    assertThat(call.plan(0).a().how().ice().orElseThrow().remoteFragment()).isEqualTo("Rest");
  }

  @Test
  void aReofferTowardAPhoneKeepsWhatItOnceOffered() {
    Dialogue call = Dialogue.between(sdes(ALICE), dtls(BOB));
    call.offerOfAlice(BARESIP_DTLS_OFFER);
    String answer = chromiumAnswer("").replace("111", "96").replace("126", "101");
    Result toAlice = call.answerOfBob(answer);
    Result reoffer = call.offerOfBob(answer.replace("setup:active", "setup:actpass"));

    assertThat(lines(reoffer, "m=")).isEqualTo(lines(toAlice, "m="));
    assertThat(lines(reoffer, "a=ice-ufrag")).isEqualTo(lines(toAlice, "a=ice-ufrag"));
    assertThat(lines(reoffer, "a=crypto")).isEmpty();
    String changedMind = BARESIP_DTLS_OFFER.replace("sYdlxlH", "newU");
    Result back = call.answerOfAlice(changedMind.replace("setup:actpass", "setup:active"));
    assertThat(call.plan(0).a().how().ice().orElseThrow().remoteFragment()).isEqualTo("newU");
    // the roles of the association that stands
    assertThat(lines(back, "a=setup")).containsExactly("a=setup:passive");
  }
}
