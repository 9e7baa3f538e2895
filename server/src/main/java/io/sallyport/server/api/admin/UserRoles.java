package io.sallyport.server.api.admin;

import io.sallyport.server.api.PlainTypes;
import io.sallyport.server.base.KebabCase;
import io.sallyport.server.directory.User;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an account is for, as a word. */
final class UserRoles {
  private UserRoles() {}

  /** The role of that word; without one, a user's. */
  static Optional<User.Role> of(String word) {
    String wanted = Words.of(word).isBlank() ? PlainTypes.word(User.Role.USER) : word.strip();
    return KebabCase.constant(User.Role.class, wanted);
  }

  static String mistake() {
    return "is one of "
        + Arrays.stream(User.Role.values()).map(PlainTypes::word).collect(Collectors.joining(", "));
  }
}
