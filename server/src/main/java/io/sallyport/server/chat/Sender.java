package io.sallyport.server.chat;

import io.sallyport.server.base.Loop;
import io.sallyport.server.policy.Refusal;

/** Who sends a line and hears, on a loop of its own, what becomes of it. */
interface Sender {
  Loop loop();

  /** Whether a person reads the words of a refusal there; few phones show them. */
  boolean showsWords();

  /** It goes nowhere. */
  void refused(Refusal refusal, String words);

  /**
   * It is on record.
   *
   * @param screened whether a reviewer must release it; if not, {@link #brought} follows
   */
  void recorded(Screening.Screened screened);

  /** What its way to the devices came to: 200 one has it, 202 it is kept, else why not. */
  void brought(int status);
}
