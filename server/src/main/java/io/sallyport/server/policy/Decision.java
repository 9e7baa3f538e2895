package io.sallyport.server.policy;

/** The outcome of policy for one attempt, decided once and carried with the request. */
public sealed interface Decision {

  /** The name of the rule that decided; {@code default} where none matched. */
  String rule();

  /** Go ahead, under these obligations. */
  record Allow(Obligations obligations, String rule) implements Decision {}

  /**
   * No.
   *
   * @param words what the user is told
   */
  record Deny(Refusal refusal, String words, String rule) implements Decision {
    public Deny(Refusal refusal, String rule) {
      this(refusal, refusal.words(), rule);
    }
  }
}
