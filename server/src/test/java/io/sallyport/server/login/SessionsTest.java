package io.sallyport.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private Instant now = Instant.parse("2026-03-01T08:00:00Z");
  private final Sessions sessions =
      new Sessions(Duration.ofMinutes(30), Duration.ofHours(12), () -> now);

  @Test
  void aCookieIsGoodForItsSessionAlone() {
    Sessions.Opened alice = sessions.open("alice", Role.EMPLOYEE, "192.0.2.1");
    Sessions.Opened again = sessions.open("alice", Role.EMPLOYEE, "192.0.2.1");
    assertThat(alice.token()).isNotEqualTo(again.token());
    assertThat(alice.session().csrf()).isNotEqualTo(again.session().csrf());
    assertThat(sessions.of(alice.token())).contains(alice.session());
    assertThat(sessions.of(alice.token() + "x")).isEmpty();
    assertThat(sessions.of(alice.session().csrf())).isEmpty();
  }

  @Test
  void aSessionEndsAfterATimeWithoutARequest() {
    String token = sessions.open("alice", Role.EMPLOYEE, "192.0.2.1").token();
    now = now.plus(Duration.ofMinutes(29));
    assertThat(sessions.of(token)).isPresent();
    now = now.plus(Duration.ofMinutes(29));
    assertThat(sessions.of(token)).as("it was seen meanwhile").isPresent();
    now = now.plus(Duration.ofMinutes(30));
    assertThat(sessions.of(token)).isEmpty();
    assertThat(sessions.size()).isZero();
  }

  @Test
  void aSessionEndsAfterTwelveHoursWhateverHappens() {
    String token = sessions.open("alice", Role.EMPLOYEE, "192.0.2.1").token();
    for (int i = 0; i < 12 * 4 - 1; i++) {
      now = now.plus(Duration.ofMinutes(15));
      assertThat(sessions.of(token)).isPresent();
    }
    now = now.plus(Duration.ofMinutes(15));
    assertThat(sessions.of(token)).isEmpty();
  }

  @Test
  void whoSignsInOnTooManyDevicesIsSignedOutOfTheOneSeenLongestAgo() {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < Sessions.MOST_OF_ONE; i++) {
      tokens.add(sessions.open("alice", Role.EMPLOYEE, "192.0.2.1").token());
      now = now.plusSeconds(1);
    }
    String other = sessions.open("bob", Role.EMPLOYEE, "192.0.2.2").token();
    sessions.of(tokens.get(0));
    now = now.plusSeconds(1);
    sessions.open("alice", Role.EMPLOYEE, "192.0.2.1");
    assertThat(sessions.of(tokens.get(0))).isPresent();
    assertThat(sessions.of(tokens.get(1))).isEmpty();
    assertThat(sessions.of(other)).isPresent();
  }

  @Test
  void whoseAccountChangesIsSignedOutEverywhere() {
    String first = sessions.open("alice", Role.EMPLOYEE, "192.0.2.1").token();
    String second = sessions.open("alice", Role.EMPLOYEE, "192.0.2.9").token();
    String other = sessions.open("bob", Role.ADMIN, "192.0.2.2").token();
    assertThat(sessions.closeAll("alice")).isEqualTo(2);
    assertThat(sessions.of(first)).isEmpty();
    assertThat(sessions.of(second)).isEmpty();
    assertThat(sessions.of(other)).isPresent();
  }

  @Test
  void eachSessionThatEndsIsToldOfOnceWhateverEndsIt() {
    List<String> ended = new ArrayList<>();
    sessions.onEnd(session -> ended.add(session.user()));
    String alice = sessions.open("alice", Role.EMPLOYEE, "192.0.2.1").token();
    sessions.open("bob", Role.EMPLOYEE, "192.0.2.2");
    sessions.open("carol", Role.EMPLOYEE, "192.0.2.3");
    sessions.close(alice);
    sessions.close(alice);
    sessions.closeAll("bob");
    now = now.plus(Duration.ofHours(1));
    sessions.size();
    assertThat(ended).containsExactly("alice", "bob", "carol");
  }

  @Test
  void aSessionsNameOpensNothing() {
    Sessions.Opened alice = sessions.open("alice", Role.EMPLOYEE, "192.0.2.1");
    assertThat(sessions.of(alice.session().id())).isEmpty();
    assertThat(alice.session().csrf()).doesNotContain(alice.session().id());
    assertThat(alice.session().id())
        .isNotEqualTo(sessions.open("alice", Role.EMPLOYEE, "192.0.2.1").session().id());
  }

  @Test
  void nothingOfASessionThatOpensADoorPrints() {
    Sessions.Opened opened = sessions.open("alice", Role.EMPLOYEE, "192.0.2.1");
    assertThat(opened.toString() + opened.session())
        .doesNotContain(opened.token())
        .doesNotContain(opened.session().csrf());
    assertThat(Token.random("sp_").toString()).isEqualTo("Token[redacted]");
  }

  @Test
  void whoRunsTheServerReadsNoContentAndWhoReadsContentRunsNothing() {
    for (Role role : Role.values()) {
      assertThat(role.may(Role.Permission.READ_CONTENT) && role.may(Role.Permission.ADMINISTER))
          .as(role.word())
          .isFalse();
    }
  }
}
