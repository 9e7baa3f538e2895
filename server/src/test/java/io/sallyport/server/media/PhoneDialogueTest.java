package io.sallyport.server.media;

import static io.sallyport.server.media.Dialogue.ALICE;
import static io.sallyport.server.media.Dialogue.BOB;
import static io.sallyport.server.media.Dialogue.dtls;
import static io.sallyport.server.media.Dialogue.either;
import static io.sallyport.server.media.Dialogue.golden;
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
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.path.Protection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Dialogues of softphones and desk phones, what is refused with which words, and bad SDP. */
class PhoneDialogueTest {
  /** Several suites, odd order, an {@code a=rtcp} of its own. */
  private static final String DESK_PHONE_SRTP =
      """
      v=0
      o=root 1531542 1531542 IN IP4 192.0.2.10
      s=call
      c=IN IP4 192.0.2.10
      t=0 0
      m=audio 62204 RTP/SAVP 9 8 0 18 101
      a=sendrecv
      a=ptime:20
      a=fmtp:101 0-15
      a=rtpmap:101 telephone-event/8000
      a=rtcp:62999 IN IP4 192.0.2.10
      a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
      a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
      a=crypto:3 AES_256_CM_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj
      a=rtpmap:9 G722/8000
      a=rtpmap:8 PCMA/8000
      a=rtpmap:0 PCMU/8000
      a=rtpmap:18 G729/8000
      a=fmtp:18 annexb=no
      """;

  private static final String LINPHONE_ICE =
      """
      v=0
      o=alice 3747 2194 IN IP4 192.0.2.10
      s=Talk
      c=IN IP4 192.0.2.10
      t=0 0
      a=ice-pwd:4c6c5a1d9e0f1d1f8b1c2b3a
      a=ice-ufrag:fd8a3b21
      a=rtcp-xr:rcvr-rtt=all:10000 stat-summary=loss,dup,jitt,TTL voip-metrics
      a=record:off
      m=audio 21078 RTP/SAVPF 96 0 97
      a=rtpmap:96 opus/48000/2
      a=fmtp:96 useinbandfec=1
      a=rtpmap:97 telephone-event/48000
      a=rtcp:21079
      %sa=candidate:1 1 UDP 2130706303 10.0.0.5 21078 typ host
      a=candidate:1 2 UDP 2130706302 10.0.0.5 21079 typ host
      a=rtcp-fb:* trr-int 1000
      a=rtcp-fb:* ccm tmmbr
      """;

  private static final String KEY =
      "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:HHHHX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\n";
  private static final String HEAD =
      "v=0\no=x 1 1 IN IP4 192.0.2.10\ns=-\nc=IN IP4 192.0.2.10\nt=0 0\n";

