package io.sallyport.server.review;

import java.time.Instant;
import java.util.Optional;

/**
 * A package that an officer asked for at the console, and how far it has come.
 *
 * @param query what to put in, as the console writes it
 * @param approval the request to a second person; empty where none is needed
 * @param ended when it was complete or failed; empty before
 * @param export its name on record; empty before it is complete
 * @param problems what could not be put in
 * @param why it failed; else empty
 */
public record Order(
    String id,
    String officer,
    String reason,
    String query,
    String approval,
    State state,
    Instant asked,
    Optional<Instant> ended,
    String export,
    long hits,
    int problems,
    String sha256,
    String why) {

  /** How far an order has come. */
  public enum State {
    /** A second person has to approve. */
    WAITING,
    RUNNING,
    COMPLETE,
    FAILED,
    /** The package was there, and has been removed. */
    REMOVED
  }

  static Order asked(
      String id, String officer, String reason, String query, State state, Instant now) {
    return new Order(
        id, officer, reason, query, "", state, now, Optional.empty(), "", 0, 0, "", "");
  }

  Order waiting(String wanted) {
    return new Order(
        id,
        officer,
        reason,
        query,
        wanted,
        State.WAITING,
        asked,
        Optional.empty(),
        "",
        0,
        0,
        "",
        "");
  }

  Order complete(Export.Made made, Instant now) {
    return new Order(
        id,
        officer,
        reason,
        query,
        approval,
        State.COMPLETE,
        asked,
        Optional.of(now),
        made.export(),
        made.hits(),
        made.problems(),
        made.sha256(),
        "");
  }

  Order failed(String because, Instant now) {
    return new Order(
        id,
        officer,
        reason,
        query,
        approval,
        State.FAILED,
        asked,
        Optional.of(now),
        export,
        hits,
        problems,
        sha256,
        because);
  }
}
