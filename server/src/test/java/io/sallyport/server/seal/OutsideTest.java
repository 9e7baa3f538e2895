package io.sallyport.server.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.sallyport.server.base.Secret;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints on their way to places outside: taken, refused, late, and never in the way. */
class OutsideTest {
  private static final SigningKey KEY = new SigningKey("example.org/log", new byte[32]);

  @TempDir Path directory;
  private final Counters counters = new Counters();

  private static String note(int number) {
    return Note.sign("example.org/log\n" + number + "\n", List.of(KEY)).encode();
  }

  private static OutsideSettings settings(String file, String url, String syslog, String pem) {
    return new OutsideSettings(
        file,
        url,
        Secret.of(url.isEmpty() ? "" : "token"),
        syslog,
        pem,
        Duration.ofSeconds(5),
        Duration.ofMillis(20));
  }

  private Outside open(OutsideSettings settings) throws Exception {
    Outside outside = new Outside(settings, counters);
    outside.open();
    return outside;
  }

  @Test
  void aFileGetsEachCheckpointBehindTheOther() throws Exception {
    Path file = directory.resolve("kept");
    Outside outside = open(settings(file.toString(), "", "", ""));
    outside.push(note(1));
    outside.push(note(2));
    outside.close();
    String kept = Files.readString(file);
    assertThat(kept).isEqualTo(note(1) + "\n" + note(2) + "\n");
    assertThat(OutsideNotes.parse(kept).stream().map(Note::encode))
        .containsExactly(note(1), note(2));
    assertThat(counters.get(Counter.SEAL_OUTSIDE_TAKEN)).isEqualTo(2);
  }

  @Test
  void aFailingPlaceIsTriedAgainAndToldAndHoldsUpNobody() throws Exception {
    List<String> taken = new CopyOnWriteArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/log",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean good =
              exchange.getRequestHeaders().getFirst("Authorization").equals("Bearer token");
          if (good && asked.incrementAndGet() > 3) {
            taken.add(body);
            exchange.sendResponseHeaders(201, -1);
          } else {
            exchange.sendResponseHeaders(503, -1);
          }
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:%d/log".formatted(server.getAddress().getPort());
      Path file = directory.resolve("kept");
      Outside outside = open(settings(file.toString(), url, "", ""));
      outside.push(note(1));
      outside.push(note(2));
      await().until(() -> asked.get() > 0 && Files.exists(file));
      await().until(() -> taken.size() == 2);
      assertThat(taken).containsExactly(note(1), note(2));
      assertThat(counters.get(Counter.SEAL_OUTSIDE_FAILED)).isEqualTo(3);
      await().until(() -> outside.check().detail().isEmpty());
      server.stop(0);
      outside.push(note(3));
      await().until(() -> !outside.check().detail().isEmpty());
      assertThat(outside.check().detail()).startsWith("url has failed");
      assertThat(outside.check().ok()).isTrue();
      outside.close();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aSyslogServerGetsEachCheckpointInAFrameOfItsOwnOverTls() throws Exception {
    Certified certified = Certified.make("localhost");
    Path pem = directory.resolve("ca.pem");
    Files.writeString(pem, certified.pem());
    List<String> messages = new CopyOnWriteArrayList<>();
    try (SSLServerSocket server = certified.listen()) {
      Thread accepting = new Thread(() -> accept(server, messages));
      accepting.setDaemon(true);
      accepting.start();
      String place = "localhost:" + server.getLocalPort();
      Outside outside = open(settings("", "", place, pem.toString()));
      outside.push(note(1));
      outside.push(note(2));
      await().until(() -> messages.size() == 2);
      await().until(() -> counters.get(Counter.SEAL_OUTSIDE_TAKEN) == 2);
      outside.close();
      assertThat(messages.get(0)).matches("<109>1 - - sallyport - checkpoint - [a-z-]+ [^ ]+");
      String log = "Nov 26 host sallyport " + String.join("\nNov 26 host sallyport ", messages);
      assertThat(OutsideNotes.parse(log).stream().map(Note::encode))
          .containsExactly(note(1), note(2));

      // a server whose certificate nobody vouches for gets nothing
      Outside strict = open(settings("", "", place, ""));
      strict.push(note(3));
      await().until(() -> !strict.check().detail().isEmpty());
      strict.close();
      assertThat(messages).hasSize(2);
    }
  }

  private static void accept(SSLServerSocket server, List<String> messages) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int space = all.indexOf(' ');
        int length = Integer.parseInt(all.substring(0, space));
        assertThat(all.length()).isEqualTo(space + 1 + length);
        messages.add(all.substring(space + 1));
      } catch (IOException e) {
        // the client found no trust, or the test is over
      }
    }
  }

  @Test
  void settingsThatCannotBeAreToldWithTheirKey() {
    assertThatThrownBy(() -> settings("kept", "", "", "")).hasMessageStartingWith("file:");
    assertThatThrownBy(() -> settings("", "http://example.org/", "", ""))
        .hasMessageStartingWith("url:");
    assertThatThrownBy(() -> settings("", "https://u:p@example.org/", "", ""))
        .hasMessageStartingWith("url:");
    assertThatThrownBy(() -> settings("", "", "example.org", "")).hasMessageStartingWith("syslog:");
    assertThatThrownBy(
            () -> open(settings("", "", "localhost:6514", directory.resolve("no").toString())))
        .isInstanceOf(IOException.class);
    assertThat(settings("", "https://example.org/x", "[::1]:6514", "").syslog()).isNotEmpty();
  }

  @Test
  void whatComesBackFromOutsideIsReadOrRefused() {
    for (String wrong : List.of("x", note(1) + "\nx", "sallyport-checkpoint AAAA")) {
      assertThatThrownBy(() -> OutsideNotes.parse(wrong)).isInstanceOf(Fault.class);
    }
  }

  /** A certificate of a server that has signed it itself. */
  private record Certified(KeyPair keys, X509Certificate certificate) {
    static Certified make(String name) throws Exception {
      KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
      X500Name subject = new X500Name("CN=" + name);
      long now = System.currentTimeMillis();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              BigInteger.ONE,
              new Date(now - 60_000),
              new Date(now + 3_600_000),
              subject,
              keys.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
      return new Certified(
          keys,
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))));
    }

    String pem() throws Exception {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    }

    SSLServerSocket listen() throws Exception {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("key", keys.getPrivate(), new char[0], new Certificate[] {certificate});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return (SSLServerSocket)
          context
              .getServerSocketFactory()
              .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }
  }
}
