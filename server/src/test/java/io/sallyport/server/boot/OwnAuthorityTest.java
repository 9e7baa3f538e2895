package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnAuthorityTest {
  private static final Instant NOW = Instant.now();

  @TempDir Path directory;

  private OwnAuthority at(Instant now) {
    return new OwnAuthority(directory, InstantSource.fixed(now));
  }

  @Test
  void theChainVerifiesWithTheJdk() throws Exception {
    OwnAuthority authority = at(NOW);
    authority.ensure("sallyport.localhost", TlsSettings.defaults());
    List<X509Certificate> chain = Pem.certificates(authority.certificateFile());
    X509Certificate root = Pem.certificates(authority.authorityFile()).get(0);
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setRevocationEnabled(false);
    var path = CertificateFactory.getInstance("X.509").generateCertPath(chain.subList(0, 1));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
    assertThat(chain.get(1)).isEqualTo(root);
    assertThat(Pem.match(Pem.privateKey(authority.keyFile()), chain.get(0).getPublicKey()))
        .isTrue();
    assertThat(Pem.match(Pem.privateKey(authority.keyFile()), root.getPublicKey())).isFalse();
  }

  @Test
  void theChainVerifiesWithOpensslForItsNamesAndAddresses() throws Exception {
    OwnAuthority authority = at(NOW);
    authority.ensure("sallyport.localhost", TlsSettings.defaults());
    for (String check :
        List.of(
            "-verify_hostname localhost",
            "-verify_hostname sallyport.localhost",
            "-verify_ip 127.0.0.1",
            "-verify_ip ::1")) {
      assertThat(
              openssl(
                  ("verify -x509_strict -purpose sslserver -CAfile ca.crt " + check + " server.crt")
                      .split(" ")))
          .as(check)
          .contains("server.crt: OK");
    }
    assertThat(openssl("verify -CAfile ca.crt -verify_hostname example.org server.crt".split(" ")))
        .contains("mismatch");
  }

  @Test
  void theKeysAreForTheServersAccountAlone() throws Exception {
    at(NOW).ensure("a.example", TlsSettings.defaults());
    for (String secret : List.of("ca.key", "server.key")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve(secret))))
          .isEqualTo("rw-------");
    }
    assertThat(directory.resolve("server.key.part")).doesNotExist();
  }

  @Test
  void aSecondStartChangesNothing() throws Exception {
    at(NOW).ensure("a.example", TlsSettings.defaults());
    byte[] before = Files.readAllBytes(directory.resolve("server.crt"));
    at(NOW.plus(Duration.ofDays(300))).ensure("a.example", TlsSettings.defaults());
    assertThat(Files.readAllBytes(directory.resolve("server.crt"))).isEqualTo(before);
  }

  @Test
  void aCertificateNearItsEndIsReplacedUnderTheSameAuthority() throws Exception {
    at(NOW).ensure("a.example", TlsSettings.defaults());
    X509Certificate before = Pem.certificates(directory.resolve("server.crt")).get(0);
    byte[] root = Files.readAllBytes(directory.resolve("ca.crt"));
    at(NOW.plus(Duration.ofDays(368))).ensure("a.example", TlsSettings.defaults());
    X509Certificate after = Pem.certificates(directory.resolve("server.crt")).get(0);
    assertThat(after.getNotAfter()).isAfter(before.getNotAfter());
    assertThat(Files.readAllBytes(directory.resolve("ca.crt"))).isEqualTo(root);
  }

  @Test
  void aNewNameInTheSettingsGivesANewCertificate() throws Exception {
    at(NOW).ensure("a.example", TlsSettings.defaults());
    TlsSettings d = TlsSettings.defaults();
    at(NOW)
        .ensure(
            "a.example",
            new TlsSettings(
                "", "", List.of("sip.a.example", "192.0.2.7"), d.validity(), d.renewBefore()));
    assertThat(
            Pem.certificates(directory.resolve("server.crt"))
                .get(0)
                .getSubjectAlternativeNames()
                .toString())
        .contains("sip.a.example")
        .contains("192.0.2.7");
  }

  @Test
  void theFingerprintIsTheOneThatOpensslPrints() throws Exception {
    at(NOW).ensure("a.example", TlsSettings.defaults());
    String ours = Pem.fingerprint(Pem.certificates(directory.resolve("ca.crt")).get(0));
    assertThat(openssl("x509 -in ca.crt -noout -fingerprint -sha256".split(" "))).contains(ours);
  }

  private String openssl(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "openssl";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
