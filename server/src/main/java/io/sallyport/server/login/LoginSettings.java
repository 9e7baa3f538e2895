package io.sallyport.server.login;

import io.sallyport.server.base.Setting;
import java.time.Duration;

/** Signing in at the console. */
public record LoginSettings(
    @Setting("A session ends after this long without a request.") Duration idle,
    @Setting("A session ends after this long whatever happens.") Duration longest,
    @Setting(
            "Roles that must use a second factor: reviewer, officer, auditor, admin, employee."
                + " Whoever has none is led through setting it up at the next sign-in.")
        java.util.List<String> secondFactorFor) {

  public LoginSettings {
    secondFactorFor = java.util.List.copyOf(secondFactorFor);
    if (idle.isNegative() || idle.isZero() || longest.compareTo(idle) < 0) {
      throw new IllegalArgumentException("idle: a time above zero and at most longest");
    }
  }

  public static LoginSettings defaults() {
    return new LoginSettings(Duration.ofMinutes(30), Duration.ofHours(12), java.util.List.of());
  }
}
