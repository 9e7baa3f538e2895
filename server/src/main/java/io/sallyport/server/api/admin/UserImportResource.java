package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem.FieldError;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.NewUser;
import io.sallyport.server.login.Role.Permission;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Many accounts at once: all of them, or none and every reason. */
public final class UserImportResource implements Api.Resource {
  private static final int MOST_BYTES = 2 << 20;

  /**
   * Accounts to be made.
   *
   * @param csv a line each: name, password, display name, department, role; what is behind the name
   *     may be absent
   * @param check only look for what is wrong
   */
  record UserImportWanted(String csv, boolean check) {
    @Override
    public String toString() {
      return "UserImportWanted[redacted]";
    }
  }

  /** An account with the password that was made for it, which is told this once. */
  record MadePassword(String name, String password) {
    @Override
    public String toString() {
      return "MadePassword[" + name + "]";
    }
  }

  /**
   * What came of it.
   *
   * @param users how many there are
   * @param added whether they were added, or only looked at
   */
  record ImportedUsers(int users, boolean added, List<MadePassword> passwords) {}

  // immutable
  private final Directory directory;
  private final Administered administered;

  public UserImportResource(Directory directory, Administered administered) {
    this.directory = directory;
    this.administered = administered;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(
                Method.POST,
                "/users/import",
                "users",
                "Make many accounts, or none where a line is wrong; every such line is told.")
            .needs(Permission.ADMINISTER)
            .takes(UserImportWanted.class)
            .gives(ImportedUsers.class)
            .atMost(MOST_BYTES)
            .by(this::load));
  }

  private Object load(Asked asked) {
    UserImportWanted wanted = asked.body(UserImportWanted.class);
    UserImport read = UserImport.read(Words.of(wanted.csv()));
    List<FieldError> errors = Asked.errors();
    errors.addAll(read.errors());
    List<UserImport.Line> lines = read.lines();
    if (lines.isEmpty() && errors.isEmpty()) {
      errors.add(new FieldError("csv", "has no account in it"));
    }
    List<NewUser> users = lines.stream().map(UserImport.Line::user).toList();
    boolean only = wanted.check() || !errors.isEmpty();
    Map<Integer, String> problems = only ? directory.problems(users) : directory.addAll(users);
    problems.forEach(
        (place, words) ->
            errors.add(
                new FieldError(
                    "csv", lines.get(place).line(), users.get(place).name() + ": " + words, "")));
    errors.sort(Comparator.comparingInt(FieldError::line));
    Asked.check(errors);
    if (only) {
      return new ImportedUsers(users.size(), false, List.of());
    }
    for (NewUser user : users) {
      administered.by(asked.caller(), "user added", Directory.canonical(user.name()));
    }
    List<MadePassword> made =
        lines.stream()
            .filter(line -> !line.made().isEmpty())
            .map(line -> new MadePassword(Directory.canonical(line.user().name()), line.made()))
            .toList();
    return new ImportedUsers(users.size(), true, made);
  }
}
