package io.sallyport.server.policy;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Telephone numbers in user parts (RFC 3966 section 3): without visual separators and parameters,
 * and with a country code where the {@link NumberPlan} gives one.
 */
final class PhoneNumber {
  private static final Pattern WRITTEN = Pattern.compile("[+(]{0,2}[0-9][-0-9.() ]*");
  private static final Pattern PLAIN = Pattern.compile("\\+?[0-9]+");
  private static final String CONTEXT = ";phone-context=";

  private PhoneNumber() {}

  /** Whether a canonical user part is a number. */
  static boolean is(String user) {
    return PLAIN.matcher(user).matches();
  }

  /**
   * What reads as a number, as plain digits with at most a + before them; everything else as it is.
   */
  static String plain(String user) {
    int parameters = user.indexOf(';');
    String head = parameters < 0 ? user : user.substring(0, parameters);
    if (!WRITTEN.matcher(head).matches()) {
      return user;
    }
    StringBuilder digits = new StringBuilder(head.length());
    for (int i = 0; i < head.length(); i++) {
      char c = head.charAt(i);
      if (c >= '0' && c <= '9' || c == '+' && digits.isEmpty()) {
        digits.append(c);
      }
    }
    return digits.toString();
  }

  /** The context that a local number is to be read in; empty where none is given. */
  static Optional<String> context(String user) {
    int at = user.indexOf(CONTEXT);
    if (at < 0) {
      return Optional.empty();
    }
    int end = user.indexOf(';', at + 1);
    return Optional.of(user.substring(at + CONTEXT.length(), end < 0 ? user.length() : end));
  }

  /** A plain number as the plan has it; idempotent, since what begins with + stays as it is. */
  static String inPlan(String number, NumberPlan plan) {
    if (number.startsWith("+")
        || plan.countryCode().isEmpty()
        || number.length() <= plan.extensionDigits()) {
      return number;
    }
    return withCountry(number, plan);
  }

  /** The same whatever the length, for the beginnings of numbers in rules. */
  static String withCountry(String number, NumberPlan plan) {
    String international = plan.internationalPrefix();
    String national = plan.nationalPrefix();
    if (number.startsWith("+") || plan.countryCode().isEmpty()) {
      return number;
    }
    if (!international.isEmpty()
        && number.startsWith(international)
        && number.length() > international.length()) {
      return "+" + number.substring(international.length());
    }
    return !national.isEmpty() && number.startsWith(national)
        ? "+" + plan.countryCode() + number.substring(national.length())
        : number;
  }
}
