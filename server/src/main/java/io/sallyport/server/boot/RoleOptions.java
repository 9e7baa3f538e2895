package io.sallyport.server.boot;

import io.sallyport.server.base.KebabCase;
import io.sallyport.server.directory.User;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What an account is for, as a word on the command line. */
final class RoleOptions {
  @Option(names = "--admin", description = "May administer; the same as --role admin.")
  private boolean admin;

  private User.Role role = User.Role.USER;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "user, reviewer, officer, auditor or admin; user if not given.")
  void role(String word) {
    role = of(word).orElseThrow(() -> new TypeConversionException("a role is one of " + words()));
  }

  User.Role role() {
    return admin ? User.Role.ADMIN : role;
  }

  static Optional<User.Role> of(String word) {
    return KebabCase.constant(User.Role.class, word);
  }

  static String words() {
    return Arrays.stream(User.Role.values())
        .map(KebabCase::ofConstant)
        .collect(Collectors.joining(", "));
  }
}
