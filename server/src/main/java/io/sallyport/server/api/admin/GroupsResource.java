package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.login.Role.Permission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Groups of people, for administrators. */
public final class GroupsResource implements Api.Resource {

  /** A group and who is in it, by address. */
  record GroupView(String name, List<String> members) {}

  /** A department and how many users are of it. */
  record DepartmentView(String name, int users) {}

  /** Somebody, as user name or address. */
  record GroupMember(String person) {}

  // immutable
  private final Groups groups;
  private final Directory directory;
  private final Administered administered;

  public GroupsResource(Groups groups, Directory directory, Administered administered) {
    this.groups = groups;
    this.directory = directory;
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
            .takes(GroupMember.class)
            .gives(GroupView.class)
            .by(this::add),
        Operation.of(
                Method.DELETE,
                "/groups/{group}/members/{person}",
                "groups",
                "Take somebody out of a group, which is gone with its last member.")
            .needs(Permission.ADMINISTER)
            .by(this::remove),
        Operation.of(
                Method.GET, "/departments", "groups", "Departments in the order of their names.")
            .needs(Permission.ADMINISTER)
            .givesPage(DepartmentView.class)
            .by(this::departments));
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
    String person = Words.of(asked.body(GroupMember.class).person());
    Words.refuse("person", groups.add(name, person));
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

  private Object departments(Asked asked) {
    Map<String, Integer> users = new HashMap<>();
    directory.list().forEach(user -> users.merge(user.department(), 1, Integer::sum));
    List<DepartmentView> all =
        directory.departments().stream()
            .map(name -> new DepartmentView(name, users.getOrDefault(name, 0)))
            .filter(department -> department.users() > 0)
            .toList();
    return Page.of(all, DepartmentView::name, asked.cursor(), asked.limit());
  }

  private GroupView group(String name) {
    TreeSet<String> members = new TreeSet<>(groups.members(name));
    if (members.isEmpty()) {
      throw Problem.notFound("There is no such group.");
    }
    return new GroupView(Directory.canonical(name), List.copyOf(members));
  }
}
