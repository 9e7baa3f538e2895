package io.sallyport.server.seal;

import io.sallyport.server.seal.CheckpointLog.Content;
import io.sallyport.server.seal.CheckpointLog.Entry;
import io.sallyport.server.seal.SealVerifier.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Walks through the history of checkpoints beside the records: signatures, keys of the epochs, that
 * each follows the one before, and that it is of the records' tree.
 */
final class HistoryCheck {
  // immutable
  private final Path journal;
  private final VerifierKey log;
  private final Optional<VerifierKey> firstEpoch;

  // owned by: the thread that verifies
  private final List<String> notes = new ArrayList<>();
  private List<Path> files = List.of();
  private Content newestFile;
  private Note newest;
  private long newestNumber;
  private long lastNumber;
  private long sealed;
  private int file;
  private List<Entry> entries = List.of();
  private int at;
  private Checkpoint before;
  private long checked;

  HistoryCheck(Path journal, VerifierKey log, Optional<VerifierKey> firstEpoch) {
    this.journal = journal;
    this.log = log;
    this.firstEpoch = firstEpoch;
  }

  /** Looks at the history's end, then at its begin. */
  Problem open() throws IOException {
    try {
      Optional<Note> note = CheckpointLog.newest(journal);
      if (note.isEmpty()) {
        return new Problem(CheckpointLog.NEWEST, 0, 0, "the newest checkpoint is missing");
      }
      newest = note.get();
      newestNumber = Checkpoint.parse(newest.text()).number();
    } catch (Fault e) {
      return new Problem(CheckpointLog.NEWEST, 0, 0, e.getMessage());
    }
    files = CheckpointLog.files(journal);
    if (files.isEmpty()) {
      return new Problem(CheckpointLog.DIRECTORY, 0, 0, "the history of checkpoints is missing");
    }
    newestFile = CheckpointLog.read(files.get(files.size() - 1));
    Problem end = historyEnd();
    return end != null ? end : advance();
  }

  /** Whether the checkpoint whose turn it is has so many records. */
  boolean wants(long size) {
    return at < entries.size() && entries.get(at).checkpoint().size() == size;
  }

  Entry current() {
    return entries.get(at);
  }

  /** Holds the checkpoint whose turn it is against the tree. */
  Problem at(byte[] root) {
    Checkpoint checkpoint = current().checkpoint();
    if (!Arrays.equals(root, checkpoint.root())) {
      long good = before == null ? 0 : before.size();
      return problem(
          good + 1,
          "checkpoint %d is of other records: one of %d to %d was changed since"
              .formatted(checkpoint.number(), good + 1, checkpoint.size()));
    }
    boolean newestHere = checkpoint.number() == newestNumber;
    if (newestHere && !current().note().encode().equals(newest.encode())) {
      return new Problem(
          CheckpointLog.NEWEST, 0, 0, "it is not checkpoint " + newestNumber + " of the history");
    }
    checked++;
    return null;
  }

  /** Goes on to the next checkpoint and looks at all but its root. */
  Problem advance() throws IOException {
    if (at < entries.size()) {
      before = current().checkpoint();
      at++;
    }
    while (at == entries.size() && file < files.size()) {
      Problem unreadable = open(files.get(file));
      if (unreadable != null) {
        return unreadable;
      }
      file++;
    }
    return at < entries.size() ? check(current()) : null;
  }

  /** After the last record: every checkpoint must have had its turn. */
  Problem end(long size) {
    if (at < entries.size()) {
      return problem(
          size + 1,
          "checkpoint %d holds records 1 to %d, and the journal ends with %d"
              .formatted(current().checkpoint().number(), current().checkpoint().size(), size));
    }
    return null;
  }

  long last() {
    return lastNumber;
  }

  long sealed() {
    return sealed;
  }

  long checked() {
    return checked;
  }

  String signer() {
    return log.name();
  }

  List<String> notes() {
    return notes;
  }

