package io.sallyport.protocol.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Digest values against RFC 7616's example, and the client that answers challenges. */
class DigestTest {
  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
  private final SipRequest request = SipRequest.builder("REGISTER", "sip:example.com").build();
  private final DigestClient client = new DigestClient("alice", "secret");

  @Test
  void responsesAreThoseOfRfc7616() {
    assertThat(response(DigestAlgorithm.SHA_256))
        .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    assertThat(response(DigestAlgorithm.MD5)).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
  }

  @Test
  void theClientPrefersSha256AndSkipsWhatItDoesNotKnow() {
    SipResponse response =
        SipResponse.builder(401)
            .add(HeaderNames.WWW_AUTHENTICATE, challenge("MD5", "n1", false))
            .add(HeaderNames.WWW_AUTHENTICATE, challenge("SHA-512-256", "n2", false))
            .add(HeaderNames.WWW_AUTHENTICATE, "Basic realm=\"r\"")
            .add(HeaderNames.WWW_AUTHENTICATE, challenge("SHA-256", "n3", false))
            .build();
    DigestCredentials credentials = parsed(client.answer(response, request));
    assertThat(credentials.algorithm()).isEqualTo("SHA-256");
    assertThat(credentials.nonce()).isEqualTo("n3");
    assertThat(credentials.count()).isEqualTo(1);
    String a1 = DigestAlgorithm.SHA_256.a1("alice", "r", "secret");
    assertThat(credentials.response())
        .isEqualTo(
            DigestAlgorithm.SHA_256.response(
                a1, "n3", "00000001", credentials.cnonce(), "REGISTER", "sip:example.com"));
  }

  @Test
  void aNonceIsCountedUpWhenUsedAgain() {
    assertThat(client.again(false, "REGISTER", "sip:a")).isEmpty();
    client.answer(response(401, "MD5", "n1", false), request);
    assertThat(parsed(client.again(false, "REGISTER", "sip:a")).nc()).isEqualTo("00000002");
    assertThat(client.again(true, "INVITE", "sip:a")).isEmpty();
    Header proxy = client.answer(response(407, "MD5", "n2", false), request).orElseThrow();
    assertThat(proxy.name()).isEqualTo(HeaderNames.PROXY_AUTHORIZATION);
    assertThat(parsed(client.again(false, "REGISTER", "sip:a")).nc()).isEqualTo("00000003");
  }

  @Test
  void aChallengeAfterAnAnswerIsNotAnsweredForEver() {
    Header first = client.answer(response(401, "MD5", "n1", false), request).orElseThrow();
    SipRequest second = request.toBuilder().add(first).build();
    assertThat(client.answer(response(401, "MD5", "n2", false), second)).isEmpty();
    assertThat(client.answer(response(401, "MD5", "n2", true), second)).isEmpty();
  }

  @Test
  void aNonceThatGrewStaleInUseIsReplaced() {
    client.answer(response(401, "MD5", "n1", false), request);
    Header again = client.again(false, "REGISTER", "sip:example.com").orElseThrow();
    SipRequest later = request.toBuilder().add(again).build();
    DigestCredentials fresh = parsed(client.answer(response(401, "MD5", "n2", true), later));
    assertThat(fresh.nonce()).isEqualTo("n2");
    assertThat(fresh.nc()).isEqualTo("00000001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Digest",
        "Digest ",
        "Digest realm",
        "Digest realm=",
        "Digest realm=\"r",
        "Digest realm=\"r\\",
        "Digest =x",
        "Digest realm=\"r\" nonce=\"n\"",
        "Digest realm=\"r\",,nonce=\"n\",qop=\"auth\"",
        "Digest realm=\"r\",realm=\"r\",nonce=\"n\",qop=\"auth\"",
        "Digestrealm=\"r\"",
        "Basic x",
        "",
        "Digest realm=\"r\",nonce=\"n\"",
        "Digest realm=\"r\",nonce=\"n\",qop=\"auth-int\"",
        "Digest nonce=\"n\",qop=auth"
      })
  void whatIsNoChallengeOfOursIsNotAnswered(String value) {
    assertThat(DigestChallenge.parse(value)).isEmpty();
    assertThat(DigestCredentials.parse(value)).isEmpty();
  }

  @Test
  void challengesAndCredentialsAreReadAsWritten() {
    DigestChallenge challenge =
        new DigestChallenge("a \"quoted\\\" realm", "n", DigestAlgorithm.MD5, "o", true);
    assertThat(DigestChallenge.parse(challenge.toString())).contains(challenge);
    DigestCredentials credentials =
        new DigestCredentials(
            "al\"ice", "r", "n", "sip:a", "00", "MD5", "c", "auth", "0000000a", "");
    assertThat(DigestCredentials.parse(credentials.format())).contains(credentials);
    assertThat(credentials.count()).isEqualTo(10);
    assertThat(credentials.toString()).doesNotContain("ice");
    assertThat(
            DigestChallenge.parse(
                "DIGEST  realm=r , nonce = \"n\" ,algorithm=md5, qop=\"auth-int , auth\","
                    + " stale=TRUE"))
        .contains(new DigestChallenge("r", "n", DigestAlgorithm.MD5, "", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "00000000", "0000000g", "000000001", "-0000001", "٠٠٠٠٠٠٠١", "+0000001"})
  void aNonceCountIsEightHexDigits(String nc) {
    assertThat(new DigestCredentials("u", "r", "n", "u", "r", "", "", "auth", nc, "").count())
        .isEqualTo(-1);
  }

  private static String response(DigestAlgorithm algorithm) {
    String a1 = algorithm.a1("Mufasa", "http-auth@example.org", "Circle of Life");
    return algorithm.response(a1, NONCE, "00000001", CNONCE, "GET", "/dir/index.html");
  }

  private static String challenge(String algorithm, String nonce, boolean stale) {
    return "Digest realm=\"r\", nonce=\""
        + nonce
        + "\", algorithm="
        + algorithm
        + ", qop=\"auth\""
        + (stale ? ", stale=true" : "");
  }

  private static SipResponse response(int status, String algorithm, String nonce, boolean stale) {
    String name = status == 407 ? HeaderNames.PROXY_AUTHENTICATE : HeaderNames.WWW_AUTHENTICATE;
    return SipResponse.builder(status).add(name, challenge(algorithm, nonce, stale)).build();
  }

  private static DigestCredentials parsed(Optional<Header> header) {
    return DigestCredentials.parse(header.orElseThrow().value()).orElseThrow();
  }
}
