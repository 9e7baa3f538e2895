package io.sallyport.server.db;

/** What became of work handed to a database thread. */
public sealed interface Answer<T> {

  /** It ran and was committed. */
  record Done<T>(T value) implements Answer<T> {}

  /**
   * Nothing was changed: the queue was full, the database is closed, or the work failed and was
   * rolled back.
   */
  record Failed<T>(String why) implements Answer<T> {}
}
