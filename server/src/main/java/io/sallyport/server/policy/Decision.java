package io.sallyport.server.policy;

import java.util.List;

/** The outcome of policy for one attempt, decided once and carried with the request. */
public sealed interface Decision {

  /** Go ahead, under these obligations. */
  record Allow(Obligations obligations) implements Decision {}

  /** No, and this is what the user is told. */
  record Deny(Refusal refusal) implements Decision {}

  /**
   * What must be true of what was allowed.
   *
   * @param archiveFirst nothing happens before its record is durable
   * @param requireSrtp media without SRTP is refused
   * @param record the kinds of media that are recorded, {@code audio} and {@code video}; a call of
   *     which they cannot be is refused
   * @param emergency a call to an emergency number: it goes on where record or recording fail, and
   *     that goes on record
   */
  record Obligations(
      boolean archiveFirst, boolean requireSrtp, List<String> record, boolean emergency) {
    public Obligations {
      record = List.copyOf(record);
    }

    /** Nothing is recorded. */
    public Obligations(boolean archiveFirst, boolean requireSrtp) {
      this(archiveFirst, requireSrtp, List.of(), false);
    }
  }
}
