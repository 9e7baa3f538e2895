package io.sallyport.server.policy;

import java.time.Duration;

/**
 * What the parties of a call are told about its recording.
 *
 * @param play who hears the announcement before their media flows
 * @param consent who must press a digit before recording begins
 * @param refused what happens where consent is refused or does not come
 * @param language of the announcement, such as {@code en}; empty for the settings' language
 * @param beepEvery how often both hear a beep while recording runs; zero for never
 */
public record Notice(Who play, Who consent, Refused refused, String language, Duration beepEvery) {
  /** Nothing is told or asked. */
  public static final Notice NONE =
      new Notice(Who.NOBODY, Who.NOBODY, Refused.END, "", Duration.ZERO);

  /** Parties of a call. */
  public enum Who {
    NOBODY,
    CALLER,
    CALLEE,
    BOTH
  }

  /** What follows a refused consent. */
  public enum Refused {
    /** The call ends, with the reason on both phones. */
    END,
    /** The call goes on and is not recorded; that is on record. */
    UNRECORDED
  }
}
