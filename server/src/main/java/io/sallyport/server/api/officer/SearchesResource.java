package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Review;
import io.sallyport.server.review.SavedSearches;
import io.sallyport.server.review.SavedSearches.Saved;
import java.time.Instant;
import java.util.List;

/** Searches that an officer has kept under a name; nobody sees another's. */
public final class SearchesResource implements Api.Resource {
  /** A saved search; its query is as in {@code GET /records}. */
  record SavedSearch(String id, String name, String query, Instant saved) {}

  /** A search to keep; takes the place of one of the same name. */
  record NewSearch(String name, String query) {}

  // immutable
  private final Review review;
  private final SavedSearches searches;

  public SearchesResource(Review review, SavedSearches searches) {
    this.review = review;
    this.searches = searches;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/searches", "searches", "Your saved searches, by name.")
            .needs(Permission.READ_CONTENT)
            .givesPage(SavedSearch.class)
            .by(this::list),
        Operation.of(Method.POST, "/searches", "searches", "Save a search.")
            .needs(Permission.READ_CONTENT)
            .takes(NewSearch.class)
            .gives(SavedSearch.class)
            .creates()
            .by(this::save),
        Operation.of(Method.DELETE, "/searches/{search}", "searches", "Forget a saved search.")
            .needs(Permission.READ_CONTENT)
            .by(this::remove));
  }

  private Object list(Asked asked) {
    return io.sallyport.server.api.Page.of(
        searches.of(officer(asked)).stream()
            .map(SearchesResource::view)
            .sorted(java.util.Comparator.comparing(SavedSearch::name))
            .toList(),
        SavedSearch::name,
        asked.cursor(),
        asked.limit());
  }

  private Object save(Asked asked) {
    NewSearch wanted = asked.body(NewSearch.class);
    List<Problem.FieldError> errors = Asked.errors();
    String name = wanted.name() == null ? "" : wanted.name().strip();
    if (name.isEmpty() || name.length() > SavedSearches.LONGEST_NAME) {
      errors.add(
          new Problem.FieldError("name", "has 1 to " + SavedSearches.LONGEST_NAME + " characters"));
    }
    if (wanted.query() == null) {
      errors.add(new Problem.FieldError("query", "is needed; empty for everything"));
    }
    Asked.check(errors);
    RecordQuery.of(wanted.query(), "query");
    return searches
        .save(officer(asked), name, wanted.query())
        .map(SearchesResource::view)
        .orElseThrow(
            () -> Problem.conflict("You have " + SavedSearches.MOST + " searches; remove one."));
  }

  private Object remove(Asked asked) {
    if (!searches.remove(officer(asked), asked.path("search"))) {
      throw Problem.notFound("You have no such search.");
    }
    return null;
  }

  private Officer officer(Asked asked) {
    return review.officer(asked.caller().user());
  }

  private static SavedSearch view(Saved saved) {
    return new SavedSearch(saved.id(), saved.name(), saved.query(), saved.saved());
  }
}
