package io.sallyport.server.archive;

import java.util.List;

/** Hears of every commit on the archive thread, before those who wait for its records do. */
interface CommitListener {
  void committed(List<Committed> records);

  /** Nothing was committed for a while. */
  void idle();
}
