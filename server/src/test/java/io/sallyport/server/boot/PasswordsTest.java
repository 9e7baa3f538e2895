package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  @Test
  void aGeneratedPasswordCanBeTypedAndHoldsMoreThanEightyBits() {
    String password = Passwords.generate(new SecureRandom());
    assertThat(password)
        .matches("([bdfghjkmnprstvwz][aeiou][bdfghjkmnprstvwz][aeiou][bdfghjkmnprstvwz]-?){5}")
        .hasSize(29);
    double bitsOfAGroup = 3 * Math.log(16) / Math.log(2) + 2 * Math.log(5) / Math.log(2);
    assertThat(5 * bitsOfAGroup).isGreaterThan(80);
    assertThat(Passwords.generate(new SecureRandom())).isNotEqualTo(password);
  }
}
