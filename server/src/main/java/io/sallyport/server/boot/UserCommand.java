package io.sallyport.server.boot;

import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.observe.LogText;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code user add|import|list|passwd|set-department|disable|enable}. */
@Command(name = "user", description = "Add, list, disable users; set passwords.")
final class UserCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The command with its subcommands. */
  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new UserCommand())
        .addSubcommand(new Add(invocation, place))
        .addSubcommand(new UserImport(invocation, place))
        .addSubcommand(new ListUsers(invocation, place))
        .addSubcommand(new Passwd(invocation, place))
        .addSubcommand(new SetDepartment(invocation, place))
        .addSubcommand(new Disable(invocation, place))
        .addSubcommand(new Enable(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say which: user add, import, list, passwd, set-department, disable or enable");
  }

  /** A subcommand that changes users. */
  private abstract static class Change extends DataCommand {
    Change(Invocation invocation, Place place) {
      super(invocation, place);
    }

    /** Reports a change: its problem, or what was done, which goes on record. */
    protected int changed(Facades facades, Optional<String> problem, String action, String user) {
      if (problem.isPresent()) {
        terminal().err().println(LogText.safe(user) + ": " + problem.get());
        return ExitCode.FAILED;
      }
      String name = Directory.canonical(user);
      facades.administered(action, name);
      terminal().out().println(action + ": " + name + "@" + facades.domain());
      return ExitCode.OK;
    }
  }

  /** How a command gets a password. */
  private static final class PasswordOptions {
    @Option(names = "--generate", description = "Generate the password and print it.")
    private boolean generate;

    /** The password, or empty where none was typed; printed where it was generated. */
    Optional<Secret> obtain(Terminal terminal) {
      if (generate) {
        String password = Passwords.generate(new SecureRandom());
        terminal.out().println("password: " + password);
        return Optional.of(Secret.of(password));
      }
      Optional<String> typed = terminal.secretLine("password: ").filter(line -> !line.isEmpty());
      if (typed.isPresent()
          && terminal.interactive()
          && !terminal.secretLine("again: ").equals(typed)) {
        terminal.err().println("the two passwords differ");
        return Optional.empty();
      }
      if (typed.isEmpty()) {
        terminal.err().println("no password was given; type one, or use --generate");
      }
      return typed.map(Secret::of);
    }
  }

  /** Adds a user. */
  @Command(
      name = "add",
      description = "Add a user; asks for the password, or reads it from standard input.")
  static final class Add extends Change {
    @Parameters(paramLabel = "NAME", description = "The part before the @.")
    private String name;

    @Option(names = "--display", paramLabel = "TEXT", description = "Name for people.")
    private String display;

    @Option(names = "--department", paramLabel = "TEXT", description = "For rules to ask about.")
    private String department = "";

    @ArgGroup private RoleOptions role = new RoleOptions();

    @Mixin private PasswordOptions password = new PasswordOptions();

    Add(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      if (facades.directory().user(name).isPresent()) {
        return changed(facades, Optional.of("there is such a user already"), "", name);
      }
      Optional<Secret> secret = password.obtain(terminal());
      if (secret.isEmpty()) {
        return ExitCode.FAILED;
      }
      String shown = display == null ? name : display;
      return changed(
          facades,
          facades.directory().add(name, shown, department, role.role(), secret.get()),
          "user added",
          name);
    }
  }

  /** Lists the users. */
  @Command(name = "list", description = "List the users.")
  static final class ListUsers extends DataCommand {
    ListUsers(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      Table table = new Table("NAME", "ADDRESS", "DISPLAY", "ROLE", "STATE", "DEPARTMENT");
      for (User user : facades.directory().list()) {
        table.row(
            user.name(),
            "sip:" + user.name() + "@" + facades.domain(),
            user.display(),
            user.role().name().toLowerCase(Locale.ROOT),
            user.enabled() ? "enabled" : "disabled",
            user.department());
      }
      table.print(terminal().out());
      return ExitCode.OK;
    }
  }

  /** Sets a password. */
  @Command(
      name = "passwd",
      description = "Set a password; asks for it, or reads it from standard input.")
  static final class Passwd extends Change {
    @Parameters(paramLabel = "NAME", description = "The part before the @.")
    private String name;

    @Mixin private PasswordOptions password = new PasswordOptions();

    Passwd(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      if (facades.directory().user(name).isEmpty()) {
        return changed(facades, Optional.of("there is no such user"), "", name);
      }
      Optional<Secret> secret = password.obtain(terminal());
      return secret.isEmpty()
          ? ExitCode.FAILED
          : changed(
              facades, facades.directory().password(name, secret.get()), "password set", name);
    }
  }

  /** Says of which department a user is. */
  @Command(
      name = "set-department",
      description = "Say of which department a user is, for rules to ask about; '' for none.")
  static final class SetDepartment extends Change {
    @Parameters(index = "0", paramLabel = "NAME", description = "The part before the @.")
    private String name;

    @Parameters(index = "1", paramLabel = "DEPARTMENT", description = "As rules name it.")
    private String department;

    SetDepartment(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      return changed(
          facades, facades.directory().department(name, department), "department set", name);
    }
  }

  /** Refuses every further login of a user. */
  @Command(name = "disable", description = "Refuse every further login of a user.")
  static final class Disable extends Change {
    @Parameters(paramLabel = "NAME", description = "The part before the @.")
    private String name;

    Disable(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      return changed(facades, facades.directory().disable(name), "user disabled", name);
    }
  }

  /** Lets a disabled user log in again. */
  @Command(name = "enable", description = "Let a disabled user log in again.")
  static final class Enable extends Change {
    @Parameters(paramLabel = "NAME", description = "The part before the @.")
    private String name;

    Enable(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) {
      return changed(facades, facades.directory().enable(name), "user enabled", name);
    }
  }
}
