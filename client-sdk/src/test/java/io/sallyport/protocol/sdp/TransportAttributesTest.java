package io.sallyport.protocol.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.dtls.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ICE, DTLS and BUNDLE attributes, at either level. */
class TransportAttributesTest {
  private static final String SHA1 = "AA" + ":AA".repeat(19);
  private static final String SHA256 = "BB" + ":BB".repeat(31);
  private static final String SHA512 = "CC" + ":CC".repeat(63);

  @Test
  void aLinesOwnWordGoesBeforeTheSessions() {
    SessionDescription sdp =
        read(
            "a=ice-ufrag:sess\na=ice-pwd:0123456789012345678901\na=setup:passive\n"
                + "a=fingerprint:sha-256 "
                + SHA256
                + "\nm=audio 9 UDP/TLS/RTP/SAVPF 0\n"
                + "m=video 9 UDP/TLS/RTP/SAVPF 96\na=ice-ufrag:line\n"
                + "a=ice-pwd:lineline01234567890123\na=setup:ACTPASS\n");
    MediaDescription audio = sdp.media().get(0);
    MediaDescription video = sdp.media().get(1);

    assertThat(sdp.iceOf(audio)).contains(new IceParameters("sess", "0123456789012345678901"));
    assertThat(sdp.iceOf(video)).contains(new IceParameters("line", "lineline01234567890123"));
    assertThat(sdp.setupOf(audio)).contains(Setup.PASSIVE);
    assertThat(sdp.setupOf(video)).contains(Setup.ACTPASS);
    assertThat(sdp.fingerprintOf(video)).contains(new Fingerprint("sha-256", SHA256));
    assertThat(sdp.iceOf(video).toString()).doesNotContain("lineline");
  }

  @Test
  void theStrongestKnownHashCountsAndWeakOnesDoNot() {
    SessionDescription sdp =
        read(
            "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=fingerprint:sha-1 "
                + SHA1
                + "\na=fingerprint:sha-512 "
                + SHA512
                + "\na=fingerprint:sha-256 "
                + SHA256
                + "\nm=audio 9 UDP/TLS/RTP/SAVPF 0\na=fingerprint:sha-1 "
                + SHA1
                + "\n");
    assertThat(sdp.fingerprintOf(sdp.media().get(0))).contains(new Fingerprint("sha-512", SHA512));
    assertThat(sdp.fingerprintOf(sdp.media().get(1))).isEmpty();
  }

  @Test
  void malformedCredentialsAndGroupsCountAsNone() {
    SessionDescription sdp =
        read(
            "a=group:BUNDLE 0 a/b\n"
                + "a=group:BUNDLE 0 1\n"
                + "a=group:\n"
                + "a=group:LS\n"
                + "m=audio 9 RTP/AVP 0\n"
                + "a=ice-ufrag:abc\n"
                + "a=ice-pwd:short\n"
                + "a=setup:never\n"
                + "a=mid:a b\n");
    assertThat(sdp.groups())
        .containsExactly(new Group(Group.BUNDLE, List.of("0", "1")), new Group("LS", List.of()));
    MediaDescription line = sdp.media().get(0);
    assertThat(sdp.iceOf(line)).isEmpty();
    assertThat(sdp.setupOf(line)).isEmpty();
    assertThat(line.mid()).isEmpty();
  }

  @Test
  void headerExtensionsAreReadOnceANumber() {
    MediaDescription line =
        read("m=audio 9 RTP/AVP 0\na=extmap:4 "
                + ExtMap.MID
                + "\na=extmap:4 urn:other\na=extmap:2/sendonly urn:x:y attributes\n"
                + "a=extmap:15 urn:late\na=extmap:0 urn:zero\na=extmap:3/sideways urn:z\n")
            .media()
            .get(0);
    assertThat(line.extMaps())
        .containsExactly(new ExtMap(4, "", ExtMap.MID), new ExtMap(2, "sendonly", "urn:x:y"));
    assertThat(line.extMaps().get(1).attribute())
        .isEqualTo(new Attribute("extmap", "2/sendonly urn:x:y"));
  }

  private static SessionDescription read(String lines) {
    String head = "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n";
    SessionDescription.Parsed parsed =
        SessionDescription.parse((head + lines).getBytes(StandardCharsets.UTF_8));
    return ((SessionDescription.Parsed.Valid) parsed).description();
  }
}
