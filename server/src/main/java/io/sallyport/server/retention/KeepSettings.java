package io.sallyport.server.retention;

import io.sallyport.server.base.Setting;
import java.time.Duration;

/** How long one class is kept. */
public record KeepSettings(
    @Setting(
            value = "How long; 0s: for ever. What has a floor cannot be kept shorter than that.",
            min = 0,
            max = 36_525L * 86_400_000L)
        Duration keep,
    @Setting(
            "From when the time counts: begin or end, of a call or recording; what is but a moment"
                + " has one time.")
        From from,
    @Setting(
            "What a purge destroys: bodies (texts and media), or everything (who, when and how"
                + " too); type, sequence, time and proof always stay.")
        Takes takes) {

  /** From when the time counts. */
  public enum From {
    BEGIN,
    END
  }

  /** What a purge destroys. */
  public enum Takes {
    BODIES,
    EVERYTHING
  }

  static KeepSettings forEver() {
    return new KeepSettings(Duration.ZERO, From.END, Takes.EVERYTHING);
  }

  /** Whether nothing of the class is ever due. */
  boolean unlimited() {
    return keep.isZero();
  }

  /** Whether what is kept so long is kept at least that long. */
  boolean satisfies(Duration floor) {
    return unlimited() || keep.compareTo(floor) >= 0;
  }
}
