package io.sallyport.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  private final Policy policy =
      new Policy("Example.org", List.of("localhost", "127.0.0.1"), PolicySettings.defaults());

  @ParameterizedTest
  @CsvSource({
    "alice,example.org",
    "ALICE,EXAMPLE.ORG",
    "%61lice,example.org",
    "alice,example.org.",
    "alice,localhost",
    "alice,127.0.0.1",
    "ａｌｉｃｅ,example.org"
  })
  void everySpellingOfAnAddressIsTheSameAddress(String user, String host) {
    assertThat(policy.canonical(user, host)).contains(new Address("alice", "example.org"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "%", "%4", "%zz", "%00", "a%0d%0ab", "%ff%fe", "al\u202Eice", "al\u200Bice"})
  void aUserThatCannotNameAnybodyIsNoAddress(String user) {
    assertThat(policy.canonical(user, "example.org")).isEmpty();
  }

  @Test
  void canonicalFormIsItsOwnCanonicalForm() {
    Address once = policy.canonical("B%6Fb", "LOCALHOST").orElseThrow();
    assertThat(policy.canonical(once.user(), once.domain())).contains(once);
    assertThat(Address.parse(once.toString())).contains(once);
  }

  @Test
  void outsideIsDeniedInBothDirections() {
    Party inside = Party.of(new Address("alice", "example.org"), Person.STRANGER);
    Party outside = Party.of(new Address("eve", "evil.example"), Person.STRANGER);
    for (Attempt.Kind kind : Attempt.Kind.values()) {
      assertThat(policy.decide(new Attempt(kind, inside, outside, Instant.EPOCH, 0)))
          .isEqualTo(new Decision.Deny(Refusal.OUTSIDE_DENIED, "default"));
      assertThat(policy.decide(new Attempt(kind, outside, inside, Instant.EPOCH, 0)))
          .isEqualTo(new Decision.Deny(Refusal.OUTSIDE_DENIED, "default"));
    }
    assertThat(policy.decide(new Attempt(Attempt.Kind.AUDIO, inside, inside, Instant.EPOCH, 0)))
        .isEqualTo(new Decision.Allow(new Obligations(true, true), "default"));
  }
}
