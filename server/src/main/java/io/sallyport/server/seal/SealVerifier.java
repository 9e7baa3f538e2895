package io.sallyport.server.seal;

import io.sallyport.server.seal.TiledTree.Filled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds a journal's records against its tiles, its checkpoints and checkpoints from outside, in one
 * pass: it is given each record's hash in order. Needs the files and public keys, and no server.
 *
 * <p>It must be opened before the journal's own files are looked at, so that a server which goes on
 * writing is only ever ahead of what was read here.
 */
public final class SealVerifier {

  /**
   * The first thing that is wrong.
   *
   * @param file below the journal's directory
   * @param offset bytes from the file's start
   * @param sequence the first record that it is about; 0 where it is about none
   */
  private record Opened(Path journal, List<VerifierKey> keys, String outside) {}

  public record Problem(String file, long offset, long sequence, String what) {}

  // immutable
  private final OutsideCheck outside;
  private final HistoryCheck history;
  private final TileCheck tiles;

  // owned by: the thread that verifies
  private final TiledTree tree = new TiledTree();
  private final Opened opened;
  private final List<String> notes = new ArrayList<>();
  private Problem problem;

  private SealVerifier(Opened opened, OutsideCheck outside, HistoryCheck history, TileCheck tiles) {
    this.opened = opened;
    this.outside = outside;
    this.history = history;
    this.tiles = tiles;
  }

  /**
   * Opens the seal of the journal in a directory.
   *
   * @param keys the log's public key, and where it is known the one of its first epoch
   * @param outside text with checkpoints from outside; empty where there are none
   */
  public static SealVerifier open(Path journal, List<VerifierKey> keys, String outside)
      throws IOException {
    VerifierKey log =
        keys.stream()
            .filter(key -> !key.name().endsWith(Checkpoint.epochName("")))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the log's public key is missing"));
    Optional<VerifierKey> epoch =
        keys.stream().filter(k -> k.name().equals(Checkpoint.epochName(log.name()))).findFirst();
    OutsideCheck known = new OutsideCheck(log);
    Problem found = known.open(outside);
    HistoryCheck history = new HistoryCheck(journal, log, epoch);
    found = first(found, history.open());
    TileCheck tiles = new TileCheck(journal);
    found = first(found, tiles.open(history.sealed()));
    SealVerifier verifier =
        new SealVerifier(new Opened(journal, keys, outside), known, history, tiles);
    verifier.problem = found;
    verifier.atSize();
    return verifier;
  }

  /** The same seal, opened once more for another pass. */
  public SealVerifier anew() throws IOException {
    return open(opened.journal, opened.keys, opened.outside);
  }

  /** Takes the next record's hash; returns false once something is wrong. */
  public boolean leaf(byte[] hash) throws IOException {
    tree.append(hash);
    for (Filled full : tree.takeFull()) {
      problem = first(problem, tiles.full(full));
    }
    atSize();
    return problem == null;
  }

  /** After the last record: the first thing that is wrong, of all that was looked at. */
  public Optional<Problem> end() throws IOException {
    problem = first(problem, history.end(tree.size()));
    problem = first(problem, outside.end(tree.size(), history.last()));
    if (problem == null) {
      problem = tiles.end(tree);
    }
    return Optional.ofNullable(problem);
  }

  /** What is no fault but should be known. */
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    all.addAll(history.notes());
    all.addAll(tiles.notes());
    if (tree.size() > history.sealed()) {
      all.add(
          "records %d to %d are not under a checkpoint yet"
              .formatted(history.sealed() + 1, tree.size()));
    }
    return all;
  }

  /** What was found whole, as a sentence. */
  public String summary() {
    return "%d tiles, %d checkpoints by %s, %s%s"
        .formatted(
            tiles.checked(),
            history.checked(),
            history.signer(),
            history.sealed() == 0
                ? "none of them over a record yet"
                : "the newest over records 1 to " + history.sealed(),
            outside.checked() == 0
                ? ""
                : ", " + outside.checked() + " of them also known from outside");
  }

  private void atSize() throws IOException {
    long size = tree.size();
    if (problem != null || !outside.wants(size) && !history.wants(size)) {
      return;
    }
    byte[] root = tree.root();
    problem = outside.at(size, root);
    while (problem == null && history.wants(size)) {
      problem = first(history.at(root), outside.same(history.current()));
      if (problem == null) {
        problem = history.advance();
      }
    }
  }

  static Problem first(Problem one, Problem other) {
    return one != null ? one : other;
  }
}
