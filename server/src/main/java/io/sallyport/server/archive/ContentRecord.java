package io.sallyport.server.archive;

import java.time.Instant;
import java.util.List;

/** What content rules and reviewers decide about chat lines. */
public sealed interface ContentRecord extends ArchiveRecord.Judged {

  /** What can be marked on a chat line. */
  final class Mark {
    /** Content rules want somebody to look at it. */
    public static final String FLAGGED = "flagged";

    /** What is delivered is the body of its {@link Matched}. */
    public static final String MASKED = "masked";

    /** It is never delivered. */
    public static final String BLOCKED = "blocked";

    /** It is not delivered before a {@link Released}. */
    public static final String HELD = "held";

    private Mark() {}
  }

  /**
   * Content rules apply to a chat line; always before the line's own record.
   *
   * @param action the strongest: flagged, masked or blocked
   * @param rules version of the rules
   * @param body what is delivered where that is not what was sent; else empty and without a type
   */
  record Matched(
      String message,
      Instant at,
      String from,
      String to,
      String action,
      String rules,
      List<Match> matches,
      Body body)
      implements ContentRecord {
    /**
     * What one rule found.
     *
     * @param what names of the lexicons, patterns and identifiers
     * @param count matches that were told apart
     * @param spans the first of them as characters of the original, such as 4-12
     */
    public record Match(
        String rule,
        String category,
        String action,
        List<String> what,
        int count,
        List<String> spans) {}
  }

  /** A reviewer lets a held line go to its recipient. */
  record Released(String message, Instant at, String officer, String reason)
      implements ContentRecord {}

  /** A reviewer keeps a held line back for good. */
  record Rejected(String message, Instant at, String officer, String reason)
      implements ContentRecord {}
}
