package io.sallyport.server.archive;

import java.util.List;
import java.util.Optional;

/**
 * What a check of a journal found.
 *
 * @param records records that hold, from the first on
 * @param lastSequence sequence of the last of them
 * @param recordings those that were found as their records say
 * @param problem the first thing that is wrong; empty where all holds
 * @param notes what is no fault but should be known, such as the remains of a crash at the end
 */
public record VerifyReport(
    long segments,
    long records,
    long lastSequence,
    String lastHash,
    long recordings,
    Optional<Problem> problem,
    List<String> notes) {

  /**
   * The first thing that is wrong.
   *
   * @param segment file name; that of a recording from the directory with the journal on
   * @param offset bytes from the file's start
   * @param sequence the record that is bad or missing there
   */
  public record Problem(String segment, long offset, long sequence, String what) {
    @Override
    public String toString() {
      return "%s, offset %d, record %d: %s".formatted(segment, offset, sequence, what);
    }
  }

  public boolean ok() {
    return problem.isEmpty();
  }
}
