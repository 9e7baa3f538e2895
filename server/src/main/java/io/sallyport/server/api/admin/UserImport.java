package io.sallyport.server.api.admin;

import io.sallyport.server.api.Problem.FieldError;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.NewUser;
import io.sallyport.server.directory.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lines of an import as accounts to be made: {@code NAME,PASSWORD[,DISPLAY NAME[,DEPARTMENT[,
 * ROLE]]]}, with fields in quotes where they hold commas (RFC 4180). Without a password one is
 * made.
 */
final class UserImport {
  static final int MOST_LINES = 5_000;
  private static final int MOST_FIELDS = 5;
  private static final String TITLE = "name,password";

  /**
   * One account that is meant.
   *
   * @param line in the text, from 1
   * @param made the password that was made; empty where the line has one
   */
  record Line(int line, NewUser user, String made) {
    @Override
    public String toString() {
      return "Line[" + line + "]";
    }
  }

  // owned by: who reads
  private final List<Line> lines = new ArrayList<>();
  private final List<FieldError> errors = new ArrayList<>();

  private UserImport() {}

  static UserImport read(String csv) {
    UserImport read = new UserImport();
    int number = 0;
    for (String line : csv.split("\\R", -1)) {
      number++;
      boolean title = number == 1 && line.toLowerCase(java.util.Locale.ROOT).startsWith(TITLE);
      if (!line.isBlank() && !line.startsWith("#") && !title) {
        read.line(number, line);
      }
    }
    if (read.lines.size() > MOST_LINES) {
      read.errors.add(new FieldError("csv", "has more than " + MOST_LINES + " accounts"));
    }
    return read;
  }

  List<Line> lines() {
    return lines;
  }

  List<FieldError> errors() {
    return errors;
  }

  private void line(int number, String line) {
    Optional<List<String>> fields = fields(line);
    if (fields.isEmpty()) {
      wrong(number, "a quote is not closed");
      return;
    }
    int count = fields.get().size();
    if (count > MOST_FIELDS) {
      wrong(number, "has more than " + MOST_FIELDS + " fields; put one with a comma in quotes");
      return;
    }
    String name = at(fields.get(), 0);
    Optional<User.Role> role = UserRoles.of(at(fields.get(), 4));
    if (role.isEmpty()) {
      wrong(number, "the role " + UserRoles.mistake());
      return;
    }
    String given = at(fields.get(), 1);
    String made = given.isEmpty() ? GeneratedPassword.make() : "";
    String display = at(fields.get(), 2);
    lines.add(
        new Line(
            number,
            new NewUser(
                name,
                display.isEmpty() ? name : display,
                at(fields.get(), 3),
                role.get(),
                Secret.of(given.isEmpty() ? made : given)),
            made));
  }

  private void wrong(int line, String words) {
    errors.add(new FieldError("csv", line, words, ""));
  }

  private static String at(List<String> fields, int place) {
    return place < fields.size() ? fields.get(place) : "";
  }

  /** The fields of a line; empty where a quote is not closed. */
  private static Optional<List<String>> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean doubled = quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"';
      if (doubled) {
        field.append('"');
        i++;
      } else if (c == '"' && (quoted || field.toString().isBlank())) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString().strip());
    return quoted ? Optional.empty() : Optional.of(fields);
  }
}
