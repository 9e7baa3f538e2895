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

  @ParameterizedTest
  @CsvSource({
    "example.org..,''",
    "LocalHost.,example.org",
    "０ｘ７ｆ．１,example.org",
    "127.1,example.org",
    "0x7f000001,example.org",
    "2130706433,example.org",
    "127.000.000.001,example.org",
    "::ffff:127.0.0.1,example.org",
    "[::FFFF:7f00:1],example.org",
    "010.0.0.1,''",
    "256.0.0.1,''",
    "1.2.3.4.5,''",
    "10.0.0.1,10.0.0.1",
    "10.1,10.0.0.1",
    "evil.123,''",
    "[2001:DB8::1],[2001:db8:0:0:0:0:0:1]",
    "2001:db8:0::1,[2001:db8:0:0:0:0:0:1]",
    "[::1%eth0],''",
    "bücher.example,xn--bcher-kva.example",
    "BÜCHER。example,xn--bcher-kva.example",
    "exa mple.org,''",
    "example.org:5060,''",
    "exаmple.org,xn--exmple-4nf.org",
    "example.org;x=1,''"
  })
  void aHostHasOneSpelling(String host, String canonical) {
    assertThat(policy.canonical("alice", host).map(Address::domain).orElse(""))
        .isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "+49-30-123,+4930123",
    "+49 (30) 12.3,+4930123",
    "+49%2030%20123,+4930123",
    "(030)123,030123",
    "100,100",
    "1-0.0,100",
    "112;phone-context=example.org,112",
    "112;phone-context=LOCALHOST;x=y,112",
    "112;phone-context=evil.example,''",
    "+49301;ext=5,+49301",
    "+49301;phone-context=evil.example,+49301",
    "٠٩٠٠,0900",
    "０９００-1,09001",
    "*97,*97",
    "2fa,2fa",
    "alice-1,alice-1",
    "a.b,a.b"
  })
  void aNumberHasOneSpelling(String user, String canonical) {
    assertThat(policy.canonical(user, "example.org").map(Address::user).orElse(""))
        .isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "аlice", // the first letter is Cyrillic
        "alı" + "ce", // dotless i
        "alice\u0301",
        "%2561lice", // escaped twice
        "alice%40example.org",
        "alice%3Asecret",
        "alice:secret",
        "alice;user=phone",
        "al ice",
        "alice%20",
        "\"alice\"",
        "<alice>",
        "alice\uFE0F",
        "\uE000alice"
      })
  void whatOnlyLooksLikeAUserOfOursNamesNobody(String user) {
    assertThat(policy.canonical(user, "example.org")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ÅSA,åsa", "ＢＯＢ,bob", "bob%40corp.example,bob@corp.example", "straße,straße"})
  void outsideLettersOfAllScriptsAreFolded(String user, String canonical) {
    assertThat(policy.canonical(user, "partner.example").map(Address::user)).contains(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "+49-30-1234567,+49301234567",
    "0049 30 1234567,+49301234567",
    "030 1234567,+49301234567",
    "(030) 1234567,+49301234567",
    "0301,0301",
    "112,112",
    "0900-123456,+49900123456",
    "1234567,1234567",
    "030-1234567;phone-context=+49,+49301234567",
    "030-1234567;phone-context=+43,''"
  })
  void aNumberIsCompletedAsThePlanSays(String written, String canonical) {
    NumberPlan german = new NumberPlan("49", "0", "00", 6);
    Policy here =
        new Policy(
            "example.org",
            List.of(),
            new PolicySettings(true, true, List.of(), List.of("112"), german));
    assertThat(here.canonicalTel(written).map(Address::user).orElse("")).isEqualTo(canonical);
    assertThat(here.canonical(written, "example.org")).isEqualTo(here.canonicalTel(written));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "", "+", "*97", "tel:+49301"})
  void aTelUriThatIsNoNumberNamesNobody(String subscriber) {
    assertThat(policy.canonicalTel(subscriber)).isEmpty();
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
