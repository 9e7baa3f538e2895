package io.sallyport.server.recording;

import java.util.Locale;

/**
 * A place in a recording where something is missing.
 *
 * @param stream index of its {@link StreamInfo}; {@link #ALL} for all
 * @param nanos since the recording began
 * @param packets how many are missing; {@link #UNKNOWN} where nobody knows
 */
public record Gap(int stream, long nanos, long packets, Cause cause) {
  public static final int ALL = -1;
  public static final long UNKNOWN = -1;

  /** Why it is missing. */
  public enum Cause {
    /** The recorder was too slow for what came. */
    OVERFLOW,
    /** The process was killed. */
    KILLED,
    /** The recorder could not write. */
    FAILED;

    /** As it stands in records. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
