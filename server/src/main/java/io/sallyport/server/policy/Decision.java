package io.sallyport.server.policy;

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
   */
  record Obligations(boolean archiveFirst, boolean requireSrtp) {}
}
