package io.sallyport.server.api.employee;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.login.Role.Permission;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Colleagues: whom one may look up and call, and who can be reached now. */
public final class PeopleResource implements Api.Resource {

  /**
   * A colleague.
   *
   * @param address what to call
   * @param online whether any phone of theirs is on line
   */
  record Person(String user, String address, String display, String department, boolean online) {}

  // immutable
  private final Directory directory;
  private final String domain;
  private final Predicate<String> online;

  /**
   * @param online whether an address of record can be reached now
   */
  public PeopleResource(Directory directory, String domain, Predicate<String> online) {
    this.directory = directory;
    this.domain = domain;
    this.online = online;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(
                Method.GET,
                "/me/people",
                "people",
                "Colleagues in the order of their names, without whoever asks.")
            .needs(Permission.PHONE)
            .query("q", "Words that all stand in a name, display name or department.")
            .query("users", "Names with commas between, for these people alone.")
            .givesPage(Person.class)
            .by(this::list));
  }

  private Object list(Asked asked) {
    List<String> words = List.of(asked.query("q").toLowerCase(Locale.ROOT).split("\\s+"));
    List<String> named = List.of(asked.query("users").toLowerCase(Locale.ROOT).split(","));
    String own = asked.caller().user();
    List<User> found =
        directory.list().stream()
            .filter(user -> user.enabled() && !user.name().equals(own))
            .filter(user -> asked.query("users").isEmpty() || named.contains(user.name()))
            .filter(user -> matches(user, words))
            .sorted(java.util.Comparator.comparing(PeopleResource::order))
            .toList();
    return Page.of(found, PeopleResource::order, asked.cursor(), asked.limit()).map(this::person);
  }

  private static boolean matches(User user, List<String> words) {
    String text =
        (user.name() + "\n" + user.display() + "\n" + user.department()).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(text::contains);
  }

  /** As people read a list: by the name that is shown; the user's own name makes it total. */
  private static String order(User user) {
    String shown = user.display().isBlank() ? user.name() : user.display();
    return shown.strip().toLowerCase(Locale.ROOT) + "\t" + user.name();
  }

  private Person person(User user) {
    String address = Addresses.of(user.name(), domain);
    String display = user.display().isBlank() ? user.name() : user.display();
    return new Person(user.name(), address, display, user.department(), online.test(address));
  }
}
