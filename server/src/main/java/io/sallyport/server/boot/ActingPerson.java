package io.sallyport.server.boot;

import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.retention.Outcome;
import io.sallyport.server.review.Review;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/**
 * Who acts, where the machine's account is not enough of a name: what one person asks for another
 * must approve, so each proves with a password who it is.
 */
final class ActingPerson {
  @Option(
      names = "--as",
      required = true,
      paramLabel = "USER",
      description = "Who you are; asks for the password, or reads it from standard input.")
  private String user;

  static ActingPerson named(String user) {
    ActingPerson person = new ActingPerson();
    person.user = user;
    return person;
  }

  /** The person's canonical name; empty where it was not proven or is not enough, which is told. */
  Optional<String> proven(Facades facades, Terminal terminal) {
    return proven(facades, terminal, ActingPerson::mayKeep, "may not decide what is kept");
  }

  /** The same for who may say what is allowed: administrators. */
  Optional<String> provenAdministrator(Facades facades, Terminal terminal) {
    return proven(facades, terminal, who -> who.role() == User.Role.ADMIN, "is no administrator");
  }

  /** The same for who may approve what officers do: officers and administrators. */
  Optional<String> provenOfficer(Facades facades, Terminal terminal) {
    return proven(
        facades,
        terminal,
        who -> mayKeep(who) || isOfficer(facades, who),
        "is neither an officer nor an administrator");
  }

  private Optional<String> proven(
      Facades facades, Terminal terminal, Predicate<User> may, String otherwise) {
    Optional<String> typed = terminal.secretLine("password of " + LogText.safe(user) + ": ");
    String name = Directory.canonical(user);
    User person = facades.directory().user(name).orElse(null);
    Review review = facades.officers().review();
    if (!review.proven(name, Secret.of(typed.orElse(""))) || person == null) {
      terminal.err().println("that is not the password of an enabled user");
      return Optional.empty();
    }
    if (!may.test(person)) {
      terminal.err().println(name + " " + otherwise);
      return Optional.empty();
    }
    return Optional.of(name);
  }

  /** Officers; and administrators, who can do all of it on the machine anyway. */
  private static boolean mayKeep(User person) {
    return person.role() == User.Role.ADMIN || person.role() == User.Role.OFFICER;
  }

  private static boolean isOfficer(Facades facades, User person) {
    return facades.officers().assignments().list().stream()
        .anyMatch(each -> each.officer().equals(person.name()));
  }

  /** Shows what became of a step: the sentence where it was refused. */
  static int tell(Terminal terminal, Outcome<?> outcome, String done) {
    if (outcome instanceof Outcome.Denied<?> denied) {
      terminal.err().println(LogText.safe(denied.why()));
      return ExitCode.FAILED;
    }
    terminal.out().println(LogText.safe(done));
    return ExitCode.OK;
  }
}
