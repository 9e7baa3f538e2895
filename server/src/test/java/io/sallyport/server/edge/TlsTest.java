package io.sallyport.server.edge;

import static io.sallyport.server.edge.EdgeRig.read;
import static io.sallyport.server.edge.EdgeRig.readAll;
import static io.sallyport.server.edge.EdgeRig.request;
import static io.sallyport.server.edge.EdgeRig.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.observe.Counter;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TlsTest {

  @ParameterizedTest
  @CsvSource({
    "EC, TLSv1.3, TLS_AES_128_GCM_SHA256",
    "EC, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "RSA, TLSv1.2, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
  })
  void versions12And13WithModernSuitesAreSpoken(String key, String version, String suite)
      throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(), TestCertificate.of(key, "edge"));
        SSLSocket phone = handshake(rig, version, suite)) {
      write(phone, request("one"));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("one");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EC, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "EC, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "RSA, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "RSA, TLS_RSA_WITH_AES_128_GCM_SHA256",
    "RSA, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"
  })
  void suitesWithoutForwardSecrecyOrAuthenticatedEncryptionAreRefused(String key, String suite)
      throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(), TestCertificate.of(key, "edge"))) {
      assertThatThrownBy(() -> handshake(rig, "TLSv1.2", suite)).isInstanceOf(SSLException.class);
      await().until(() -> rig.count(Counter.EDGE_HANDSHAKES_FAILED) == 1);
    }
  }

  @Test
  void version11IsRefusedWithTheAlertForIt() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        Socket old = rig.tcp(Listening.Kind.SIPS)) {
      write(old, clientHello11());
      assertThat(readAll(old))
          .contains(new String(new byte[] {2, 70}, java.nio.charset.StandardCharsets.ISO_8859_1));
      await().until(() -> rig.count(Counter.EDGE_HANDSHAKES_FAILED) == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "16030100020100",
        "474554202f20485454502f312e310d0a0d0a",
        "00",
        "ffffffffffffffffffff"
      })
  void whatIsNoHandshakeEndsTheConnection(String hex) throws Exception {
    EdgeSettings.Limits quick =
        EdgeRig.times(
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(quick));
        Socket peer = rig.tcp(Listening.Kind.SECURE)) {
      write(peer, HexFormat.of().parseHex(hex));
      readAll(peer);
      await().until(() -> rig.edge.connections() == 0);
      assertThat(rig.count(Counter.EDGE_HANDSHAKES_FAILED)).isEqualTo(1);
    }
  }

  @Test
  void aHandshakeThatStallsIsCutOff() throws Exception {
    EdgeSettings.Limits quick =
        EdgeRig.times(
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(quick));
        Socket silent = rig.tcp(Listening.Kind.SECURE);
        Socket slow = rig.tcp(Listening.Kind.SIPS);
        Socket phone = rig.tls(Listening.Kind.SECURE)) {
      write(slow, new byte[] {0x16, 3, 1});
      assertThat(readAll(silent)).isEmpty();
      assertThat(readAll(slow)).isEmpty();
      await().until(() -> rig.count(Counter.EDGE_HANDSHAKES_FAILED) == 2);
      write(phone, request("one"));
      rig.heard();
    }
  }

  @Test
  void aSecondHandshakeOnOneConnectionIsRefused() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        SSLSocket phone = handshake(rig, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")) {
      write(phone, request("one"));
      rig.heard();
      phone.startHandshake();
      assertThatThrownBy(() -> read(phone, 1)).isInstanceOf(IOException.class);
      assertThat(rig.count(Counter.EDGE_RENEGOTIATIONS_REFUSED)).isEqualTo(1);
      rig.closedFlow();
    }
  }

  @Test
  void aKeyUpdateOfVersion13IsNoRenegotiation() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        SSLSocket phone = handshake(rig, "TLSv1.3", "TLS_AES_128_GCM_SHA256")) {
      write(phone, request("one"));
      rig.heard();
      phone.startHandshake();
      write(phone, request("two"));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("two");
    }
  }

  @Test
  void browsersAreGivenHttp11AndOthersNoProtocol() throws Exception {
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings());
        SSLSocket browser = offering(rig, "h2", "http/1.1");
        SSLSocket phone = offering(rig, "sip")) {
      assertThat(browser.getApplicationProtocol()).isEqualTo("http/1.1");
      assertThat(phone.getApplicationProtocol()).isEmpty();
    }
  }

  @Test
  void aNewCertificateIsUsedByNewHandshakesWhileOldConnectionsGoOn(@TempDir Path dir)
      throws Exception {
    TestCertificate old = TestCertificate.of("EC", "old");
    TestCertificate fresh = TestCertificate.of("RSA", "fresh");
    Path chain = dir.resolve("chain.pem");
    Path key = dir.resolve("key.pem");
    old.writeTo(chain, key);
    SSLContext trust = TestCertificate.trusting(old, fresh);
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(), old, CertificateSource.pem(chain, key));
        SSLSocket before = rig.tls(trust, Listening.Kind.SECURE)) {
      assertThat(peer(before)).isEqualTo("CN=old");

      fresh.writeTo(chain, key);
      rig.edge.reloadCertificate();
      try (SSLSocket after = rig.tls(TestCertificate.trusting(old, fresh), Listening.Kind.SECURE)) {
        assertThat(peer(after)).isEqualTo("CN=fresh");
      }
      write(before, request("still here"));
      assertThat(rig.heard().frame().first("Call-ID")).isEqualTo("still here");
    }
  }

  @Test
  void aChangedFileIsNoticedWithoutBeingTold(@TempDir Path dir) throws Exception {
    TestCertificate old = TestCertificate.of("EC", "old");
    TestCertificate fresh = TestCertificate.of("EC", "fresh");
    Path chain = dir.resolve("chain.pem");
    Path key = dir.resolve("key.pem");
    old.writeTo(chain, key);
    ServerTls tls = new ServerTls(CertificateSource.pem(chain, key));
    tls.load();
    assertThat(tls.stale()).isFalse();
    fresh.writeTo(chain, key);
    assertThat(tls.stale()).isTrue();
    tls.load();
    assertThat(tls.current().certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=fresh");
    assertThat(tls.stale()).isFalse();
  }

  @Test
  void aKeyOfAnotherCertificateIsNotTakenIntoUse(@TempDir Path dir) throws Exception {
    TestCertificate old = TestCertificate.of("EC", "old");
    TestCertificate fresh = TestCertificate.of("EC", "fresh");
    Path chain = dir.resolve("chain.pem");
    Path key = dir.resolve("key.pem");
    old.writeTo(chain, key);
    try (EdgeRig rig = new EdgeRig(EdgeRig.settings(), old, CertificateSource.pem(chain, key))) {
      fresh.writeTo(chain, dir.resolve("not-yet-replaced.pem"));
      assertThatThrownBy(rig.edge::reloadCertificate)
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessageContaining("does not belong");
      try (SSLSocket phone = rig.tls(Listening.Kind.SECURE)) {
        assertThat(peer(phone)).isEqualTo("CN=old");
      }
    }
  }

  @Test
  void aCredentialNeverPrintsItsKey() throws Exception {
    CertificateSource.Credential credential = TestCertificate.of("EC", "edge").source().load();
    assertThat(credential).hasToString("[key of CN=edge]");
  }

  private static SSLSocket handshake(EdgeRig rig, String version, String suite) throws Exception {
    SSLSocket socket =
        (SSLSocket) TestCertificate.trusting(rig.certificate).getSocketFactory().createSocket();
    socket.setEnabledProtocols(new String[] {version});
    socket.setEnabledCipherSuites(new String[] {suite});
    socket.connect(rig.address(Listening.Kind.SECURE), 5_000);
    socket.setSoTimeout(5_000);
    try {
      socket.startHandshake();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private static SSLSocket offering(EdgeRig rig, String... protocols) throws Exception {
    SSLSocket socket =
        (SSLSocket) TestCertificate.trusting(rig.certificate).getSocketFactory().createSocket();
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.connect(rig.address(Listening.Kind.SECURE), 5_000);
    socket.startHandshake();
    return socket;
  }

  private static String peer(SSLSocket socket) throws SSLException {
    return ((java.security.cert.X509Certificate) socket.getSession().getPeerCertificates()[0])
        .getSubjectX500Principal()
        .getName();
  }

  /** A ClientHello that knows nothing newer than TLS 1.1. */
  private static byte[] clientHello11() {
    ByteBuffer hello = ByteBuffer.allocate(54);
    hello.put(new byte[] {0x16, 3, 1, 0, 49, 1, 0, 0, 45, 3, 2});
    hello.put(new byte[32]);
    hello.put(new byte[] {0, 0, 6, (byte) 0xC0, 0x0A, (byte) 0xC0, 0x14, 0, 0x2F, 1, 0});
    assertThat(hello.remaining()).isZero();
    return hello.array();
  }
}
