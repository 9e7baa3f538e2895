package io.sallyport.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.protocol.digest.DigestAlgorithm;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.observe.Counters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users in an embedded database, and what of them is on disk. */
class DirectoryTest {
  private static final Secret KEY = Secret.of(new byte[32]);
  private static final Secret PASSWORD = Secret.of("correct horse");

  @TempDir Path data;
  private Database database;
  private Directory directory;

  @BeforeEach
  void open() throws Exception {
    database = new Database(data, DatabaseSettings.defaults(), new Counters());
    database.start();
    directory = new Directory(database, "example.com", KEY);
    directory.start();
  }

  @AfterEach
  void close() {
    directory.close();
    database.close();
  }

  @Test
  void usersSurviveARestart() {
    assertThat(directory.add("Bob", "Bob B.", User.Role.ADMIN, PASSWORD)).isEmpty();
    assertThat(directory.add("alice", "", User.Role.USER, PASSWORD)).isEmpty();
    assertThat(directory.disable("bob")).isEmpty();
    Directory again = new Directory(database, "example.com", KEY);
    again.start();
    assertThat(again.list())
        .isEqualTo(directory.list())
        .isEqualTo(
            List.of(
                new User("alice", "", User.Role.USER, true),
                new User("bob", "Bob B.", User.Role.ADMIN, false)));
    assertThat(again.credentials("BOB")).isEqualTo(directory.credentials("bob")).isPresent();
    assertThat(again.enable("bob")).isEmpty();
    assertThat(again.user("bob").orElseThrow().enabled()).isTrue();
  }

  @Test
  void credentialsAreThoseOfThePasswordForBothSpellingsOfTheLogin() {
    directory.add("alice", "Alice", User.Role.USER, PASSWORD);
    Credentials credentials = directory.credentials("alice").orElseThrow();
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      assertThat(credentials.a1(algorithm, false))
          .isEqualTo(algorithm.a1("alice", "example.com", "correct horse"));
      assertThat(credentials.a1(algorithm, true))
          .isEqualTo(algorithm.a1("alice@example.com", "example.com", "correct horse"));
    }
    assertThat(credentials.toString()).isEqualTo("Credentials[redacted]");
    directory.password("alice", Secret.of("new"));
    assertThat(directory.credentials("alice"))
        .isNotEmpty()
        .isNotEqualTo(java.util.Optional.of(credentials));
    Directory again = new Directory(database, "example.com", KEY);
    again.start();
    assertThat(again.credentials("alice")).isEqualTo(directory.credentials("alice"));
  }

  @Test
  void whatCannotBeDoneIsRefusedWithASentence() {
    directory.add("alice", "Alice", User.Role.USER, PASSWORD);
    assertThat(directory.add("ALICE", "", User.Role.USER, PASSWORD))
        .hasValueSatisfying(s -> assertThat(s).contains("already"));
    for (String bad :
        new String[] {
          "", "a b", "a@b", "../x", ".a", "a/b", "ü", "x".repeat(65), "a\n", "-a", "a'--"
        }) {
      assertThat(directory.add(bad, "", User.Role.USER, PASSWORD)).as(bad).isPresent();
    }
    assertThat(directory.add("b", "x\u001b", User.Role.USER, PASSWORD)).isPresent();
    assertThat(directory.add("b", "", User.Role.USER, Secret.of(""))).isPresent();
    assertThat(directory.password("nobody", PASSWORD)).isPresent();
    assertThat(directory.disable("nobody")).isPresent();
    assertThat(directory.list()).hasSize(1);
    assertThat(directory.user("nobody")).isEmpty();
    assertThat(directory.credentials("nobody")).isEmpty();
  }

  @Test
  void noCredentialStandsInTheClear() {
    directory.add("alice", "Alice", User.Role.USER, PASSWORD);
    String hash = directory.credentials("alice").orElseThrow().sha256();
    List<byte[]> rows =
        database.<List<byte[]>, RuntimeException>read(
            handle ->
                handle
                    .createQuery("SELECT sealed FROM credentials")
                    .map((row, context) -> row.getBytes(1))
                    .list());
    assertThat(rows).hasSize(4);
    for (byte[] row : rows) {
      assertThat(new String(row, StandardCharsets.ISO_8859_1))
          .doesNotContain(hash)
          .doesNotContain("correct horse");
    }
  }

  @Test
  void anotherKeyOrAnotherUsersRowIsNoticedAtStart() {
    directory.add("alice", "Alice", User.Role.USER, PASSWORD);
    directory.add("bob", "Bob", User.Role.USER, Secret.of("other"));
    byte[] key = new byte[32];
    key[0] = 1;
    Directory wrong = new Directory(database, "example.com", Secret.of(key));
    assertThatThrownBy(wrong::start).hasMessageContaining("master key");
    database.<Integer, RuntimeException>inTransaction(
        handle ->
            handle.execute(
                "UPDATE credentials SET sealed = (SELECT sealed FROM credentials WHERE name = 'bob'"
                    + " AND kind = 'MD5') WHERE name = 'alice' AND kind = 'MD5'"));
    Directory swapped = new Directory(database, "example.com", KEY);
    assertThatThrownBy(swapped::start)
        .hasMessageContaining("alice")
        .hasMessageContaining("do not open");
  }
}
