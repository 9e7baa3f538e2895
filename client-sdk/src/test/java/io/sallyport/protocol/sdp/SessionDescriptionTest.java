package io.sallyport.protocol.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.sdp.SessionDescription.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionDescriptionTest {
  private static final String BARESIP =
      """
      v=0
      o=- 2890844526 2890842807 IN IP4 192.0.2.7
      s=-
      c=IN IP4 192.0.2.7
      t=0 0
      a=tool:baresip 1.0.0
      m=audio 28000 RTP/SAVP 96 0 101
      b=AS:125
      a=rtpmap:96 opus/48000/2
      a=fmtp:96 stereo=1;sprop-stereo=1
      a=rtpmap:0 PCMU/8000
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-15
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
      a=rtcp:28001
      a=sendrecv
      a=label:1
      a=ptime:20
      m=video 28002 RTP/SAVP 97
      a=rtpmap:97 VP8/90000
      a=recvonly
      """;

  @Test
  void whatAPhoneWroteIsUnderstood() {
    SessionDescription sdp = valid(BARESIP);

    assertThat(sdp.origin().address().address()).isEqualTo("192.0.2.7");
    assertThat(sdp.media()).hasSize(2);
    MediaDescription audio = sdp.media().get(0);
    assertThat(audio.formats()).containsExactly("96", "0", "101");
    assertThat(audio.rtpMap("96").orElseThrow().codec()).isEqualTo("opus/48000/2");
    assertThat(audio.rtpMap("0").orElseThrow().encoding()).isEqualTo("PCMU");
    assertThat(audio.fmtp("101")).contains("0-15");
    assertThat(audio.bandwidths()).containsExactly(new Bandwidth("AS", 125));
    assertThat(audio.rtcpPort()).isEqualTo(28001);
    assertThat(audio.cryptos())
        .singleElement()
        .matches(c -> c.suite() == CryptoSuite.AES_CM_128_HMAC_SHA1_80);
    assertThat(audio.isSecureProfile()).isTrue();
    assertThat(sdp.directionOf(sdp.media().get(1))).isEqualTo(Direction.RECVONLY);
    assertThat(sdp.connectionOf(audio)).contains(new Connection(4, "192.0.2.7"));
  }

  @Test
  void printingAndReadingAgainGivesTheSameValue() {
    SessionDescription sdp = valid(BARESIP);

    assertThat(valid(new String(sdp.print(), StandardCharsets.UTF_8))).isEqualTo(sdp);
    assertThat(new String(sdp.print(), StandardCharsets.UTF_8))
        .contains("\r\nm=video 28002 RTP/SAVP 97\r\n");
  }

  @Test
  void linesMayEndInLfOrCrLfAndSessionNameAndTimeMayBeMissing() {
    String terse = "v=0\no=x 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 0\n\n";

    assertThat(valid(terse)).isEqualTo(valid(terse.replace("\n", "\r\n")));
  }

  @Test
  void holdIsUnderstoodInEveryDialect() {
    String head = "v=0\no=x 1 1 IN IP4 192.0.2.1\ns=-\n";
    String line = "m=audio 4000 RTP/AVP 0\n";

    assertThat(direction(head + "c=IN IP4 192.0.2.1\n" + line)).isEqualTo(Direction.SENDRECV);
    assertThat(direction(head + "c=IN IP4 192.0.2.1\n" + line + "a=sendonly\n"))
        .isEqualTo(Direction.SENDONLY);
    assertThat(direction(head + "c=IN IP4 192.0.2.1\na=inactive\n" + line))
        .isEqualTo(Direction.INACTIVE);
    assertThat(direction(head + "c=IN IP4 192.0.2.1\na=inactive\n" + line + "a=recvonly\n"))
        .isEqualTo(Direction.RECVONLY);
    assertThat(direction(head + "c=IN IP4 0.0.0.0\n" + line)).isEqualTo(Direction.SENDONLY);
    assertThat(direction(head + line + "c=IN IP4 0.0.0.0\na=recvonly\n"))
        .isEqualTo(Direction.INACTIVE);
    assertThat(direction(head + "c=IN IP6 ::\n" + line)).isEqualTo(Direction.SENDONLY);
  }

  @Test
  void eachKindOfFaultHasItsName() {
    String head = "v=0\no=x 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n";
    assertThat(fault("")).isEqualTo(SdpFault.EMPTY);
    assertThat(fault("o=x\n")).isEqualTo(SdpFault.VERSION);
    assertThat(fault("v=1\n")).isEqualTo(SdpFault.VERSION);
    assertThat(fault(head + "v=0\n")).isEqualTo(SdpFault.VERSION);
    assertThat(fault("v=0\no=x 1 IN IP4 h\n")).isEqualTo(SdpFault.ORIGIN);
    assertThat(fault(head + "nonsense\n")).isEqualTo(SdpFault.LINE);
    assertThat(fault(head + "a=x:\u0000\n")).isEqualTo(SdpFault.CONTROL_CHARACTER);
    assertThat(fault(head + "a=x:1\rm=audio 1 RTP/AVP 0\n")).isEqualTo(SdpFault.CONTROL_CHARACTER);
    assertThat(fault(head + "a=x y:1\n")).isEqualTo(SdpFault.ATTRIBUTE);
    assertThat(fault(head + "c=IN IP5 1.2.3.4\n")).isEqualTo(SdpFault.CONNECTION);
    for (String m :
        List.of(
            "audio",
            "audio 70000 RTP/AVP 0",
            "audio -1 RTP/AVP 0",
            "audio 1/0 RTP/AVP 0",
            "audio 1 RTP/AVP",
            "audio 123456789012 RTP/AVP 0",
            "au/dio 1 RTP/AVP 0",
            "audio \u0661 RTP/AVP 0")) {
      assertThat(fault(head + "m=" + m + "\n")).as(m).isEqualTo(SdpFault.MEDIA);
    }
    assertThat(fault(head + "a=" + "x".repeat(2001) + "\n")).isEqualTo(SdpFault.LINE_TOO_LONG);
    assertThat(fault(head + "a=x\n".repeat(4000))).isEqualTo(SdpFault.TOO_MANY_LINES);
    assertThat(fault(head + "a=x\n".repeat(10_000))).isEqualTo(SdpFault.TOO_LONG);
    assertThat(fault(head + "m=audio 1 RTP/AVP 0\n".repeat(65))).isEqualTo(SdpFault.TOO_MANY_MEDIA);
    assertThat(fault(head + "m=audio 1 RTP/AVP" + " 0".repeat(129) + "\n"))
        .isEqualTo(SdpFault.TOO_MANY_FORMATS);
  }

  @Test
  void aNameIsNeverLookedUpAndAScopeNeverFollowed() {
    assertThat(new Connection(4, "sip.example").literal()).isEmpty();
    assertThat(new Connection(4, "127.1").literal()).isEmpty();
    assertThat(new Connection(6, "fe80::1%eth0").literal()).isEmpty();
    assertThat(new Connection(6, "a:b").literal()).isEmpty();
    assertThat(new Connection(6, "2001:db8::1").literal()).isPresent();
    assertThat(new Connection(4, "192.0.2.1").literal()).isPresent();
  }

  @Test
  void aValueThatWouldAddALineCannotBeBuilt() {
    assertThatThrownBy(() -> new Attribute("x", "1\r\nm=audio"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Attribute("x y", "")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Connection(4, "1.2.3.4 x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAnswerFitsLineByLine() {
    SessionDescription offer = valid(BARESIP);
    SessionDescription refusedVideo =
        new SessionDescription(
            offer.origin(),
            "-",
            offer.connection(),
            List.of(),
            List.of(),
            List.of(offer.media().get(0), offer.media().get(1).disabled()));
    SessionDescription audioOnly =
        new SessionDescription(
            offer.origin(),
            "-",
            offer.connection(),
            List.of(),
            List.of(),
            List.of(offer.media().get(0)));

    assertThat(OfferAnswer.fits(offer, refusedVideo)).isTrue();
    assertThat(OfferAnswer.fits(offer, audioOnly)).isFalse();
    assertThat(
            OfferAnswer.commonFormats(
                offer.media().get(0),
                List.of(RtpMap.ofStatic(8).orElseThrow(), RtpMap.ofStatic(0).orElseThrow())))
        .containsExactly("0");
    assertThat(OfferAnswer.answerDirection(Direction.SENDONLY, Direction.SENDRECV))
        .isEqualTo(Direction.RECVONLY);
  }

  @Test
  void randomBytesAndMutationsNeverThrowAndWhatIsValidPrintsStably() {
    Random random = new Random(8866);
    byte[] seed = BARESIP.getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = seed.clone();
      for (int i = random.nextInt(12); i >= 0; i--) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
          case 0 -> bytes[at] = (byte) random.nextInt(256);
          case 1 -> bytes[at] = (byte) "\r\n:=/ 0.-".charAt(random.nextInt(9));
          default ->
              System.arraycopy(
                  seed, random.nextInt(seed.length - 8), bytes, Math.min(at, bytes.length - 8), 8);
        }
      }
      if (SessionDescription.parse(bytes) instanceof Parsed.Valid valid) {
        byte[] printed = valid.description().print();
        assertThat(SessionDescription.parse(printed))
            .isEqualTo(new Parsed.Valid(valid.description()));
      }
    }
    for (int length = 0; length < seed.length; length++) {
      assertThat(SessionDescription.parse(java.util.Arrays.copyOf(seed, length))).isNotNull();
    }
  }

  private static Direction direction(String text) {
    SessionDescription sdp = valid(text);
    return sdp.directionOf(sdp.media().get(0));
  }

  private static SessionDescription valid(String text) {
    Parsed parsed = SessionDescription.parse(text.getBytes(StandardCharsets.UTF_8));
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid) parsed).description();
  }

  private static SdpFault fault(String text) {
    Parsed parsed = SessionDescription.parse(text.getBytes(StandardCharsets.UTF_8));
    assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
    return ((Parsed.Invalid) parsed).fault();
  }
}
