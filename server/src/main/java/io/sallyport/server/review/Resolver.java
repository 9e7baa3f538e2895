package io.sallyport.server.review;

import io.sallyport.server.directory.Assignments;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.search.Criteria;
import io.sallyport.server.search.Scope;
import io.sallyport.server.search.Search;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns an officer's words into a question to the index, within what the officer may see. */
final class Resolver {
  private static final int MOST_NAMES = 100;
  private static final int MOST_CHARACTERS = 4_000;

  // immutable
  private final Assignments assignments;
  private final Groups groups;
  private final Holds holds;
  private final String domain;

  Resolver(Assignments assignments, Groups groups, Holds holds, String domain) {
    this.assignments = assignments;
    this.groups = groups;
    this.holds = holds;
    this.domain = domain;
  }

  /** What cannot be asked; a sentence for the officer, or empty. */
  Optional<String> problem(Request request) {
    int names =
        request.persons().size()
            + request.groups().size()
            + request.results().size()
            + request.media().size()
            + request.marks().size()
            + request.ids().size();
    if (names > MOST_NAMES || request.words().length() > MOST_CHARACTERS) {
      return Optional.of("ask for less at once: at most " + MOST_NAMES + " names");
    }
    if (request.direction().isPresent()
        && request.persons().isEmpty()
        && request.groups().isEmpty()) {
      return Optional.of("a direction is that of a person or group: name one");
    }
    for (String group : request.groups()) {
      if (groups.members(group).isEmpty()) {
        return Optional.of("there is no group " + group);
      }
    }
    return Optional.empty();
  }

  Search search(
      Request request, Officer officer, boolean facets, int limit, Optional<String> cursor) {
    // what the holds of a matter are on is what is held, where no other hold stands
    return new Search(
        criteria(request),
        scope(officer),
        request.matter().map(holds::of).orElseGet(holds::list),
        request.matter().isPresent() ? Optional.of(true) : request.held(),
        facets,
        limit,
        cursor);
  }

  /** Whom the officer may see now. */
  Scope scope(Officer officer) {
    Assignments.Reach reach = assignments.reach(officer.name());
    return reach.everybody() ? Scope.EVERYTHING : Scope.of(reach.addresses());
  }

  private Criteria criteria(Request request) {
    List<Set<String>> parties = new ArrayList<>();
    request.persons().forEach(person -> parties.add(Set.of(address(person))));
    request.groups().forEach(group -> parties.add(groups.members(group)));
    return Criteria.where()
        .kind(request.kind().orElse(null))
        .parties(parties)
        .direction(request.direction().orElse(null))
        .number(request.number().orElse(null))
        .from(request.from().orElse(null))
        .until(request.until().orElse(null))
        .atLeast(request.atLeast().orElse(null))
        .atMost(request.atMost().orElse(null))
        .results(new HashSet<>(request.results()))
        .mosAtLeast(request.mosAtLeast().orElse(null))
        .mosAtMost(request.mosAtMost().orElse(null))
        .media(new HashSet<>(request.media()))
        .marks(new HashSet<>(request.marks()))
        .text(request.text().orElse(null))
        .ids(new HashSet<>(request.ids()))
        .purged(request.purged().orElse(null))
        .build();
  }

  private String address(String person) {
    return person.indexOf('@') >= 0 || person.indexOf(':') >= 0 ? person : person + "@" + domain;
  }
}
