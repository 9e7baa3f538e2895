package io.sallyport.server.seal;

import io.sallyport.server.seal.TiledTree.Filled;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the tree and makes checkpoints of it, one step at a time. It signs nothing that does not
 * go on from what it signed before: where journal, tiles, checkpoints and keys contradict each
 * other it stands still and says why.
 */
final class Sealer {
  private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
  private static final int TILES_AT_ONCE = 256;

  // immutable
  private final SealKeys keys;
  private final CheckpointLog history;
  private final Tiles tiles;
  private final SealFiles files;
  private final Path journal;
  private final InstantSource clock;

  // owned by: the thread that seals
  private final List<Filled> full = new ArrayList<>();
  private TiledTree tree = new TiledTree();

  Sealer(Path journal, SealKeys keys, SealFiles files, InstantSource clock) {
    this.journal = journal;
    this.keys = keys;
    this.files = files;
    this.clock = clock;
    this.history = new CheckpointLog(journal, files);
    this.tiles = new Tiles(journal);
  }

  /** Finds the last checkpoint and the key that goes on from it; makes the first of a new log. */
  void open() throws IOException, Fault {
    history.open();
    long last = history.last().map(e -> e.checkpoint().number()).orElse(0L);
    long made = Math.max(last, keys.epoch().number() - 1);
    try {
      Optional<Note> newest = CheckpointLog.newest(journal);
      if (newest.isPresent()) {
        made = Math.max(made, Checkpoint.parse(newest.get().text()).number());
      }
    } catch (Fault e) {
      LOG.warn("the file with the newest checkpoint is damaged and written anew: {}", e.toString());
    }
    if (made > last) {
      throw new Fault(
          "the history of checkpoints ends with %d, but %d were made: it was set back or cut"
              .formatted(last, made));
    }
    if (last == 0) {
      checkpoint();
      return;
    }
    CheckpointLog.Entry entry = history.last().orElseThrow();
    evolveTo(last + 1);
    String origin = keys.log().verifier().name();
    byte[] key = keys.epoch().key(origin).verifier().point();
    if (!entry.checkpoint().origin().equals(origin)
        || !Arrays.equals(entry.checkpoint().next(), key)) {
      throw new Fault("the signing keys are not those of this journal's checkpoints");
    }
    history.writeNewest(entry.note());
  }

  /** The newest checkpoint; there is one once this was opened. */
  CheckpointLog.Entry newest() {
    return history.last().orElseThrow();
  }

  long size() {
    return tree.size();
  }

  /** Goes on from the tiles of the last checkpoint, or builds them again from the journal. */
  void restore(Leaves leaves) throws IOException, Fault {
    Checkpoint last = newest().checkpoint();
    try {
      tree = TiledTree.restore(last.size(), tiles::read);
      if (!Arrays.equals(tree.root(), last.root())) {
        throw new Fault("the tiles do not give the root of checkpoint " + last.number());
      }
      findMissing(last.size());
      return;
    } catch (Fault e) {
      LOG.warn("the tiles are built again from the journal: {}", e.getMessage());
    }
    // twice: no tile is written before the journal has proved to be what was signed
    build(leaves, last, false);
    build(leaves, last, true);
  }

  /** Takes what the journal holds beyond the tree. */
  void catchUp(Leaves leaves, long upTo) throws IOException, Fault {
    if (upTo < tree.size()) {
      throw new Fault(
          "the journal ends with record %d, but %d are sealed".formatted(upTo, tree.size()));
    }
    leaves.read(
        tree.size(),
        upTo,
        (sequence, hash) -> {
          if (sequence != tree.size() + 1) {
            return false;
          }
          tree.append(hash);
          return true;
        });
    if (tree.size() < upTo) {
      throw new Fault(
          "record %d is missing in the journal or damaged, and was not sealed yet"
              .formatted(tree.size() + 1));
    }
  }

  /** Takes hashes that follow each other without a gap, 32 bytes each. */
  void append(byte[] hashes, int length) {
    for (int at = 0; at < length; at += TreeHash.LENGTH) {
      tree.append(Arrays.copyOfRange(hashes, at, at + TreeHash.LENGTH));
    }
  }

  /** Writes the tiles, then a checkpoint over them; after an exception it may be tried again. */
  Note checkpoint() throws IOException {
    writeTiles();
    long number = history.last().map(e -> e.checkpoint().number()).orElse(0L) + 1;
    evolveTo(number);
    String origin = keys.log().verifier().name();
    SigningKey epoch = keys.epoch().key(origin);
    byte[] previous =
        history.last().map(e -> TreeHash.of(e.checkpoint().text())).orElseGet(Checkpoint::nothing);
    Checkpoint checkpoint =
        new Checkpoint(
            origin,
            tree.size(),
            tree.root(),
            number,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            previous,
            epoch.verifier().point(),
            keys.epoch().evolve().key(origin).verifier().point());
    Note note = Note.sign(checkpoint.text(), List.of(keys.log(), epoch));
    history.append(checkpoint, note);
    keys.evolve();
    return note;
  }

  private void writeTiles() throws IOException {
    full.addAll(tree.takeFull());
    tiles.write(full, files);
    tiles.write(tree.edge(), files);
    files.forceNames();
    for (Filled filled : full) {
      tiles.removePartial(filled.tile(), files);
    }
    full.clear();
  }

  private void evolveTo(long number) throws IOException {
    while (keys.epoch().number() < number) {
      keys.evolve();
    }
  }

  private void findMissing(long size) throws IOException, Fault {
    for (int level = 0; level < Tile.LEVELS; level++) {
      long count = Tile.edge(level, size).index();
      for (long index = 0; index < count; index++) {
        Tile tile = new Tile(level, index, Tile.FULL);
        if (!tiles.has(tile)) {
          throw new Fault(Tiles.name(tile) + " is missing");
        }
      }
    }
  }

  private void build(Leaves leaves, Checkpoint last, boolean write) throws IOException, Fault {
    tree = new TiledTree();
    leaves.read(
        0,
        last.size(),
        (sequence, hash) -> {
          if (sequence != tree.size() + 1) {
            return false;
          }
          tree.append(hash);
          take(write);
          return true;
        });
    if (tree.size() < last.size()) {
      throw new Fault(
          "the tiles cannot be built again: record %d is missing or damaged"
              .formatted(tree.size() + 1));
    }
    if (!Arrays.equals(tree.root(), last.root())) {
      throw new Fault(
          "the journal does not match checkpoint %d: a record up to %d was changed"
              .formatted(last.number(), last.size()));
    }
    if (write) {
      writeTiles();
    }
  }

  private void take(boolean write) throws IOException {
    if (!write) {
      tree.takeFull();
      return;
    }
    full.addAll(tree.takeFull());
    if (full.size() >= TILES_AT_ONCE) {
      tiles.write(full, files);
      full.clear();
    }
  }
}
