package io.sallyport.server.selftest;

/**
 * One thing that is looked at.
 *
 * @param id names it to programs, such as {@code media-port}
 * @param group names what it belongs to: {@code reach}, {@code certificate}, {@code media}, {@code
 *     storage} or {@code parts}
 * @param title what is checked, a few words
 */
public record Check(String id, String group, String title, Work work) {

  /** Looks. Called on the self-test's thread, may block for some seconds. */
  @FunctionalInterface
  public interface Work {
    Finding look() throws Exception;
  }
}
