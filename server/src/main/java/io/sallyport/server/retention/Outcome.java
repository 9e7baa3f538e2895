package io.sallyport.server.retention;

/** What became of a step that a person wanted to take. */
public sealed interface Outcome<T> {
  /** It was taken, and is on the journal. */
  record Done<T>(T value) implements Outcome<T> {}

  /** It was not, and nothing has changed; a sentence for the person. */
  record Denied<T>(String why) implements Outcome<T> {}
}
