package io.sallyport.server.policy;

import java.time.Duration;
import java.util.List;

/**
 * What must be true of what was allowed.
 *
 * @param archiveFirst nothing happens before its record is durable
 * @param requireSrtp media without SRTP is refused
 * @param record the kinds of media that are recorded, {@code audio} and {@code video}; a call of
 *     which they cannot be is refused
 * @param emergency a call to an emergency number: it goes on where record or recording fail, past
 *     every block and limit, and that goes on record
 * @param notice what the parties are told of the recording, and what they are asked
 * @param codecs names of the codecs that may be agreed, in lower case; empty allows all that
 *     settings allow
 * @param bandwidth the most bits per second of each stream; 0 leaves it to the settings
 * @param longest after which a call is ended; zero for no limit
 * @param reviewPercent how many of a hundred are marked for review, 0 to 100
 * @param holdForRelease a chat line is kept back until a reviewer releases it
 */
public record Obligations(
    boolean archiveFirst,
    boolean requireSrtp,
    List<String> record,
    boolean emergency,
    Notice notice,
    List<String> codecs,
    long bandwidth,
    Duration longest,
    double reviewPercent,
    boolean holdForRelease) {

  public Obligations {
    record = List.copyOf(record);
    codecs = List.copyOf(codecs);
  }

  public Obligations(
      boolean archiveFirst, boolean requireSrtp, List<String> record, boolean emergency) {
    this(
        archiveFirst,
        requireSrtp,
        record,
        emergency,
        Notice.NONE,
        List.of(),
        0,
        Duration.ZERO,
        0,
        false);
  }

  /** Nothing is recorded. */
  public Obligations(boolean archiveFirst, boolean requireSrtp) {
    this(archiveFirst, requireSrtp, List.of(), false);
  }
}
