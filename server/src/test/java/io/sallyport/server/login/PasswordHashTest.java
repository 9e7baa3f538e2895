package io.sallyport.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.base.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  @Test
  void aHashIsOfItsPasswordAlone() {
    String hash = PasswordHash.of(Secret.of("correct horse"));
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(PasswordHash.matches(hash, Secret.of("correct horse"))).isTrue();
    assertThat(PasswordHash.matches(hash, Secret.of("correct horsf"))).isFalse();
    assertThat(PasswordHash.matches(hash, Secret.of(""))).isFalse();
  }

  @Test
  void twoHashesOfOnePasswordDiffer() {
    assertThat(PasswordHash.of(Secret.of("same"))).isNotEqualTo(PasswordHash.of(Secret.of("same")));
  }

  /** A row that somebody changed costs no memory beyond what we allow. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "$argon2id$v=19$m=9999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=8,t=1,p=9$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"
      })
  void whatIsNoHashIsOfNoPassword(String text) {
    assertThat(PasswordHash.matches(text, Secret.of("x"))).isFalse();
  }
}
