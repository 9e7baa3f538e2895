package io.sallyport.server.media;

import static io.sallyport.server.media.Descriptions.BARESIP_ANSWER;
import static io.sallyport.server.media.Descriptions.BARESIP_OFFER;
import static io.sallyport.server.media.Descriptions.LINPHONE_ANSWER;
import static io.sallyport.server.media.Descriptions.LINPHONE_OFFER;
import static io.sallyport.server.media.RelayFixture.ALICE;
import static io.sallyport.server.media.RelayFixture.BOB;
import static io.sallyport.server.media.RelayFixture.bytes;
import static io.sallyport.server.media.RelayFixture.either;
import static io.sallyport.server.media.RelayFixture.golden;
import static io.sallyport.server.media.RelayFixture.plain;
import static io.sallyport.server.media.RelayFixture.secure;
import static io.sallyport.server.media.RelayFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole dialogues as phones write them: offer in, offer out, answer in, answer out. */
class RelayDialogueTest {
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
  void baresipToBaresipWithSrtp() {
    Result offer = session.offer(Side.A, bytes(BARESIP_OFFER), secure(ALICE), secure(BOB));
    assertThat(golden(offer))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio <port> RTP/SAVP 96 9 0 101
            b=AS:125
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 stereo=1;sprop-stereo=1
            a=rtpmap:9 G722/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=crypto:1 AEAD_AES_256_GCM inline:<key>
            a=crypto:2 AEAD_AES_128_GCM inline:<key>
            a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:<key>
            a=crypto:4 AES_CM_128_HMAC_SHA1_32 inline:<key>
            a=sendrecv
            """);
    Result answer = session.answer(Side.B, bytes(BARESIP_ANSWER), secure(BOB));
    assertThat(golden(answer))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio <port> RTP/SAVP 96 101
            b=AS:125
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 stereo=1;sprop-stereo=1
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:<key>
            a=sendrecv
            """);
    assertThat(text(offer) + text(answer))
        .doesNotContain("WVNf", "AAAAX19", "127.0.0.2", "127.0.0.3", "10.0.0.7");
  }

  @Test
  void linphoneAudioAndVideoWithFeedback() {
    Result offer = session.offer(Side.A, bytes(LINPHONE_OFFER), secure(ALICE), secure(BOB));
    assertThat(golden(offer))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio <port> RTP/SAVPF 96 0 8 97
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 useinbandfec=1
            a=rtpmap:97 telephone-event/48000
            a=rtcp-fb:* trr-int 1000
            a=rtcp-fb:* ccm tmmbr
            a=crypto:1 AEAD_AES_256_GCM inline:<key>
            a=crypto:2 AEAD_AES_128_GCM inline:<key>
            a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:<key>
            a=crypto:4 AES_CM_128_HMAC_SHA1_32 inline:<key>
            a=sendrecv
            m=video <port> RTP/SAVPF 96
            a=rtpmap:96 VP8/90000
            a=rtcp-fb:96 nack pli
            a=rtcp-fb:96 ccm fir
            a=crypto:1 AEAD_AES_256_GCM inline:<key>
            a=crypto:2 AEAD_AES_128_GCM inline:<key>
            a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:<key>
            a=crypto:4 AES_CM_128_HMAC_SHA1_32 inline:<key>
            a=sendrecv
            """);
    assertThat(golden(session.answer(Side.B, bytes(LINPHONE_ANSWER), secure(BOB))))
        .isEqualTo(
            """
            v=0
            o=- <id> 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio <port> RTP/SAVPF 96 97
            a=rtpmap:96 opus/48000/2
            a=rtpmap:97 telephone-event/48000
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:<key>
            a=sendrecv
            m=video 0 RTP/SAVPF 96
            """);
    assertThat(session.summary()).isEqualTo("audio sendrecv, video off");
  }

  @Test
  void sippToSippInPlainRtp() {
    String offerIn =
        """
        v=0
        o=user1 53655765 2353687637 IN IP4 127.0.0.2
        s=-
        c=IN IP4 127.0.0.2
        t=0 0
        m=audio 22000 RTP/AVP 8
        a=rtpmap:8 PCMA/8000
        """;
    String expected =
        """
        v=0
        o=- <id> 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio <port> RTP/AVP 8
        a=rtpmap:8 PCMA/8000
        a=sendrecv
        """;
    assertThat(golden(session.offer(Side.A, bytes(offerIn), plain(ALICE), plain(BOB))))
        .isEqualTo(expected);
    String answerIn = offerIn.replace("127.0.0.2", "127.0.0.3").replace("22000", "22200");
    assertThat(golden(session.answer(Side.B, bytes(answerIn), plain(BOB)))).isEqualTo(expected);
  }

  @Test
  void aDeskPhoneBehindNatWithBestEffortSrtpMeetsASrtpPhone() {
    // RTP/AVP with keys: the phone takes SRTP if it gets it, and wants its own transport back
    String offerIn =
        """
        v=0
        o=SBC 20008 20008 IN IP4 192.168.1.20
        s=SDP data
        i=A desk phone of 10.1.1.9
        u=http://192.168.1.20/
        e=jo@example.com
        c=IN IP4 192.168.1.20
        b=CT:64
        t=0 0
        m=audio 11782 RTP/AVP 0 8 18 9 101
        a=crypto:1 F8_128_HMAC_SHA1_80 inline:FFFFX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
        a=crypto:5 AES_CM_128_HMAC_SHA1_32 inline:GGGGX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^31
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:18 G729/8000
        a=fmtp:18 annexb=no
        a=rtpmap:9 G722/8000
        a=fmtp:101 0-15
        a=rtpmap:101 telephone-event/8000
        a=ptime:20
        a=maxptime:40
        a=X-nat:192.168.1.20
        a=sendrecv
        """;
    assertThat(golden(session.offer(Side.A, bytes(offerIn), secure(ALICE), secure(BOB))))
        .contains(
            "m=audio <port> RTP/SAVP 0 8 18 9 101\n", "a=fmtp:18 annexb=no\n", "a=maxptime:40\n")
        .doesNotContain("192.168", "X-nat", "i=", "u=", "e=", "b=CT", "F8_");
    String answerIn =
        BARESIP_ANSWER.replace("96 101", "0 101").replace("a=rtpmap:96 opus/48000/2\n", "");
    assertThat(golden(session.answer(Side.B, bytes(answerIn), secure(BOB))))
        .contains(
            "m=audio <port> RTP/AVP 0 101\n", "a=crypto:5 AES_CM_128_HMAC_SHA1_32 inline:<key>\n")
        .doesNotContain("a=fmtp:96");
  }

  @Test
  void whereTheOtherMayDoEitherSrtpIsOfferedButNotDemanded() {
    assertThat(golden(session.offer(Side.A, bytes(BARESIP_OFFER), secure(ALICE), either(BOB))))
        .contains(
            "m=audio <port> RTP/AVP 96 9 0 101\n",
            "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:<key>\n");
    String withoutKey =
        BARESIP_ANSWER.replace("RTP/SAVP", "RTP/AVP").replaceAll("a=crypto.*\n", "");
    assertThat(golden(session.answer(Side.B, bytes(withoutKey), either(BOB))))
        .contains("m=audio <port> RTP/SAVP 96 101\n", "a=crypto:1 AES_CM_128_HMAC_SHA1_80");
    assertThat(session.report().streams().get(1).protection()).isEqualTo("none");
  }
}
