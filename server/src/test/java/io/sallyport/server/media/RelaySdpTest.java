package io.sallyport.server.media;

import static io.sallyport.server.media.Descriptions.BARESIP_ANSWER;
import static io.sallyport.server.media.Descriptions.BARESIP_OFFER;
import static io.sallyport.server.media.RelayFixture.ALICE;
import static io.sallyport.server.media.RelayFixture.BOB;
import static io.sallyport.server.media.RelayFixture.bytes;
import static io.sallyport.server.media.RelayFixture.golden;
import static io.sallyport.server.media.RelayFixture.plain;
import static io.sallyport.server.media.RelayFixture.refusal;
import static io.sallyport.server.media.RelayFixture.sdp;
import static io.sallyport.server.media.RelayFixture.secure;
import static io.sallyport.server.media.RelayFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sdp.Direction;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.server.media.MediaSession.Result;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.observe.Counter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of offer and answer, dialogue by dialogue. */
class RelaySdpTest {
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
  void holdAndResumePassInEveryDialectAndPortsAndKeysStay() {
    Result first = session.offer(Side.A, bytes(BARESIP_OFFER), secure(ALICE), secure(BOB));
    session.answer(Side.B, bytes(BARESIP_ANSWER), secure(BOB));
    String[][] dialects = {
      {"a=sendrecv", "a=sendonly", "sendonly"},
      {"a=sendrecv", "a=inactive", "inactive"},
      {"c=IN IP4 127.0.0.2", "c=IN IP4 0.0.0.0", "sendonly"},
    };
    int version = 1;
    for (String[] dialect : dialects) {
      Result held =
          session.offer(
              Side.A,
              bytes(BARESIP_OFFER.replace(dialect[0], dialect[1])),
              secure(ALICE),
              secure(BOB));
      version++;
      assertThat(text(held))
          .isEqualTo(
              text(first)
                  .replaceFirst("(o=- [0-9]+) 1 ", "$1 " + version + " ")
                  .replace("a=sendrecv", "a=" + dialect[2]));
      String heldAnswer =
          BARESIP_ANSWER.replace(
              "a=sendrecv", dialect[2].equals("inactive") ? "a=inactive" : "a=recvonly");
      assertThat(
              sdp(session.answer(Side.B, bytes(heldAnswer), secure(BOB)))
                  .media()
                  .get(0)
                  .direction())
          .contains(dialect[2].equals("inactive") ? Direction.INACTIVE : Direction.RECVONLY);
      assertThat(session.summary()).isEqualTo("audio " + dialect[2]);
      Result resumed = session.offer(Side.A, bytes(BARESIP_OFFER), secure(ALICE), secure(BOB));
      version++;
      assertThat(text(resumed))
          .isEqualTo(text(first).replaceFirst("(o=- [0-9]+) 1 ", "$1 " + version + " "));
      session.answer(Side.B, bytes(BARESIP_ANSWER), secure(BOB));
    }
  }

  @Test
  void videoIsAddedByTheCalleeAndRemovedByTheCaller() {
    session.offer(Side.A, bytes(BARESIP_OFFER), secure(ALICE), secure(BOB));
    session.answer(Side.B, bytes(BARESIP_ANSWER), secure(BOB));
    String key =
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:HHHHX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\n";
    String video = "m=video %s RTP/SAVP 97\na=rtpmap:97 VP8/90000\n" + key;

    Result added =
        session.offer(
            Side.B, bytes(BARESIP_ANSWER + video.formatted("28102")), secure(BOB), secure(ALICE));
    assertThat(golden(added)).contains("m=video <port> RTP/SAVP 97\na=rtpmap:97 VP8/90000\n");
    assertThat(session.kinds()).containsExactly("audio", "video");
    Result answer =
        session.answer(Side.A, bytes(BARESIP_OFFER + video.formatted("28002")), secure(ALICE));
    assertThat(golden(answer)).contains("m=video <port> RTP/SAVP 97\n");
    assertThat(session.summary()).isEqualTo("audio sendrecv, video sendrecv");
    Result removed =
        session.offer(
            Side.A, bytes(BARESIP_OFFER + video.formatted("0")), secure(ALICE), secure(BOB));
    assertThat(golden(removed)).endsWith("m=video 0 RTP/SAVP 97\n");
    session.answer(Side.B, bytes(BARESIP_ANSWER + "m=video 0 RTP/SAVP 97\n"), secure(BOB));
    assertThat(session.summary()).isEqualTo("audio sendrecv, video off");

    session.offer(Side.A, bytes(BARESIP_OFFER + video.formatted("0")), secure(ALICE), secure(BOB));
  }

