package io.sallyport.server.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Person;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What policy is told about people, as users and groups change. */
class RosterTest {
  private static final Secret PASSWORD = Secret.of("correct horse");

  @TempDir Path data;
  private Database database;
  private Directory directory;
  private Groups groups;

  @BeforeEach
  void open() throws Exception {
    database = new Database(data, DatabaseSettings.defaults(), new Counters());
    database.start();
    load();
  }

  private void load() {
    directory = new Directory(database, "Example.com", Secret.of(new byte[32]));
    directory.start();
    groups = Groups.open(database, directory);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Person person(String user, String host) {
    return directory.people().of(Address.of(user, host).orElseThrow());
  }

  @Test
  void aUserIsKnownByGroupsDepartmentAndRole() {
    directory.add("Alice", "Alice", "Fixed Income", User.Role.ADMIN, PASSWORD);
    groups.add("desk", "alice");
    groups.add("london", "alice@example.com");
    Person expected = new Person(true, Set.of("desk", "london"), "Fixed Income", "admin");
    assertThat(person("alice", "example.com")).isEqualTo(expected);
    load();
    assertThat(person("ALICE", "EXAMPLE.com.")).isEqualTo(expected);
    assertThat(directory.user("alice").orElseThrow().department()).isEqualTo("Fixed Income");
  }

  @Test
  void eachChangeIsSeenByTheNextQuestion() {
    directory.add("alice", "", User.Role.USER, PASSWORD);
    assertThat(person("alice", "example.com")).isEqualTo(new Person(true, Set.of(), "", "user"));
    groups.add("Desk", "Alice");
    assertThat(directory.department("alice", " Sales ")).isEmpty();
    assertThat(person("alice", "example.com"))
        .isEqualTo(new Person(true, Set.of("desk"), "Sales", "user"));
    directory.disable("alice");
    assertThat(person("alice", "example.com").groups()).containsExactly("desk");
    groups.remove("desk", "alice");
    directory.department("alice", "");
    assertThat(person("alice", "example.com")).isEqualTo(new Person(true, Set.of(), "", "user"));
    assertThat(groups.all()).isEmpty();
  }

  @Test
  void someoneOutsideIsAStrangerWhoMayStillBeInAGroup() {
    assertThat(person("eve", "elsewhere.example")).isEqualTo(Person.STRANGER);
    groups.add("partners", "eve@elsewhere.example");
    assertThat(person("eve", "elsewhere.example"))
        .isEqualTo(new Person(false, Set.of("partners"), "", ""));
    directory.add("eve", "", User.Role.USER, PASSWORD);
    assertThat(person("eve", "elsewhere.example").known()).isFalse();
    groups.remove("partners", "eve@elsewhere.example");
    assertThat(person("eve", "elsewhere.example")).isSameAs(Person.STRANGER);
  }

  @Test
  void groupsAreReadFromMemoryAndSurviveARestart() {
    groups.add("desk", "alice");
    groups.add("desk", "bob");
    groups.add("asia", "bob");
    load();
    assertThat(groups.all().keySet()).containsExactly("asia", "desk");
    assertThat(groups.members("DESK"))
        .containsExactly("sip:alice@example.com", "sip:bob@example.com");
    groups.remove("desk", "alice");
    assertThat(groups.members("desk")).containsExactly("sip:bob@example.com");
    assertThat(groups.remove("desk", "alice")).contains("that is no member of desk");
    assertThat(groups.members("nobody")).isEmpty();
  }

  @Test
  void aDepartmentKeepsTheSpellingThatItFirstHad() {
    directory.add("alice", "", "Research", User.Role.USER, PASSWORD);
    directory.add("bob", "", "RESEARCH ", User.Role.USER, PASSWORD);
    directory.add("carol", "", User.Role.USER, PASSWORD);
    load();
    directory.department("carol", "research");
    for (String user : List.of("alice", "bob", "carol")) {
      assertThat(person(user, "example.com").department()).isEqualTo("Research");
    }
  }

  @Test
  void aDepartmentThatIsTooLongOrHasControlCharactersIsRefused() {
    directory.add("alice", "", User.Role.USER, PASSWORD);
    assertThat(directory.department("alice", "x".repeat(65))).isPresent();
    assertThat(directory.department("alice", "a\nb")).isPresent();
    assertThat(directory.department("nobody", "sales")).contains("there is no such user");
    assertThat(directory.add("bob", "", "a\tb", User.Role.USER, PASSWORD)).isPresent();
  }
}
