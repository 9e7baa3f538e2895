package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Maybe;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.Problem.FieldError;
import io.sallyport.server.directory.Assignments;
import io.sallyport.server.directory.Groups;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.retention.Approval;
import io.sallyport.server.retention.Hold;
import io.sallyport.server.retention.Retention;
import io.sallyport.server.review.Review;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Legal holds: placed by one officer on whom they may look at, released by two. What lies outside
 * an officer's assignment is as if it were not there.
 */
public final class HoldsResource implements Api.Resource {
  private static final int MOST_NAMES = 100;
  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_MATTER = 200;

  /**
   * A hold that stands.
   *
   * @param group whose members, as they are at any time, are covered too; empty for none
   * @param from absent for none; what ended before is not covered
   * @param until absent for none; what began then or later is not covered
   * @param release the request to end it that waits for a second person; empty while nobody asked
   * @param releaseAskedBy empty while nobody asked
   */
  record HoldView(
      String id,
      String matter,
      String reason,
      String placedBy,
      Instant placedAt,
      List<String> people,
      String group,
      List<String> calls,
      @Maybe Instant from,
      @Maybe Instant until,
      String release,
      String releaseAskedBy) {}

  /** A hold to place; what is empty or absent does not limit it, and something must. */
  record NewHold(
      String matter,
      String reason,
      List<String> people,
      String group,
      List<String> calls,
      Instant from,
      Instant until) {}

  /** Why a hold should end. */
  record ReleaseReason(String reason) {}

  // immutable
  private final Retention retention;
  private final Review review;
  private final Assignments assignments;
  private final Groups groups;
  private final String domain;
  private final InstantSource clock;

  public HoldsResource(
      Retention retention,
      Review review,
      Assignments assignments,
      Groups groups,
      String domain,
      InstantSource clock) {
    this.retention = retention;
    this.review = review;
    this.assignments = assignments;
    this.groups = groups;
    this.domain = domain;
    this.clock = clock;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/holds", "holds", "Legal holds that stand, the oldest first.")
            .needs(Permission.READ_CONTENT)
            .query("matter", "Only those of that matter.")
            .givesPage(HoldView.class)
            .by(this::list),
        Operation.of(
                Method.POST,
                "/holds",
                "holds",
                "Place a hold: from when this returns, no purge takes what it covers.")
            .needs(Permission.DECIDE)
            .takes(NewHold.class)
            .gives(HoldView.class)
            .creates()
            .by(this::place),
        Operation.of(
                Method.POST,
                "/holds/{hold}/release",
                "holds",
                "Ask for a hold's end; a second person must approve.")
            .needs(Permission.DECIDE)
            .takes(ReleaseReason.class)
            .gives(HoldView.class)
            .by(this::release));
  }

  private Object list(Asked asked) {
    String matter = asked.query("matter");
    List<HoldView> holds =
        retention.holds().list().stream()
            .filter(hold -> matter.isEmpty() || hold.matter().equalsIgnoreCase(matter))
            .filter(purview(asked)::sees)
            .map(this::view)
            .toList();
    // in the order of placing, which their times tell
    return Page.of(holds, hold -> hold.placedAt() + " " + hold.id(), asked.cursor(), asked.limit());
  }

  private Object place(Asked asked) {
    NewHold wanted = asked.body(NewHold.class);
    String reason = Judged.reason(wanted.reason());
    String matter = text(wanted.matter());
    String group = text(wanted.group());
    List<String> people = names(wanted.people());
    List<String> calls = names(wanted.calls());
    List<FieldError> errors = Asked.errors();
    if (matter.isEmpty() || matter.length() > LONGEST_MATTER) {
      errors.add(new FieldError("matter", "has 1 to " + LONGEST_MATTER + " characters"));
    }
    sizes("people", people, errors);
    sizes("calls", calls, errors);
    boolean nothing =
        people.isEmpty()
            && group.isEmpty()
            && calls.isEmpty()
            && wanted.from() == null
            && wanted.until() == null;
    if (nothing) {
      errors.add(new FieldError("people", "say what it covers: people, a group, calls or a span"));
    }
    if (wanted.from() != null
        && wanted.until() != null
        && !wanted.from().isBefore(wanted.until())) {
      errors.add(new FieldError("until", "is after from"));
    }
    Asked.check(errors);
    within(purview(asked), people, group, calls);
    Hold.Scope scope =
        new Hold.Scope(
            matter,
            reason,
            people,
            group,
            calls,
            Optional.ofNullable(wanted.from()),
            Optional.ofNullable(wanted.until()));
    return view(Judged.done(() -> retention.holds().place(scope, asked.caller().user())));
  }

  /** A hold reaches no further than its officer: it would tell whose records there are. */
  private void within(Purview purview, List<String> people, String group, List<String> calls) {
    List<FieldError> errors = Asked.errors();
    if (!purview.covers(people.stream().map(this::address).toList())) {
      errors.add(new FieldError("people", "not all of them are assigned to you"));
    }
    Set<String> members = groups.members(group);
    if (!group.isEmpty() && (members.isEmpty() || !purview.covers(members))) {
      errors.add(new FieldError("group", "there is no such group, or it is not assigned to you"));
    }
    if (!purview.seesCalls(new HashSet<>(calls))) {
      errors.add(new FieldError("calls", "not all of them are there and assigned to you"));
    }
    if (people.isEmpty() && group.isEmpty() && calls.isEmpty() && !purview.everybody()) {
      errors.add(new FieldError("people", "name people: you are not assigned everybody"));
    }
    Asked.check(errors);
  }

  private Object release(Asked asked) {
    String reason = Judged.reason(asked.body(ReleaseReason.class).reason());
    Hold hold = found(asked);
    Judged.done(() -> retention.holds().requestRelease(hold.id(), reason, asked.caller().user()));
    return view(found(asked));
  }

  private Hold found(Asked asked) {
    return retention
        .holds()
        .find(asked.path("hold"))
        .filter(purview(asked)::sees)
        .orElseThrow(() -> Problem.notFound("There is no such hold."));
  }

  private HoldView view(Hold hold) {
    Optional<Approval> release =
        retention
            .approvals()
            .find(hold.release())
            .filter(asked -> asked.state() == Approval.State.PENDING)
            .filter(asked -> !asked.expired(clock.instant()));
    return new HoldView(
        hold.id(),
        hold.matter(),
        hold.reason(),
        hold.placedBy(),
        hold.placedAt(),
        hold.persons().stream().sorted().toList(),
        hold.group(),
        hold.calls().stream().sorted().toList(),
        hold.from().orElse(null),
        hold.until().orElse(null),
        release.map(Approval::id).orElse(""),
        release.map(Approval::requestedBy).orElse(""));
  }

  private Purview purview(Asked asked) {
    return Purview.of(review, assignments, asked.caller().user());
  }

  private String address(String person) {
    String bare = RecordView.bare(person.toLowerCase(java.util.Locale.ROOT));
    return bare.indexOf('@') >= 0 || bare.indexOf(':') >= 0 ? bare : bare + "@" + domain;
  }

  private static void sizes(String field, List<String> names, List<FieldError> errors) {
    if (names.size() > MOST_NAMES || names.stream().anyMatch(n -> n.length() > LONGEST_NAME)) {
      errors.add(new FieldError(field, "are at most " + MOST_NAMES + ", and no longer than names"));
    }
  }

  private static List<String> names(List<String> given) {
    return given == null
        ? List.of()
        : given.stream()
            .map(HoldsResource::text)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
  }

  private static String text(String value) {
    return value == null ? "" : value.strip();
  }
}
