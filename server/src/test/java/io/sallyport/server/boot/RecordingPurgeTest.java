package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.archive.ArchiveRecord.Party;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.archive.ArchiveRecord.RecordingStarted;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.User;
import io.sallyport.server.vault.DirectoryStore;
import io.sallyport.server.vault.KeySettings;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.ObjectWriter;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings whose time is over, from the command to the file in the vault. */
@Timeout(120)
class RecordingPurgeTest {
  private static final String SETTINGS =
      """
      retention:
        purge-needs-two: false
        recordings:
          keep: 1s
      """;

  @TempDir Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  private String run(int exit, List<String> typed, String... arguments) {
    MemoryTerminal terminal = new MemoryTerminal(typed.toArray(String[]::new));
    Invocation invocation = new Invocation(terminal);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data().toString()));
    assertThat(invocation.run(Commands.all(invocation, all), all))
        .as(terminal.output() + terminal.errors())
        .isEqualTo(exit);
    return terminal.output() + terminal.errors();
  }

  private static Party party(String user) {
    return new Party("sip:" + user + "@sallyport.localhost", user, "phone", "TLS ::1");
  }

  private Path file(String call) {
    String shelf = call.substring(call.length() - 1) + "r";
    return data().resolve("objects").resolve(shelf).resolve(call + "-r.so");
  }

  private void recorded(Archive archive, Vault vault, String call, String callee)
      throws IOException {
    Instant now = Instant.now();
    String to = "sip:" + callee + "@sallyport.localhost";
    archive.write(new CallStarted(call, now, party("alice"), to, List.of("audio")));
    archive.write(new CallAnswered(call, now, party(callee), List.of("audio")));
    try (ObjectWriter writer = vault.create(new ObjectId(call + "-r"), "recording")) {
      archive.write(
          new RecordingStarted(
              call + "-r", call, now, party("alice").address(), to, List.of("audio")));
      writer.finish(new byte[500], 0, 500);
      archive.write(new CallEnded(call, now, "answered", 200, "server", "", 1_000, List.of()));
      archive.write(
          new RecordingClosed(
              call + "-r",
              call,
              now,
              now,
              1_000,
              HexFormat.of().formatHex(writer.digest()),
              writer.chunks(),
              writer.length(),
              List.of(),
              List.of()));
    }
  }

  @Test
  void aRecordingGoesWithItsRecordAndACertificateAndOneOnHoldStays() throws Exception {
    try (Server server = Server.start(Settings.of(EphemeralServer.yaml() + SETTINGS), data())) {
      for (String admin : List.of("carol", "dave")) {
        server.directory().add(admin, admin, User.Role.ADMIN, Secret.of(admin));
      }
      Vault vault =
          new Vault(
              DirectoryStore.at(data().resolve("objects")),
              Keys.existing(KeySettings.defaults(), new DataDirectory(data())).ring(),
              InstantSource.system());
      recorded(server.archive(), vault, "n1-0-aa", "bob");
      recorded(server.archive(), vault, "n1-0-bb", "dave");
      run(
          0,
          List.of("carol"),
          "hold",
          "place",
          "--matter",
          "case 7",
          "--reason",
          "court",
          "--person",
          "dave",
          "--as",
          "carol");
      assertThat(run(0, List.of(), "verify")).contains("OK: 2 recordings");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> run(0, List.of(), "purge", "--dry-run").contains("recordings: 1 due"));

      String purged = run(0, List.of("carol"), "purge", "--run", "--as", "carol");
      assertThat(purged).contains("2 records and 1 objects destroyed");
      assertThat(file("n1-0-aa")).doesNotExist();
      assertThat(file("n1-0-bb")).exists();
      String id = purged.replaceAll("(?s)purge ([a-z2-7]{8}):.*", "$1");
      assertThat(run(0, List.of(), "purge", "--certificate", id)).contains("n1-0-aa-r");
      assertThat(run(0, List.of(), "recording", "list"))
          .contains("n1-0-bb")
          .doesNotContain("n1-0-aa");
      assertThat(run(1, List.of(), "recording", "info", "n1-0-aa")).contains("no recording");
      assertThat(run(0, List.of(), "verify"))
          .contains("OK: 1 recordings")
          .doesNotContain("objects/");

      // what no purge took must be there
      Files.delete(file("n1-0-bb"));
      assertThat(run(1, List.of(), "verify"))
          .contains("BAD: objects/br/n1-0-bb-r.so, offset 0, record ")
          .contains("the recording is missing");
    }
  }
}
