package io.sallyport.server.boot;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.officer.AccessResource;
import io.sallyport.server.api.officer.ApprovalsResource;
import io.sallyport.server.api.officer.ConversationsResource;
import io.sallyport.server.api.officer.ExportsResource;
import io.sallyport.server.api.officer.HeldResource;
import io.sallyport.server.api.officer.HoldsResource;
import io.sallyport.server.api.officer.PurgesResource;
import io.sallyport.server.api.officer.RecordQuery;
import io.sallyport.server.api.officer.RecordsResource;
import io.sallyport.server.api.officer.RetentionResource;
import io.sallyport.server.api.officer.SearchesResource;
import io.sallyport.server.api.officer.TimelineResource;
import io.sallyport.server.directory.Assignments;
import io.sallyport.server.retention.Approval;
import io.sallyport.server.retention.Retention;
import io.sallyport.server.review.Orders;
import io.sallyport.server.review.Review;
import io.sallyport.server.review.SavedSearches;
import java.util.List;

/** What compliance officers do, connected. */
final class OfficerResources {
  private OfficerResources() {}

  static List<Api.Resource> of(ConsoleParts parts) throws Exception {
    Facades facades = parts.facades();
    Review review = facades.officers().review();
    Assignments assignments = facades.officers().assignments();
    Retention retention = facades.retention();
    Orders orders =
        parts
            .lifecycle()
            .start(
                new Orders(
                    parts.storage().database(),
                    review,
                    parts.data().exports(),
                    RecordQuery::of,
                    parts.clock()));
    PurgesResource purges = new PurgesResource(retention, review, assignments, parts.clock());
    return List.of(
        new RecordsResource(review),
        new SearchesResource(review, new SavedSearches(parts.storage().database(), parts.clock())),
        new ConversationsResource(review),
        new TimelineResource(review),
        new HoldsResource(
            retention,
            review,
            assignments,
            facades.officers().groups(),
            facades.domain(),
            parts.clock()),
        new ApprovalsResource(
            retention, review, assignments, parts.clock(), new Agreed(orders, purges)),
        new RetentionResource(retention),
        purges,
        new ExportsResource(review, orders, retention, parts.clock()),
        new AccessResource(review),
        new HeldResource(review));
  }

  /** What begins as soon as a second person has agreed. */
  private record Agreed(Orders orders, PurgesResource purges)
      implements ApprovalsResource.Approved {
    @Override
    public void export(String approval) {
      orders.approved(approval);
    }

    @Override
    public void purge(Approval approval, String by) {
      purges.approved(approval, by);
    }
  }
}
