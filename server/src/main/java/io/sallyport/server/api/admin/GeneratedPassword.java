package io.sallyport.server.api.admin;

import java.security.SecureRandom;

/** Passwords that a person can read out and type: without letters that look like others. */
final class GeneratedPassword {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private GeneratedPassword() {}

  static String make() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