  private Problem historyEnd() throws IOException {
    Path file = files.get(files.size() - 1);
    List<Entry> found = newestFile.entries();
    if (!found.isEmpty()) {
      Checkpoint last = found.get(found.size() - 1).checkpoint();
      lastNumber = last.number();
      sealed = last.size();
    } else if (files.size() > 1) {
      List<Entry> earlier = CheckpointLog.read(files.get(files.size() - 2)).entries();
      lastNumber = earlier.isEmpty() ? 0 : earlier.get(earlier.size() - 1).checkpoint().number();
      sealed = earlier.isEmpty() ? 0 : earlier.get(earlier.size() - 1).checkpoint().size();
    }
    if (!found.isEmpty()) {
      // what it says of the tiles is believed before its turn comes
      Entry last = found.get(found.size() - 1);
      try {
        Proofs.signed(last.note(), List.of(log));
      } catch (Fault e) {
        return new Problem(last.name(), last.offset(), sealed, "checkpoint: " + e.getMessage());
      }
    }
    if (newestFile.rest() > 0) {
      boolean torn = newestNumber <= lastNumber && CheckpointLog.mayBeTorn(file, newestFile);
      if (!torn) {
        return unreadable(file, newestFile);
      }
      notes.add("the last checkpoint is being written, or was cut short by a crash");
    }
    if (newestNumber < lastNumber - 1) {
      // so it is in a copy that was made while the server ran; the history is what counts
      notes.add(
          "%s is number %d, and the history goes on to %d"
              .formatted(CheckpointLog.NEWEST, newestNumber, lastNumber));
    }
    if (newestNumber > lastNumber) {
      return new Problem(
          CheckpointLog.NEWEST,
          0,
          0,
          "it is checkpoint %d, and the history ends with %d: one of them was set back or cut"
              .formatted(newestNumber, lastNumber));
    }
    return null;
  }

  private Problem open(Path path) throws IOException {
    boolean isLast = file == files.size() - 1;
    Content content = isLast ? newestFile : CheckpointLog.read(path);
    entries = content.entries();
    at = 0;
    if (content.rest() > 0 && !isLast) {
      return unreadable(path, content);
    }
    boolean misnamed =
        !entries.isEmpty()
            && entries.get(0).checkpoint().number()
                != Long.parseLong(path.getFileName().toString());
    return misnamed
        ? new Problem(
            entries.get(0).name(), 0, 0, "it does not begin with the checkpoint of its name")
        : null;
  }

  private static Problem unreadable(Path file, Content content) {
    long sequence =
        content.entries().isEmpty()
            ? 0
            : content.entries().get(content.entries().size() - 1).checkpoint().size();
    return new Problem(
        CheckpointLog.DIRECTORY + "/" + file.getFileName(),
        content.whole(),
        sequence,
        content.what());
  }

  private Problem check(Entry entry) {
    Checkpoint checkpoint = entry.checkpoint();
    try {
      if (before == null) {
        first(checkpoint);
      } else {
        checkpoint.follows(before);
        if (checkpoint.time().isBefore(before.time())) {
          notes.add(
              "the clock was set back between checkpoints %d and %d"
                  .formatted(before.number(), checkpoint.number()));
        }
      }
      if (entry.note().signatures().size() != 2) {
        throw new Fault("it does not bear exactly the log's and its epoch's signature");
      }
      Proofs.signed(entry.note(), List.of(log));
      return null;
    } catch (Fault e) {
      return problem(checkpoint.size(), "checkpoint: " + e.getMessage());
    }
  }

  private void first(Checkpoint checkpoint) throws Fault {
    if (checkpoint.number() != 1 || !Arrays.equals(checkpoint.previous(), Checkpoint.nothing())) {
      throw new Fault("checkpoint 1 should be here, not " + checkpoint.number());
    }
    if (firstEpoch.isPresent() && !firstEpoch.get().equals(checkpoint.epochKey())) {
      throw new Fault("the first epoch's key is not the one that was given");
    }
  }

  private Problem problem(long sequence, String what) {
    return new Problem(current().name(), current().offset(), sequence, what);
  }
}