  @Test
  void anInviteWithoutSdpIsOfferedByTheCallee() {
    Result offer = session.offer(Side.B, bytes(BARESIP_ANSWER), secure(BOB), secure(ALICE));
    assertThat(golden(offer)).contains("m=audio <port> RTP/SAVP 96 101\n");
    Result answer = session.answer(Side.A, bytes(BARESIP_OFFER), secure(ALICE));
    // the caller named codecs that were not offered: they stay behind
    assertThat(golden(answer)).contains("m=audio <port> RTP/SAVP 96 101\n").doesNotContain("G722");
  }

  @Test
  void otherMediaAreSwitchedOffBesideAudioAndRefusedAlone() {
    String fax = "m=image 5000 udptl t38\na=T38FaxVersion:0\n";
    String data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n";

    Result offer =
        session.offer(Side.A, bytes(BARESIP_OFFER + fax + data), secure(ALICE), secure(BOB));
    assertThat(golden(offer))
        .endsWith(
            "a=sendrecv\nm=image 0 udptl t38\nm=application 0 UDP/DTLS/SCTP webrtc-datachannel\n");
    assertThat(golden(session.answer(Side.B, bytes(BARESIP_ANSWER), secure(BOB))))
        .endsWith("m=image 0 udptl t38\nm=application 0 UDP/DTLS/SCTP webrtc-datachannel\n");

    String head = "v=0\no=x 1 1 IN IP4 127.0.0.2\ns=-\nc=IN IP4 127.0.0.2\nt=0 0\n";
    assertThat(
            refusal(fixture.session().offer(Side.A, bytes(head + fax), secure(ALICE), secure(BOB))))
        .isEqualTo(new Result.Refused(488, "Fax over IP (T.38) is not relayed"));
  }

  @Test
  void whatCannotBeRelayedIsRefusedWithItsReason() {
    String plain = BARESIP_OFFER.replace("RTP/SAVP", "RTP/AVP").replaceAll("a=crypto.*\n", "");
    assertRefused(plain, 488, "SRTP is required");
    assertRefused(
        BARESIP_OFFER.replaceAll("AES_CM", "AES_XX"),
        488,
        "SRTP with AES-GCM or AES_CM_128_HMAC_SHA1_80 or _32 is required");
    assertRefused(
        BARESIP_OFFER.replaceAll("(a=crypto.*)\n", "$1 UNENCRYPTED_SRTP\n"),
        488,
        "SRTP with AES-GCM or AES_CM_128_HMAC_SHA1_80 or _32 is required");
    assertRefused(
        BARESIP_OFFER.replace("m=audio 28000", "m=audio 0"), 488, "No audio or video is offered");
    assertRefused(
        BARESIP_OFFER.replace("RTP/SAVP", "TCP/RTP/SAVP"), 488, "Only RTP over UDP is relayed");
    assertRefused(
        BARESIP_OFFER.replaceAll("c=.*\n", ""),
        488,
        "A media line lacks an address or a payload type");
    assertRefused(
        "v=0\nnonsense\n",
        400,
        "The session description cannot be read: a line is not of the form x=value");
    assertRefused("", 400, "The session description cannot be read: it is empty");
    assertThat(fixture.paths.portPairsInUse()).isZero();
    assertThat(fixture.count(Counter.MEDIA_REFUSED)).isEqualTo(8);
  }

  @Test
  void plainRtpIsForNamedNetworksOnlyEvenWhereRulesWouldAllowIt() throws Exception {
    try (RelayFixture strict = RelayFixture.secureOnly()) {
      String plain = BARESIP_OFFER.replace("RTP/SAVP", "RTP/AVP").replaceAll("a=crypto.*\n", "");
      Result refused = strict.session().offer(Side.A, bytes(plain), plain(ALICE), plain(BOB));
      assertThat(refusal(refused).warning()).isEqualTo("SRTP is required");
      Result offer = strict.session().offer(Side.A, bytes(BARESIP_OFFER), plain(ALICE), plain(BOB));
      assertThat(golden(offer)).contains("RTP/SAVP", "a=crypto:1");
    }
  }

