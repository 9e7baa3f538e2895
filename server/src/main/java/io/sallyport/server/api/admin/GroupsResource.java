package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.login.Role.Permission;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Groups of people, for administrators. */
public final class GroupsResource implements Api.Resource {

  /** A group and who is in it, by address. */
  record GroupView(String name, List<String> members) {}

  /** Somebody, as user name or address. */
  record Member(String person) {}

  // immutable
  private final Groups groups;
  private final Administered administered;

  public GroupsResource(Groups groups, Administered administered) {
    this.groups = groups;
    this.administered = administered;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/groups", "groups", "Groups in the order of their names.")
            .needs(Permission.ADMINISTER)
            .givesPage(GroupView.class)
            .by(this::list),
        Operation.of(Method.GET, "/groups/{group}", "groups", "One group.")
            .needs(Permission.ADMINISTER)
            .gives(GroupView.class)
            .by(asked -> group(asked.path("group"))),
        Operation.of(
                Method.POST,
                "/groups/{group}/members",
                "groups",
                "Put somebody into a group, which is made by its first member.")
            .needs(Permission.ADMINISTER)
            .takes(Member.class)
            .gives(GroupView.class)
            .by(this::add),
        Operation.of(
                Method.DELETE,
                "/groups/{group}/members/{person}",
                "groups",
                "Take somebody out of a group, which is gone with its last member.")
            .needs(Permission.ADMINISTER)
            .by(this::remove));
  }

  private Object list(Asked asked) {
    List<GroupView> all =
        groups.all().entrySet().stream()
            .map(each -> new GroupView(each.getKey(), each.getValue()))
            .sorted(java.util.Comparator.comparing(GroupView::name))
            .toList();
    return Page.of(all, GroupView::name, asked.cursor(), asked.limit());
  }

  private Object add(Asked asked) {
    String name = asked.path("group");
    String person = asked.body(Member.class).person();
    refuse("person", groups.add(name, person == null ? "" : person));
    administered.by(asked.caller(), "group member added", person + " to " + name);
    return group(name);
  }

  private Object remove(Asked asked) {
    String name = asked.path("group");
    String person = asked.path("person");
    if (groups.remove(name, person).isPresent()) {
      throw Problem.notFound("There is no such member of that group.");
    }
    administered.by(asked.caller(), "group member removed", person + " from " + name);
    return null;
  }

  private GroupView group(String name) {
    TreeSet<String> members = new TreeSet<>(groups.members(name));
    if (members.isEmpty()) {
      throw Problem.notFound("There is no such group.");
    }
    return new GroupView(
        io.sallyport.server.directory.Directory.canonical(name), List.copyOf(members));
  }

  private static void refuse(String field, Optional<String> why) {
    why.ifPresent(
        words -> {
          throw Problem.invalid(field, words);
        });
  }
}