  @Test
  void baresipToBaresipWithKeysInSdp() {
    Dialogue call = Dialogue.between(sdes(ALICE), sdes(BOB));
    Result offer = call.offerOfAlice(BARESIP_SDES_OFFER);
    assertThat(golden(offer))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 8443 RTP/SAVP 96 9 0 8 101
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 stereo=1;sprop-stereo=1
            a=rtpmap:9 G722/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
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
    Result answer = call.answerOfBob(BARESIP_SDES_ANSWER);
    assertThat(golden(answer))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 8443 RTP/SAVP 96 101
            a=rtpmap:96 opus/48000/2
            a=rtpmap:101 telephone-event/8000
            a=ptime:20
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:<key>
            a=rtcp:8443
            a=sendrecv
            """);
    assertThat(text(offer) + text(answer))
        .doesNotContain("alice", "4/twx", "AAAAX19", "192.0.2.10");
  }

  @Test
  void aPhoneSetToDtlsTakesTheFingerprintBesideTheKeys() {
    Dialogue call = Dialogue.between(sdes(ALICE), sdes(BOB));
    Result offer = call.offerOfAlice(BARESIP_SDES_OFFER);
    assertThat(text(offer)).contains("RTP/SAVP ", "a=crypto:1 ", "a=setup:actpass");
    Result answer =
        call.answerOfBob(
            HEAD.replace("192.0.2.10", "192.0.2.20")
                + "m=audio 30000 RTP/SAVP 8\na=rtcp:30001\na=setup:active\n"
                + "a=fingerprint:SHA-256 7B"
                + ":7B".repeat(31)
                + "\n");
    assertThat(lines(answer, "a=crypto")).hasSize(1);
    assertThat(lines(answer, "a=fingerprint")).isEmpty();
    assertThat(call.plan(0).b().how().protection())
        .isInstanceOfSatisfying(Protection.Dtls.class, dtls -> assertThat(dtls.active()).isFalse());
  }

  @Test
  void sippToSippInPlainRtpOnPortPairs() {
    Dialogue call = Dialogue.between(plain(ALICE), plain(BOB));
    String expected =
        """
        v=0
        o=- <id> 1 IN IP4 192.0.2.1
        s=-
        c=IN IP4 192.0.2.1
        t=0 0
        m=audio %d RTP/AVP 8 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-11,16
        a=sendrecv
        """;
    assertThat(golden(call.offerOfAlice(PLAIN_OFFER))).isEqualTo(expected.formatted(20002));
    assertThat(golden(call.answerOfBob(PLAIN_OFFER.replace("192.0.2.10", "192.0.2.20"))))
        .isEqualTo(expected.formatted(20000));
    assertThat(call.plan(0).a().how().control().declared().orElseThrow().getPort())
        .isEqualTo(22001);
  }

  @Test
  void aDeskPhoneWithSeveralKeysAndItsOwnControlPortCallsABrowser() {
    Dialogue call = Dialogue.between(sdes(ALICE), dtls(BOB));
    call.offerOfAlice(DESK_PHONE_SRTP);
    String answer =
        chromiumAnswer("")
            .replace("111 126", "9 101")
            .replaceAll("a=(rtpmap|fmtp|rtcp-fb):111.*\n", "")
            .replace("126", "101");
    assertThat(golden(call.answerOfBob(answer)))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 8443 RTP/SAVP 9 101
            a=rtpmap:101 telephone-event/8000
            a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:<key>
            a=rtcp:8443
            a=sendrecv
            """);
    assertThat(call.plan(0).a().how().control().written()).isEqualTo("192.0.2.10 62999");
    assertThat(call.plan(0).codec()).isEqualTo("G722/8000");
  }

  @Test
  void bestEffortSrtpOfADeskPhoneIsTakenOnTheOnePortUnderItsOwnProfile() {
    Dialogue call = Dialogue.between(sdes(ALICE), sdes(BOB), rules(List.of(), 0), 0);
    call.offerOfAlice(DESK_PHONE_SRTP.replace("RTP/SAVP", "RTP/AVP"));
    Result answer =
        call.answerOfBob(
            BARESIP_SDES_ANSWER.replace("96 101", "8 101").replaceAll("a=rtpmap:96.*\n", ""));
    assertThat(lines(answer, "m=")).containsExactly("m=audio 8443 RTP/AVP 8 101");
    assertThat(lines(answer, "a=crypto"))
        .containsExactly("a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:<key>");
    Result reoffer =
        call.offerOfBob(
            BARESIP_SDES_ANSWER.replace("96 101", "8 101").replaceAll("a=rtpmap:96.*\n", ""));
    assertThat(lines(reoffer, "m=")).containsExactly("m=audio 8443 RTP/AVP 8 101");
  }

  @Test
  void whereAPhoneMayDoEitherItIsOfferedAPortPairAndItsAnswerDecides() {
    Dialogue call = Dialogue.between(sdes(ALICE), either(BOB));
    Result offer = call.offerOfAlice(BARESIP_SDES_OFFER);
    assertThat(lines(offer, "m=")).containsExactly("m=audio 20000 RTP/AVP 96 9 0 8 101");
    assertThat(lines(offer, "a=crypto")).hasSize(4);
    call.answerOfBob(
        BARESIP_SDES_ANSWER.replace("RTP/SAVP", "RTP/AVP").replaceAll("a=crypto.*\n", ""));
    assertThat(call.plan(0).b().how().protection()).isInstanceOf(Protection.Plain.class);
  }

  @Test
  void linphoneWithIceIsCheckedWhereItMultiplexesAndFallsBackWhereItDoesNot() {
    for (boolean mux : new boolean[] {true, false}) {
      Dialogue call = Dialogue.between(sdes(ALICE), sdes(BOB));
      Result offer = call.offerOfAlice(LINPHONE_ICE.formatted((mux ? "a=rtcp-mux\n" : "") + KEY));
      assertThat(text(offer)).doesNotContain("ice-", "candidate", "10.0.0.5", "rtcp-xr", "record");
      assertThat(lines(offer, "m=")).containsExactly("m=audio 8443 RTP/SAVPF 96 0 97");
      Result answer =
          call.answerOfBob(
              BARESIP_SDES_ANSWER
                  .replace("RTP/SAVP", "RTP/SAVPF")
                  .replaceAll("a=rtpmap:101.*\n", ""));
      assertThat(lines(answer, "a=ice-lite")).hasSize(mux ? 1 : 0);
      assertThat(lines(answer, "a=candidate")).hasSize(mux ? 1 : 0);
      assertThat(lines(answer, "a=rtcp:")).hasSize(mux ? 0 : 1);
      assertThat(call.plan(0).a().how().ice().isPresent()).isEqualTo(mux);
    }
  }

  @Test
  void baresipThatAnswersWithAnIceMismatchIsFoundByItsHandshake() {
    Dialogue call = Dialogue.between(sdes(ALICE), dtls(BOB));
    call.offerOfAlice(BARESIP_SDES_OFFER);
    // as baresip 1.0 with ICE and without rtcp-mux answered such an offer
    call.answerOfBob(
        """
        v=0
        o=- 3231243420 1295119699 IN IP4 192.0.2.20
        s=-
        c=IN IP4 192.0.2.20
        t=0 0
        a=ice-ufrag:UExXyQU
        a=ice-pwd:0SLuJnjbiqjaTkW3d1BusatiTq3yADY
        a=setup:active
        a=fingerprint:SHA-256 C4%s
        m=audio 38256 UDP/TLS/RTP/SAVPF 96 0 101
        a=rtpmap:96 opus/48000/2
        a=rtpmap:0 PCMU/8000
        a=rtpmap:101 telephone-event/8000
        a=rtcp:38257 IN IP4 192.0.2.20
        a=sendrecv
        a=candidate:c0000202 1 UDP 2113929471 192.0.2.20 38256 typ host
        a=candidate:c0000202 2 UDP 2113929470 192.0.2.20 38257 typ host
        a=ice-mismatch
        """
            .formatted(":C4".repeat(31)));
    assertThat(call.plan(0).b().how().ice()).isEmpty();
    assertThat(call.plan(0).b().how().mux()).isFalse();
    assertThat(call.plan(0).b().how().control().written()).isEqualTo("192.0.2.20 38257");
  }

  @Test
  void videoOfABrowserKeepsItsFeedbackTowardAPhoneWithoutTheProfile() {
    Dialogue call = Dialogue.between(dtls(ALICE), sdes(BOB));
    Result offer = call.offerOfAlice(CHROMIUM_VIDEO_OFFER);
    assertThat(lines(offer, "m="))
        .containsExactly(
            "m=audio 8443 RTP/SAVP 111 63 9 0 8 13 110 126", "m=video 8443 RTP/SAVP 96 97 102 103");
    assertThat(lines(offer, "a=rtcp-fb"))
        .containsExactly(
            "a=rtcp-fb:96 goog-remb",
            "a=rtcp-fb:96 ccm fir",
            "a=rtcp-fb:96 nack",
            "a=rtcp-fb:96 nack pli",
            "a=rtcp-fb:102 nack pli");
    assertThat(text(offer)).doesNotContain("extmap", "msid", "ssrc", "mid:");
  }

  @Test
  void linphoneWithDtlsCallsABrowserWithItsVideo() {
    Dialogue call = Dialogue.between(sdes(ALICE), dtls(BOB));
    String dtls = "a=rtcp-mux\na=setup:actpass\na=fingerprint:SHA-256 7B" + ":7B".repeat(31) + "\n";
    String offer =
        LINPHONE_ICE.formatted(dtls).replace("RTP/SAVPF", "UDP/TLS/RTP/SAVPF")
            + "m=video 21178 UDP/TLS/RTP/SAVPF 99\na=rtpmap:99 VP8/90000\n"
            + "a=rtcp-fb:99 nack pli\n"
            + dtls;
    Result shown = call.offerOfAlice(offer);
    assertThat(lines(shown, "a=group")).containsExactly("a=group:BUNDLE 0 1");
    assertThat(lines(shown, "a=mid")).containsExactly("a=mid:0", "a=mid:1");
    String answer =
        chromiumAnswer("", 1)
            .replace("111 126", "96 97")
            .replace(":111", ":96")
            .replaceAll("a=rtpmap:126.*", "a=rtpmap:97 telephone-event/48000")
            .replace(
                "SAVPF 96 97\nc=IN IP4 192.0.2.20\na=mid", "SAVPF 99\nc=IN IP4 192.0.2.20\na=mid")
            .replace("96 VP8", "99 VP8")
            .replaceAll("a=(rtpmap:97 rtx|fmtp:97).*\n", "")
            .replace("rtcp-fb:96 nack", "rtcp-fb:99 nack");
    Result back = call.answerOfBob(answer);
    assertThat(lines(back, "a=(group|mid)")).isEmpty();
    assertThat(lines(back, "a=setup")).containsExactly("a=setup:passive", "a=setup:passive");
    assertThat(call.plan(0).a().transport()).isNotSameAs(call.plan(1).a().transport());
    assertThat(call.plan(0).b().transport()).isSameAs(call.plan(1).b().transport());
  }

  @Test
  void otherMediaAreSwitchedOffBesideAudioAndRefusedAloneWithTheirReason() {
    Dialogue call = Dialogue.between(sdes(ALICE), sdes(BOB));
    String fax = "m=image 5000 udptl t38\na=T38FaxVersion:0\n";
    String data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n";
    Result offer = call.offerOfAlice(BARESIP_SDES_OFFER + fax + data);
    assertThat(golden(offer))
        .endsWith("m=image 0 udptl t38\nm=application 0 UDP/DTLS/SCTP webrtc-datachannel\n");
    assertThat(golden(call.answerOfBob(BARESIP_SDES_ANSWER)))
        .endsWith("m=image 0 udptl t38\nm=application 0 UDP/DTLS/SCTP webrtc-datachannel\n");
    assertRefused(HEAD + fax, 488, "Fax over IP (T.38) is not relayed");
    assertRefused(HEAD + data, 488, "Data channels are not relayed");
    assertRefused(
        HEAD + "m=message 2855 TCP/MSRP *\n", 488, "Message sessions (MSRP) are not relayed");
    assertRefused(HEAD + "m=text 5000 RTP/AVP 98\n", 488, "Only audio and video are relayed");
    assertRefused(HEAD + "m=audio 5000 TCP/RTP/AVP 0\n", 488, "Only RTP over UDP is relayed");
    assertRefused(HEAD + "m=audio 0 RTP/AVP 0\n", 488, "No audio or video is offered");
  }

  @Test
  void whatIsNotSecureIsRefusedWithItsReason() {
    assertRefused(PLAIN_OFFER, 488, "SRTP is required");
    assertRefused(
        BARESIP_SDES_OFFER.replace("AES_CM", "AES_XX"),
        488,
        "SRTP with AES-GCM or AES_CM_128_HMAC_SHA1_80 or _32 is required");
    String dtls = HEAD + "m=audio 5000 UDP/TLS/RTP/SAVPF 0\n";
    assertRefused(dtls, 488, "DTLS-SRTP lacks a certificate fingerprint");
    assertRefused(
        dtls + "a=fingerprint:sha-1 AA" + ":AA".repeat(19) + "\n",
        488,
        "A certificate fingerprint with sha-256, sha-384 or sha-512 is required");
  }

  @Test
  void codecsThatSettingsDoNotAllowStayBehindAndTheUserIsToldWhich() {
    MediaRules strict = rules(List.of("PCMA", "VP8"), 0);
    Dialogue call = Dialogue.between(sdes(ALICE), sdes(BOB), strict, 0);
    assertThat(lines(call.offerOfAlice(DESK_PHONE_SRTP), "m="))
        .containsExactly("m=audio 8443 RTP/SAVP 8 101");
    assertThat(lines(call.offerOfAlice(DESK_PHONE_SRTP), "a=rtpmap"))
        .containsExactly("a=rtpmap:101 telephone-event/8000", "a=rtpmap:8 PCMA/8000");
    assertThat(refusal(call.offerOfAlice(DESK_PHONE_SRTP.replace("9 8 0 18", "9 0 18"))).warning())
        .isEqualTo("None of these codecs is allowed here: G722 G729 PCMU");

    Dialogue web = Dialogue.between(dtls(ALICE), dtls(BOB), strict, 0);
    assertThat(lines(web.offerOfAlice(CHROMIUM_VIDEO_OFFER), "m="))
        .as("retransmissions go with the codec that they repeat")
        .containsExactly(
            "m=audio 8443 UDP/TLS/RTP/SAVPF 63 8 13 110 126",
            "m=video 8443 UDP/TLS/RTP/SAVPF 96 97");
  }

  @Test
  void theBandwidthCapIsShownAndPlanned() {
    Dialogue call = Dialogue.between(sdes(ALICE), sdes(BOB), rules(List.of(), 64_000), 0);
    String offer = BARESIP_SDES_OFFER.replace("a=rtpmap:96", "b=AS:125\nb=RS:800\na=rtpmap:96");
    assertThat(lines(call.offerOfAlice(offer), "b="))
        .containsExactly("b=AS:64", "b=TIAS:64000", "b=RS:800");
    call.answerOfBob(BARESIP_SDES_ANSWER);
    assertThat(call.plan(0).bitsPerSecond()).isEqualTo(64_000);
  }

  @Test
  void nothingIsSentWhereSdpAlonePoints() {
    String[] places = {
      "IP4 127.0.0.1",
      "IP4 10.1.2.3",
      "IP4 224.2.1.1/127",
      "IP4 255.255.255.255",
      "IP6 fe80::1%eth0",
      "IP6 ::1",
      "IP6 ff02::1",
      "IP4 victim.example.org",
      "IP6 ::",
    };
    for (String place : places) {
      Dialogue call = Dialogue.between(sdes(ALICE), sdes(BOB));
      call.offerOfAlice(BARESIP_SDES_OFFER.replace("c=IN IP4 192.0.2.10", "c=IN " + place));
      Result answer = call.answerOfBob(BARESIP_SDES_ANSWER);
      assertThat(call.plan(0).a().how().media().declared()).as(place).isEmpty();
      assertThat(text(answer)).doesNotContain(place.substring(4));
    }
  }

  @Test
  void badDescriptionsAreAnsweredAtOnce() {
    String line = "m=audio 4000 RTP/SAVP 0\n" + KEY;
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          assertRefused(
              HEAD + "a=x\n".repeat(10_000),
              400,
              "The session description cannot be read: it is longer than 16 kB");
          assertRefused(
              HEAD + "a=\n".repeat(2_000),
              400,
              "The session description cannot be read: an a= line is malformed");
          assertRefused(
              HEAD + line.repeat(65),
              400,
              "The session description cannot be read: it has more than 64 m= lines");
          for (String port : List.of("65536", "-1", "99999999999", "4000/0", "1e3", "")) {
            assertRefused(
                HEAD + "m=audio " + port + " RTP/AVP 0\n",
                400,
                "The session description cannot be read: an m= line is malformed");
          }
        });
  }

  @Test
  void bombsThatCanBeReadCostLittle() {
    String line = "m=audio 4000 RTP/SAVP 0\n" + KEY;
    StringBuilder formats = new StringBuilder();
    StringBuilder maps = new StringBuilder();
    for (int i = 0; i < 128; i++) {
      formats.append(' ').append(i);
      maps.append("a=rtpmap:").append(i).append(" x").append(i).append("/8000\n");
    }
    String wide = HEAD + "m=audio 4000 RTP/SAVP" + formats + "\n" + KEY + maps + maps + maps;
    String candidates =
        HEAD + line + "a=candidate:1 4294967296 UDP 1 10.0.0.1 9 typ host\n".repeat(250);
    String groups = HEAD + "a=group:BUNDLE" + " 0".repeat(900) + "\n" + line.repeat(60);
    String same = HEAD + line + "a=rtpmap:0 x/8000\n".repeat(700);
    long before = System.nanoTime();
    for (String offer : List.of(wide, candidates, groups, same)) {
      Dialogue call = Dialogue.between(sdes(ALICE), dtls(BOB));
      Result shown = call.offerOfAlice(offer);
      assertThat(text(shown)).doesNotContain("10.0.0.1").hasSizeLessThan(16_384);
      assertThat(call.paths.taken).hasSizeLessThanOrEqualTo(8);
      assertThatCode(() -> call.answerOfBob(offer)).doesNotThrowAnyException();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  private static void assertRefused(String offer, int status, String warning) {
    Dialogue call = Dialogue.between(sdes(ALICE), sdes(BOB));
    assertThat(call.offerOfAlice(offer)).isEqualTo(new Result.Refused(status, warning));
    assertThat(call.paths.taken).isEmpty();
  }
}