  @Test
  void anAnswerThatBreaksTheDealIsRefusedAndAnotherForkMayStillAnswer() {
    session.offer(Side.A, bytes(BARESIP_OFFER), secure(ALICE), secure(BOB));

    String unprotected =
        BARESIP_ANSWER.replace("RTP/SAVP", "RTP/AVP").replaceAll("a=crypto.*\n", "");
    assertThat(refusal(session.answer(Side.B, bytes(unprotected), secure(BOB))).warning())
        .isEqualTo("SRTP is required");
    String otherCodec = BARESIP_ANSWER.replace("96 101", "34");
    assertThat(refusal(session.answer(Side.B, bytes(otherCodec), secure(BOB))).warning())
        .isEqualTo("The answer chose no codec that was offered");
    assertThat(refusal(session.answer(Side.A, bytes(BARESIP_ANSWER), secure(BOB))).status())
        .isEqualTo(488);

    assertThat(session.offerPending()).isTrue();
    assertThat(session.answer(Side.B, bytes(BARESIP_ANSWER), secure(BOB)))
        .isInstanceOf(Result.Sdp.class);
    assertThat(session.offerPending()).isFalse();
  }

  @Test
  void the200RepeatsOrChangesWhatThe183Said() {
    session.offer(Side.A, bytes(BARESIP_OFFER), secure(ALICE), secure(BOB));
    Result early = session.answer(Side.B, bytes(BARESIP_ANSWER), secure(BOB));

    assertThat(text(session.answer(Side.B, bytes(BARESIP_ANSWER), secure(BOB))))
        .isEqualTo(text(early));
    Result changed =
        session.answer(
            Side.B, bytes(BARESIP_ANSWER.replace("a=ptime:20", "a=ptime:40")), secure(BOB));
    assertThat(text(changed))
        .isEqualTo(
            text(early)
                .replaceFirst("(o=- [0-9]+) 1 ", "$1 2 ")
                .replace("a=ptime:20", "a=ptime:40"));
  }

  @Test
  void aReofferOfTheCalleeThatIsRolledBackLeavesTheLastAnswerRepeatable() {
    session.offer(Side.A, bytes(BARESIP_OFFER), secure(ALICE), secure(BOB));
    Result early = session.answer(Side.B, bytes(BARESIP_ANSWER), secure(BOB));
    session.offer(
        Side.A, bytes(BARESIP_OFFER.replace("sendrecv", "sendonly")), secure(ALICE), secure(BOB));

    session.rollback();

    assertThat(text(session.answer(Side.B, bytes(BARESIP_ANSWER), secure(BOB))))
        .isEqualTo(text(early));
  }

  @Test
  void payloadTypesPassOnceAndOnlyAsNumbers() {
    String odd = BARESIP_OFFER.replace("96 9 0 101", "96 96 96 0 007 128 x 9 9 101 1e3");
    MediaDescription shown =
        sdp(session.offer(Side.A, bytes(odd), secure(ALICE), secure(BOB))).media().get(0);
    assertThat(shown.formats()).containsExactly("96", "0", "9", "101");
  }

  @Test
  void sdpBombsAreAnsweredAtOnce() {
    String head = "v=0\no=x 1 1 IN IP4 127.0.0.2\ns=-\nc=IN IP4 127.0.0.2\nt=0 0\n";
    String key =
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:HHHHX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\n";
    String line = "m=audio 4000 RTP/SAVP 0\n" + key;

    assertRefused(
        head + line.repeat(65),
        400,
        "The session description cannot be read: it has more than 64 m= lines");
    assertRefused(
        head + "a=x\n".repeat(10_000),
        400,
        "The session description cannot be read: it is longer than 16 kB");
    String sameCodec = "m=audio 4000 RTP/SAVP 0\n" + "a=rtpmap:0 x/8000\n".repeat(700) + key;
    assertThat(
            text(session.offer(Side.A, bytes(head + sameCodec), secure(ALICE), secure(BOB)))
                .split("a=rtpmap:0 "))
        .hasSize(2);
    Result many =
        fixture.session().offer(Side.A, bytes(head + line.repeat(64)), secure(ALICE), secure(BOB));
    assertThat(sdp(many).media()).hasSize(64);
    assertThat(sdp(many).media().stream().filter(m -> !m.isDisabled())).hasSize(4);
  }

  private void assertRefused(String offer, int status, String warning) {
    assertThat(fixture.session().offer(Side.A, bytes(offer), secure(ALICE), secure(BOB)))
        .isEqualTo(new Result.Refused(status, warning));
  }
}
