package io.sallyport.server.seal;

import io.sallyport.server.seal.SealVerifier.Problem;
import io.sallyport.server.seal.TiledTree.Filled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Holds every tile on disk against the tree of the records. */
final class TileCheck {
  // immutable
  private final Tiles tiles;

  // owned by: the thread that verifies
  private final NavigableSet<Tile> found = new TreeSet<>();
  private final List<String> notes = new ArrayList<>();
  private long sealed;
  private long checked;

  TileCheck(Path journal) {
    this.tiles = new Tiles(journal);
  }

  /** Looks which tiles there are; those at the right edge of what is sealed must be among them. */
  Problem open(long sealedSize) throws IOException {
    sealed = sealedSize;
    Problem problem = null;
    for (String path : tiles.list()) {
      Tile tile = Tile.parse(path);
      if (tile != null) {
        found.add(tile);
      } else if (path.endsWith(SealFiles.PART)) {
        notes.add(Tiles.DIRECTORY + "/" + path + " was only being written when a crash came");
      } else {
        problem =
            SealVerifier.first(
                problem, new Problem(Tiles.DIRECTORY + "/" + path, 0, 0, "no tile has this name"));
      }
    }
    for (int level = 0; level < Tile.LEVELS && problem == null; level++) {
      Tile edge = Tile.edge(level, sealed);
      if (edge.width() > 0 && !found.contains(edge) && !found.contains(edge.full())) {
        problem = missing(edge);
      }
    }
    return problem;
  }

  /** A tile became full. */
  Problem full(Filled full) throws IOException {
    Tile tile = full.tile();
    long end = tile.index() + 1 << Tile.HEIGHT * (tile.level() + 1);
    if (end <= sealed && !found.contains(tile)) {
      return missing(tile);
    }
    return compare(full);
  }

  /** The tree is as large as it gets: its edge is compared, and nothing may be left over. */
  Problem end(TiledTree tree) throws IOException {
    for (Filled edge : tree.edge()) {
      Problem problem = compare(edge);
      if (problem != null) {
        return problem;
      }
    }
    if (found.isEmpty()) {
      return null;
    }
    Tile tile = found.first();
    return new Problem(
        Tiles.name(tile),
        0,
        Math.max(tree.size() + 1, tile.firstSequence()),
        "it holds hashes of records that the journal does not have");
  }

  List<String> notes() {
    return notes;
  }

  long checked() {
    return checked;
  }

  /** Compares a tile and the partial ones of its place with what they should hold. */
  private Problem compare(Filled expected) throws IOException {
    Tile place = expected.tile();
    Tile least = new Tile(place.level(), place.index(), 0);
    List<Tile> here = List.copyOf(found.subSet(least, true, place, true));
    for (Tile tile : here) {
      byte[] hashes;
      try {
        hashes = tiles.read(tile);
      } catch (Fault e) {
        return new Problem(Tiles.name(tile), 0, tile.firstSequence(), e.getMessage());
      }
      int differs = Arrays.mismatch(hashes, Arrays.copyOf(expected.hashes(), hashes.length));
      if (differs >= 0) {
        long hash = (tile.index() << Tile.HEIGHT) + differs / TreeHash.LENGTH;
        return new Problem(
            Tiles.name(tile),
            differs / TreeHash.LENGTH * TreeHash.LENGTH,
            (hash << Tile.HEIGHT * tile.level()) + 1,
            "the hash there is not that of the journal's records");
      }
      found.remove(tile);
      checked++;
    }
    return null;
  }

  private static Problem missing(Tile tile) {
    return new Problem(Tiles.name(tile), 0, tile.firstSequence(), "the tile is missing");
  }
}
