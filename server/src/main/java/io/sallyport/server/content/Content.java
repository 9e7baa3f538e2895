package io.sallyport.server.content;

/**
 * The content rules in force, swapped whole: what is looked at meanwhile is judged by one version
 * from begin to end. Any thread.
 */
public final class Content {
  // any thread: volatile snapshot
  private volatile Version version = new Version(ContentRules.NONE, "");

  /**
   * Rules and the version of the policy that they came with.
   *
   * @param name as it goes on record; empty where there are no rules
   */
  public record Version(ContentRules rules, String name) {}

  /** Puts other rules in force. */
  public void swap(ContentRules rules, String name) {
    version = new Version(rules, name);
  }

  /** What is in force now. */
  public Version version() {
    return version;
  }
}
