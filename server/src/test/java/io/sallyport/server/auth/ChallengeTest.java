package io.sallyport.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.digest.DigestAlgorithm;
import io.sallyport.protocol.digest.DigestChallenge;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.wire.SipLayers;
import io.sallyport.server.wire.WirePhone;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a phone is offered depends on what it can bear (RFC 8760). */
class ChallengeTest {
  private final DigestAuthenticator authenticator =
      new DigestAuthenticator(
          AuthSettings.defaults(),
          "example.com",
          null,
          new BrowserLogins("example.com", System::nanoTime),
          null,
          new Counters(),
          System::nanoTime);

  @ParameterizedTest
  @ValueSource(strings = {"baresip v1.0.0 (x86_64/linux)", "JsSIP 3.13.8", "sipp"})
  void aPhoneThatGivesUpAtSha256IsOfferedMd5Alone(String agent) {
    assertThat(offered(agent)).containsExactly(DigestAlgorithm.MD5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Linphone/5.2.0", "not baresip v1"})
  void anyOtherIsOfferedSha256First(String agent) {
    assertThat(offered(agent)).containsExactly(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
  }

  private List<DigestAlgorithm> offered(String agent) {
    SipRequest register =
        SipRequest.builder("REGISTER", "sip:example.com")
            .add(HeaderNames.USER_AGENT, agent)
            .build();
    WirePhone phone = new WirePhone("a", "192.0.2.7", SipLayers.on(List.of(), new Counters()));
    DigestAuthenticator.Outcome outcome = authenticator.authenticate(register, phone, false);
    return ((DigestAuthenticator.Outcome.Challenge) outcome)
        .headers().stream()
            .map(header -> DigestChallenge.parse(header.value()).orElseThrow().algorithm())
            .toList();
  }
}
