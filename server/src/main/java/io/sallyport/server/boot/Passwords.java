package io.sallyport.server.boot;

import java.security.SecureRandom;

/**
 * Generated passwords that can be read aloud and typed: five groups of consonant and vowel in turn,
 * {@code kobum-gisad-...}, 83 bits. Letters that look or sound alike are left out.
 */
final class Passwords {
  private static final String CONSONANTS = "bdfghjkmnprstvwz";
  private static final String VOWELS = "aeiou";
  private static final int GROUPS = 5;
  private static final int LETTERS = 5;

  private Passwords() {}

  static String generate(SecureRandom random) {
    StringBuilder password = new StringBuilder();
    for (int group = 0; group < GROUPS; group++) {
      if (group > 0) {
        password.append('-');
      }
      for (int i = 0; i < LETTERS; i++) {
        String letters = i % 2 == 0 ? CONSONANTS : VOWELS;
        password.append(letters.charAt(random.nextInt(letters.length())));
      }
    }
    return password.toString();
  }
}
