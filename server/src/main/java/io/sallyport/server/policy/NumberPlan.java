package io.sallyport.server.policy;

import io.sallyport.server.base.Setting;

/** How telephone numbers are written where this server stands. */
public record NumberPlan(
    @Setting(
            "Country code of numbers that are dialled without one, such as 49; empty leaves numbers"
                + " as they are dialled.")
        String countryCode,
    @Setting("What is dialled before a number of the same country.") String nationalPrefix,
    @Setting("What is dialled before a country code.") String internationalPrefix,
    @Setting(
            value = "Numbers of up to so many digits are extensions and stay as they are.",
            min = 0,
            max = 15)
        int extensionDigits) {

  public NumberPlan {
    if (!countryCode.matches("([1-9][0-9]{0,2})?")) {
      throw new IllegalArgumentException(
          "country-code: one to three digits without + or zeros before, such as 49");
    }
    if (!nationalPrefix.matches("[0-9]{0,4}") || !internationalPrefix.matches("[0-9]{0,6}")) {
      throw new IllegalArgumentException("national-prefix and international-prefix: digits only");
    }
  }

  public static NumberPlan defaults() {
    return new NumberPlan("", "0", "00", 6);
  }
}
