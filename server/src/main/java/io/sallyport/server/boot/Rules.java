package io.sallyport.server.boot;

import io.sallyport.server.archive.Archive;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.directory.User;
import io.sallyport.server.policy.Names;
import io.sallyport.server.policy.People;
import io.sallyport.server.policy.Person;
import io.sallyport.server.policy.Policy;
import io.sallyport.server.rulebook.Rulebook;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What decides, connected to the directory and to the journal. The rulebook is made and not
 * started: without a server nothing is decided, and a rule set that cannot be read must not keep an
 * admin from writing a better one.
 */
record Rules(Policy policy, Rulebook rulebook, People people) {

  static Rules open(
      Settings settings, Archive archive, Directory directory, Groups groups, InstantSource clock)
      throws SocketException {
    Policy policy = new Policy(settings.domain(), Certificates.hosts(settings), settings.policy());
    Names names = new DirectoryNames(directory, groups, policy);
    Rulebook rulebook = new Rulebook(policy, archive, names, clock);
    rulebook.alsoCheck(ContentSection::problems);
    return new Rules(policy, rulebook, directory.people());
  }

  /** The names that exist, spelled as the directory has them in memory. */
  private record DirectoryNames(Directory directory, Groups groups, Policy policy)
      implements Names {
    @Override
    public boolean user(String name) {
      return directory.user(name).isPresent();
    }

    @Override
    public boolean group(String name) {
      return groups.has(name);
    }

    @Override
    public boolean department(String name) {
      return directory.hasDepartment(name);
    }

    @Override
    public Set<String> roles() {
      Set<String> roles = new TreeSet<>();
      for (User.Role role : User.Role.values()) {
        roles.add(role.name().toLowerCase(Locale.ROOT));
      }
      return roles;
    }

    @Override
    public Map<String, Person> admins() {
      Map<String, Person> admins = new TreeMap<>();
      for (User user : directory.list()) {
        if (user.role() == User.Role.ADMIN && user.enabled()) {
          policy
              .canonical(user.name(), policy.domain())
              .ifPresent(address -> admins.put(user.name(), directory.people().of(address)));
        }
      }
      return admins;
    }
  }
}
