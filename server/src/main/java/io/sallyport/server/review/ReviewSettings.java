package io.sallyport.server.review;

import io.sallyport.server.base.Setting;

/** What an admin can say about officers. */
public record ReviewSettings(
    @Setting("Whether a second person must approve before a recording is played.")
        boolean playNeedsTwo,
    @Setting("Whether a second person must approve before an officer hears a running call.")
        boolean listenNeedsTwo,
    @Setting("Whether a second person must approve before records are exported.")
        boolean exportNeedsTwo,
    @Setting(value = "Records that one export takes at most.", min = 1, max = 100_000_000)
        int exportAtMost) {

  public static ReviewSettings defaults() {
    return new ReviewSettings(false, true, true, 10_000_000);
  }
}
