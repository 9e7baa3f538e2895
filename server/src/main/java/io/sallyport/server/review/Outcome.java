package io.sallyport.server.review;

/** What became of what an officer asked for. */
public sealed interface Outcome<T> {

  /** Here it is; that it was given is on record. */
  record Granted<T>(T value) implements Outcome<T> {}

  /** Nothing was given; a sentence for the officer says why. */
  record Denied<T>(String why) implements Outcome<T> {}

  /** A second person has to approve first. */
  record Awaiting<T>(String approval) implements Outcome<T> {}
}
