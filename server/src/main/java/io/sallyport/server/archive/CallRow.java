package io.sallyport.server.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is on record of one call, as far as it has come.
 *
 * @param sequence the call's first record in the journal
 * @param outcome empty while the call runs
 * @param end where the record of its end lies; empty while the call runs
 * @param talk from the answer to the end; zero where nobody answered
 */
public record CallRow(
    String call,
    long sequence,
    Position position,
    Instant started,
    Optional<Instant> answered,
    Optional<Instant> ended,
    Optional<End> end,
    String from,
    String to,
    Optional<String> answeredBy,
    List<String> kinds,
    Optional<String> outcome,
    int status,
    Duration talk,
    Optional<String> endedBy,
    Optional<String> reason) {

  /** A call's last record in the journal. */
  public record End(long sequence, Position position) {}
}
