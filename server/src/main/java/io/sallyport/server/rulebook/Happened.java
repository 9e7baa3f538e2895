package io.sallyport.server.rulebook;

import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.People;
import java.util.List;

/**
 * An attempt on record, and what became of it.
 *
 * @param sequence of its record
 * @param id of the call or line; empty where it has none
 * @param allowed whether policy let it pass
 * @param rule that decided; empty where the record does not say
 * @param ruleset version of the rules that it stands in
 */
public record Happened(
    Attempt attempt, long sequence, String id, boolean allowed, String rule, long ruleset) {

  /**
   * The attempts that one record tells of, one for each medium of a call; none for most records.
   * Calls that somebody had at the same time are not known from one record.
   */
  public static List<Happened> of(ArchiveReader.Entry record, People people) {
    return new Traffic(people).of(record);
  }
}
