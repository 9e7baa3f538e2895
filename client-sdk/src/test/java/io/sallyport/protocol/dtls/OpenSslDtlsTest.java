package io.sallyport.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.rtp.CryptoSuite;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes with OpenSSL, which is what baresip and many phones have, in both roles. */
@Tag("interop")
class OpenSslDtlsTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern KEYS = Pattern.compile("Keying material: ([0-9A-F]+)");

  private final DtlsIdentity identity = DtlsIdentity.create(RANDOM, Instant.now());
  private final DtlsHandshake handshake =
      new DtlsHandshake(identity, RANDOM, Duration.ofSeconds(30), System::nanoTime);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "ec, SRTP_AEAD_AES_256_GCM, AEAD_AES_256_GCM",
    "rsa, SRTP_AEAD_AES_128_GCM, AEAD_AES_128_GCM",
    "ec, SRTP_AES128_CM_SHA1_80, AES_CM_128_HMAC_SHA1_80",
    "rsa, SRTP_AES128_CM_SHA1_32, AES_CM_128_HMAC_SHA1_32"
  })
  void openSslAsClientGetsTheSameKeys(String key, String profile, CryptoSuite suite)
      throws Exception {
    byte[] certificate = certificate(key);
    try (UdpPipe pipe = new UdpPipe()) {
      Process client =
          openSsl("s_client", "-connect", "127.0.0.1:" + pipe.port(), "-use_srtp", profile);
      try {
        DtlsHandshake.Agreed agreed = (DtlsHandshake.Agreed) handshake.accept(pipe);

        assertThat(agreed.keys().receive().suite()).isEqualTo(suite);
        assertThat(agreed.keys().peerCertificate()).isEqualTo(certificate);
        client.getOutputStream().close();
        byte[] exported = exported(client);
        SrtpProfile named = profile(suite);
        assertThat(agreed.keys().receive().sameAs(named.key(exported, true))).isTrue();
        assertThat(agreed.keys().send().sameAs(named.key(exported, false))).isTrue();
      } finally {
        client.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void aClientThatPrefersWhatTheRuntimeLacksAgreesOnAnotherSuite() throws Exception {
    certificate("ec");
    try (UdpPipe pipe = new UdpPipe()) {
      Process client =
          openSsl(
              "s_client",
              "-connect",
              "127.0.0.1:" + pipe.port(),
              "-use_srtp",
              "SRTP_AES128_CM_SHA1_80",
              "-cipher",
              "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256");
      try {
        assertThat(handshake.accept(pipe)).isInstanceOf(DtlsHandshake.Agreed.class);
      } finally {
        client.destroyForcibly().waitFor();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ec, SRTP_AEAD_AES_256_GCM, AEAD_AES_256_GCM",
    "rsa, SRTP_AEAD_AES_128_GCM, AEAD_AES_128_GCM",
    "rsa, SRTP_AES128_CM_SHA1_80, AES_CM_128_HMAC_SHA1_80"
  })
  void openSslAsServerGetsTheSameKeys(String key, String profile, CryptoSuite suite)
      throws Exception {
    byte[] certificate = certificate(key);
    int port = freePort();
    Process server =
        openSsl("s_server", "-accept", "127.0.0.1:" + port, "-Verify", "1", "-use_srtp", profile);
    try (UdpPipe pipe = new UdpPipe().to(port)) {
      DtlsHandshake.Agreed agreed = (DtlsHandshake.Agreed) connect(pipe);

      assertThat(agreed.keys().receive().suite()).isEqualTo(suite);
      assertThat(agreed.keys().peerCertificate()).isEqualTo(certificate);
      agreed.association().close();
      server.getOutputStream().write("Q\n".getBytes(StandardCharsets.US_ASCII));
      server.getOutputStream().close();
      byte[] exported = exported(server);
      SrtpProfile named = profile(suite);
      assertThat(agreed.keys().send().sameAs(named.key(exported, true))).isTrue();
      assertThat(agreed.keys().receive().sameAs(named.key(exported, false))).isTrue();
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  @Test
  void aClientWithoutSrtpIsRefused() throws Exception {
    certificate("ec");
    try (UdpPipe pipe = new UdpPipe()) {
      Process client = openSsl("s_client", "-connect", "127.0.0.1:" + pipe.port());
      try {
        DtlsHandshake.Failed failed = (DtlsHandshake.Failed) handshake.accept(pipe);

        assertThat(failed.reason()).isEqualTo(DtlsHandshake.Reason.REFUSED_BY_US);
      } finally {
        client.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void aClientWithoutACertificateIsRefused() throws Exception {
    try (UdpPipe pipe = new UdpPipe()) {
      Process client =
          new ProcessBuilder(
                  "openssl",
                  "s_client",
                  "-dtls1_2",
                  "-connect",
                  "127.0.0.1:" + pipe.port(),
                  "-use_srtp",
                  "SRTP_AES128_CM_SHA1_80")
              .redirectErrorStream(true)
              .start();
      try {
        DtlsHandshake.Failed failed = (DtlsHandshake.Failed) handshake.accept(pipe);

        assertThat(failed.reason()).isEqualTo(DtlsHandshake.Reason.REFUSED_BY_US);
      } finally {
        client.destroyForcibly().waitFor();
      }
    }
  }

  /** The server may not have its socket yet: a refused port is an error of ours until then. */
  private DtlsHandshake.Outcome connect(UdpPipe pipe) throws InterruptedException {
    for (int attempt = 0; attempt < 20; attempt++) {
      DtlsHandshake.Outcome outcome =
          new DtlsHandshake(identity, RANDOM, Duration.ofSeconds(10), System::nanoTime)
              .connect(pipe);
      if (outcome instanceof DtlsHandshake.Agreed) {
        return outcome;
      }
    }
    throw new AssertionError("no handshake");
  }

  private byte[] certificate(String key) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes"));
    command.addAll(
        key.equals("ec")
            ? List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
            : List.of("-newkey", "rsa:2048"));
    command.addAll(List.of("-subj", "/CN=phone", "-days", "2", "-keyout", "key.pem"));
    command.addAll(List.of("-out", "cert.pem"));
    run(command);
    run(List.of("openssl", "x509", "-in", "cert.pem", "-outform", "der", "-out", "cert.der"));
    return Files.readAllBytes(folder.resolve("cert.der"));
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private Process openSsl(String role, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl", role, "-dtls1_2"));
    command.addAll(List.of("-cert", "cert.pem", "-key", "key.pem"));
    command.addAll(List.of("-keymatexport", SrtpProfile.EXPORTER_LABEL));
    // the longest, of which the shorter ones are the beginning
    command.addAll(List.of("-keymatexportlen", "88"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  }

  private static byte[] exported(Process process) throws IOException {
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .toUpperCase(Locale.ROOT)
            .replace("KEYING MATERIAL", "Keying material");
    Matcher keys = KEYS.matcher(output);
    assertThat(keys.find()).as(output).isTrue();
    return HexFormat.of().parseHex(keys.group(1));
  }

  private static SrtpProfile profile(CryptoSuite suite) {
    for (SrtpProfile profile : SrtpProfile.values()) {
      if (profile.suite() == suite) {
        return profile;
      }
    }
    throw new AssertionError(suite);
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
