package io.sallyport.server.search;

import io.sallyport.server.base.Setting;
import java.time.Duration;

/** What an admin can say about the search index. */
public record SearchSettings(
    @Setting("How long one search may take; one that needs longer is refused.") Duration budget,
    @Setting(
            value = "Memory for records that are being indexed, in megabytes.",
            min = 4,
            max = 1_024)
        int bufferMegabytes) {

  public SearchSettings {
    if (budget.isNegative() || budget.isZero() || budget.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("budget: must be more than 0 and at most 1m");
    }
  }

  public static SearchSettings defaults() {
    return new SearchSettings(Duration.ofSeconds(2), 32);
  }
}
