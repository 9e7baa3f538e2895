package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.selftest.CertificateCheck;
import io.sallyport.server.selftest.Check;
import io.sallyport.server.selftest.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the self-test says of a certificate. */
class CertificateCheckTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  private static X509Certificate certificate(Duration lasting, String... names) throws Exception {
    Instant from = NOW.minus(Duration.ofDays(1));
    CertificateIssuer.Issued authority =
        CertificateIssuer.authority("a", from, NOW.plus(Duration.ofDays(900)));
    return CertificateIssuer.server(
            authority, List.of(names), List.of("192.0.2.1"), from, from.plus(lasting))
        .certificate();
  }

  private static List<Verdict> verdicts(X509Certificate certificate, Instant now, String... names)
      throws Exception {
    List<Verdict> found = new java.util.ArrayList<>();
    for (Check check : CertificateCheck.checks(certificate, List.of(names), now)) {
      found.add(check.work().look().verdict());
    }
    return found;
  }

  @Test
  void namesAndTimeAreRight() throws Exception {
    X509Certificate good = certificate(Duration.ofDays(300), "pbx.example.org", "*.example.net");
    assertThat(verdicts(good, NOW, "PBX.example.org", "a.example.net", "192.0.2.1"))
        .containsExactly(Verdict.OK, Verdict.OK);
  }

  @Test
  void aMissingPublicNameFailsAndAnotherIsToBeLookedAt() throws Exception {
    X509Certificate some = certificate(Duration.ofDays(300), "pbx.example.org");
    assertThat(verdicts(some, NOW, "other.example.org", "pbx.example.org").get(0))
        .isEqualTo(Verdict.FAILED);
    assertThat(verdicts(some, NOW, "pbx.example.org", "example.org").get(0))
        .isEqualTo(Verdict.WARNING);
  }

  @Test
  void oneThatEndsSoonIsToBeLookedAtAndOneThatEndedFails() throws Exception {
    X509Certificate some = certificate(Duration.ofDays(30), "a.example.org");
    assertThat(verdicts(some, NOW, "a.example.org").get(1)).isEqualTo(Verdict.OK);
    assertThat(verdicts(some, NOW.plus(Duration.ofDays(20)), "a.example.org").get(1))
        .isEqualTo(Verdict.WARNING);
    assertThat(verdicts(some, NOW.plus(Duration.ofDays(40)), "a.example.org").get(1))
        .isEqualTo(Verdict.FAILED);
    assertThat(verdicts(some, NOW.minus(Duration.ofDays(40)), "a.example.org").get(1))
        .isEqualTo(Verdict.FAILED);
  }
}
