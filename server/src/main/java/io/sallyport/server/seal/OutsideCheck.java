package io.sallyport.server.seal;

import io.sallyport.server.seal.SealVerifier.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Holds the tree and the history of checkpoints against checkpoints that were kept outside: what
 * shows that both were set back or written anew.
 */
final class OutsideCheck {
  static final String NAME = "checkpoint from outside";

  // immutable
  private final VerifierKey log;

  // owned by: the thread that verifies
  private List<Checkpoint> known = List.of();
  private int next;
  private int checked;

  OutsideCheck(VerifierKey log) {
    this.log = log;
  }

  Problem open(String text) {
    if (text.isEmpty()) {
      return null;
    }
    List<Checkpoint> read = new ArrayList<>();
    try {
      for (Note note : OutsideNotes.parse(text)) {
        read.add(Proofs.signed(note, List.of(log)));
      }
    } catch (Fault e) {
      return new Problem(NAME, 0, 0, "number %d: %s".formatted(read.size() + 1, e.getMessage()));
    }
    read.sort(Comparator.comparingLong(Checkpoint::number));
    known = List.copyOf(read);
    for (int i = 1; i < known.size(); i++) {
      Checkpoint before = known.get(i - 1);
      Checkpoint after = known.get(i);
      boolean twice = before.number() == after.number();
      if (twice ? !before.text().equals(after.text()) : before.size() > after.size()) {
        return new Problem(
            NAME,
            0,
            before.size(),
            "checkpoint %d and checkpoint %d contradict each other: the log was set back or forked"
                .formatted(before.number(), after.number()));
      }
    }
    return null;
  }

  boolean wants(long size) {
    return next < known.size() && known.get(next).size() == size;
  }

  /** The tree has so many records now. */
  Problem at(long size, byte[] root) {
    for (; wants(size); next++) {
      Checkpoint checkpoint = known.get(next);
      if (!Arrays.equals(checkpoint.root(), root)) {
        long good = next == 0 ? 0 : known.get(next - 1).size();
        return new Problem(
            NAME,
            0,
            good + 1,
            "checkpoint %d was made of other records: one of %d to %d was changed since"
                .formatted(checkpoint.number(), good + 1, size));
      }
    }
    return null;
  }

  /** Whether what the history says of a checkpoint is what is known of it. */
  Problem same(CheckpointLog.Entry entry) {
    for (Checkpoint checkpoint : known) {
      if (checkpoint.number() == entry.checkpoint().number()) {
        if (!checkpoint.text().equals(entry.checkpoint().text())) {
          return new Problem(
              entry.name(),
              entry.offset(),
              entry.checkpoint().size(),
              "checkpoint %d is not the one that is known outside".formatted(checkpoint.number()));
        }
        checked++;
        return null;
      }
    }
    return null;
  }

  /** The journal has no more records and the history no more checkpoints. */
  Problem end(long size, long number) {
    for (Checkpoint checkpoint : known) {
      if (checkpoint.size() > size || checkpoint.number() > number) {
        return new Problem(
            NAME,
            0,
            Math.min(size, checkpoint.size()) + 1,
            "checkpoint %d with records 1 to %d is known outside; here are %d records and %d"
                    .formatted(checkpoint.number(), checkpoint.size(), size, number)
                + " checkpoints: the end was cut off, or all was set back to an earlier state");
      }
    }
    return null;
  }

  int checked() {
    return checked;
  }
}
