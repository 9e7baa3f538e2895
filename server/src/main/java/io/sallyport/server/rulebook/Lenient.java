package io.sallyport.server.rulebook;

import io.sallyport.server.policy.Names;
import io.sallyport.server.policy.Person;
import java.util.Map;
import java.util.Set;

/**
 * The names against which a set is checked that was in force before: a group that has gone since
 * must not stand in the way of a rollback, that nobody could administer must.
 */
record Lenient(Names names) implements Names {
  @Override
  public boolean user(String name) {
    return true;
  }

  @Override
  public boolean group(String name) {
    return true;
  }

  @Override
  public boolean department(String name) {
    return true;
  }

  @Override
  public Set<String> roles() {
    return names.roles();
  }

  @Override
  public Map<String, Person> admins() {
    return names.admins();
  }
}
