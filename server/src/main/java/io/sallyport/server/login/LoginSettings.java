package io.sallyport.server.login;

import io.sallyport.server.base.Setting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Signing in at the console. */
public record LoginSettings(
    @Setting("A session ends after this long without a request.") Duration idle,
    @Setting("A session ends after this long whatever happens.") Duration longest,
    @Setting(
            "Roles that must use a second factor: reviewer, officer, auditor, admin, employee."
                + " Whoever has none is led through setting it up at the next sign-in.")
        List<String> secondFactorFor) {

  public LoginSettings {
    secondFactorFor = List.copyOf(secondFactorFor);
    for (String role : secondFactorFor) {
      if (Arrays.stream(Role.values()).noneMatch(known -> known.word().equals(role))) {
        throw new IllegalArgumentException(
            "second-factor-for: "
                + role
                + " is no role; roles are "
                + Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(", ")));
      }
    }
    if (idle.isNegative() || idle.isZero() || longest.compareTo(idle) < 0) {
      throw new IllegalArgumentException("idle: a time above zero and at most longest");
    }
  }

  public static LoginSettings defaults() {
    return new LoginSettings(Duration.ofMinutes(30), Duration.ofHours(12), List.of());
  }
}
