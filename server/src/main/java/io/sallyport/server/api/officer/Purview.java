package io.sallyport.server.api.officer;

import io.sallyport.server.directory.Assignments;
import io.sallyport.server.retention.Hold;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Review;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of holds and approvals an officer may see: those are not found by the index, and name people
 * and reasons all the same. The judge is the officer's assignment, as it is for records.
 */
final class Purview {
  // immutable
  private final Review review;
  private final Assignments assignments;
  private final Officer officer;
  private final boolean everybody;
  private final Set<String> addresses;

  private Purview(Review review, Assignments assignments, Officer officer) {
    this.review = review;
    this.assignments = assignments;
    this.officer = officer;
    Assignments.Reach reach = assignments.reach(officer.name());
    this.everybody = reach.everybody();
    this.addresses = bare(reach.addresses());
  }

  static Purview of(Review review, Assignments assignments, String user) {
    return new Purview(review, assignments, review.officer(user));
  }

  Officer officer() {
    return officer;
  }

  boolean everybody() {
    return everybody;
  }

  /** Whether the officer may look at all of these. */
  boolean covers(Collection<String> people) {
    return everybody || addresses.containsAll(bare(people));
  }

  /**
   * Whether the officer may look at whatever another may: who cannot look at it cannot judge it.
   */
  boolean coversThatOf(String other) {
    if (other.equals(officer.name()) || everybody) {
      return true;
    }
    Assignments.Reach theirs = assignments.reach(other);
    return !theirs.everybody()
        && !addresses.isEmpty()
        && addresses.containsAll(bare(theirs.addresses()));
  }

  /** Whether the officer may see the hold: all whom and what it names. */
  boolean sees(Hold hold) {
    if (everybody || hold.placedBy().equals(officer.name())) {
      return true;
    }
    if (hold.persons().isEmpty() && hold.calls().isEmpty() || !covers(hold.persons())) {
      return false;
    }
    return seesCalls(hold.calls());
  }

  boolean seesCalls(Set<String> calls) {
    return calls.isEmpty()
        || everybody
        || Judged.onRecord(() -> review.readings().mayRead(officer, calls));
  }

  /** Holds name people without the scheme that assignments have. */
  private static Set<String> bare(Collection<String> people) {
    return people.stream().map(RecordView::bare).collect(Collectors.toSet());
  }
}
