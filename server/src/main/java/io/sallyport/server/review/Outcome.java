package io.sallyport.server.review;

/** What became of what an officer asked for. */
public sealed interface Outcome<T> {

  /** Here it is; that it was given is on record. */
  record Granted<T>(T value) implements Outcome<T> {}

  /**
   * Nothing was given; a sentence for the officer says why.
   *
   * @param about what it is that was not as it must be
   */
  record Denied<T>(String why, About about) implements Outcome<T> {
    public Denied(String why) {
      this(why, About.REQUEST);
    }
  }

  /** What a refusal is about, for who shows it beside a field. */
  enum About {
    /** What was asked for, or how. */
    REQUEST,
    REASON,
    /** There is nothing of that name, or nothing that the officer may see, which is the same. */
    NAME,
    /** The same may be granted in a while. */
    MOMENT
  }

  /** A second person has to approve first. */
  record Awaiting<T>(String approval) implements Outcome<T> {}
}
