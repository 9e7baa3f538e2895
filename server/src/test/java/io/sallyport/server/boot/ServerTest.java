package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.CallFilter;
import io.sallyport.server.archive.CallRow;
import io.sallyport.server.base.Component.Health;
import io.sallyport.server.edge.Listening;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServerTest {
  @TempDir Path directory;

  @Test
  void theFirstStartMakesAccountsAndTellsThemOnceAndTheSecondChangesNothing() throws Exception {
    Path data = directory.resolve("data");
    Map<String, String> kept;
    try (Server server = EphemeralServer.start(data)) {
      assertThat(server.firstPasswords()).containsOnlyKeys("alice", "bob", "admin");
      assertThat(server.firstPasswords().get("alice"))
          .isNotEqualTo(server.firstPasswords().get("bob"));
      String notice = server.firstStartNotice().orElseThrow();
      int port = server.address(Listening.Kind.SIPS).orElseThrow().getPort();
      assertThat(notice)
          .contains(server.firstPasswords().get("alice").revealText())
          .contains("<sip:bob@sallyport.localhost;transport=tls>;auth_user=bob;auth_pass=")
          .contains("outbound=\"sip:127.0.0.1:" + port + ";transport=tls\"")
          .contains("root_ca=" + data.resolve("tls/ca.crt"))
          .contains("reg_proxy=<sip:localhost:" + port + ";transport=tls>")
          .containsPattern("SHA-256 +([0-9A-F]{2}:){31}[0-9A-F]{2}");
      kept = keysAndCertificates(data);
    }
    try (Server server = EphemeralServer.start(data)) {
      assertThat(server.firstPasswords()).isEmpty();
      assertThat(server.firstStartNotice()).isEmpty();
      assertThat(keysAndCertificates(data)).isEqualTo(kept);
      assertThat(server.directory().list()).hasSize(3);
    }
  }

  @Test
  void theDataDirectoryIsForTheServersAccountAlone() throws Exception {
    Path data = directory.resolve("data");
    EphemeralServer.start(data).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> EphemeralServer.start(data))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("chmod go-rwx");
  }

  @Test
  void theStartPageComesThroughTheEdgeUnderTheOwnAuthority() throws Exception {
    try (Server server = EphemeralServer.start(directory.resolve("data"))) {
      HttpClient client =
          HttpClient.newBuilder().sslContext(EphemeralServer.trusting(server)).build();
      int port = server.address(Listening.Kind.SECURE).orElseThrow().getPort();
      HttpResponse<String> page = get(client, "https://localhost:" + port + "/");
      assertThat(page.statusCode()).isEqualTo(200);
      boolean console = page.body().contains("<div id=\"root\">");
      // the page of the server alone, where the console was not built before
      assertThat(page.body())
          .contains(console ? "<title>Sallyport</title>" : "sallyport.localhost");
      HttpResponse<String> authority = get(client, "https://localhost:" + port + "/ca.crt");
      assertThat(authority.body())
          .isEqualTo(Files.readString(server.authorityFile().orElseThrow()));
      assertThat(get(client, "https://localhost:" + port + "/api/v1/health").body())
          .contains("\"ok\":true");
      InetSocketAddress management = server.management().orElseThrow();
      assertThat(get(client, "http://127.0.0.1:" + management.getPort() + "/metrics").body())
          .contains("sallyport_edge_connections_accepted_total");
    }
  }

  @Test
  void everyComponentTellsItsHealth() throws Exception {
    try (Server server = EphemeralServer.start(directory.resolve("data"))) {
      assertThat(server.health()).containsKeys("web", "db", "directory", "edge");
      assertThat(server.health().values()).allMatch(Health::ok);
    }
  }

  @Test
  void twoServersFitInOneJvm() throws Exception {
    try (Server one = EphemeralServer.start(directory.resolve("one"));
        Server two = EphemeralServer.start(directory.resolve("two"))) {
      assertThat(one.address(Listening.Kind.SECURE))
          .isNotEqualTo(two.address(Listening.Kind.SECURE));
      assertThat(one.directory()).isNotSameAs(two.directory());
    }
  }

  @Test
  void aSecondServerOnTheSameDataIsRefusedAndTheFirstGoesOn() throws Exception {
    Path data = directory.resolve("data");
    try (Server server = EphemeralServer.start(data)) {
      assertThatThrownBy(() -> EphemeralServer.start(data)).isInstanceOf(StartRefused.class);
      assertThat(server.health().values()).allMatch(Health::ok);
      assertThat(
              ControlClient.run(
                  DataDirectory.open(data), List.of("user", "list"), new MemoryTerminal()))
          .hasValue(0);
    }
  }

  private static Map<String, String> keysAndCertificates(Path data) throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> keys = Files.walk(data.resolve("keys"));
        Stream<Path> certificates = Files.walk(data.resolve("tls"));
        Stream<Path> paths = Stream.concat(keys, certificates)) {
      // the seal's key goes on with each epoch, so that an old one signs nothing any more
      for (Path file :
          paths
              .filter(Files::isRegularFile)
              .filter(path -> !path.endsWith("seal-epoch.key"))
              .toList()) {
        files.put(
            file.toString(),
            Files.getLastModifiedTime(file) + new String(Files.readAllBytes(file), "ISO-8859-1"));
      }
    }
    return files;
  }

  private static HttpResponse<String> get(HttpClient client, String address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void callsThatRanWhenTheServerStoppedAreEndedOnRecordByTheNextStart() throws Exception {
    Path data = directory.resolve("data");
    try (Server server = EphemeralServer.start(data)) {
      ArchiveRecord.Party alice =
          new ArchiveRecord.Party("sip:alice@sallyport.localhost", "", "", "");
      server
          .archive()
          .append(
              new ArchiveRecord.CallStarted(
                  "c1", Instant.now(), alice, "sip:bob@x", List.of("audio")));
    }
    try (Server server = EphemeralServer.start(data)) {
      await()
          .until(() -> server.archive().calls(CallFilter.newest(5)).get(0).outcome().isPresent());
      CallRow call = server.archive().calls(CallFilter.newest(5)).get(0);
      assertThat(call.outcome()).contains("failed");
      assertThat(call.reason()).contains("the server stopped while the call ran");
    }
  }
}
