package io.sallyport.server.seal;

import io.sallyport.server.seal.TiledTree.Filled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The tiles of a tree on disk, laid out as C2SP tlog-tiles has it. */
final class Tiles {
  static final String DIRECTORY = "tile";

  // immutable
  private final Path directory;

  Tiles(Path journal) {
    this.directory = journal.resolve(DIRECTORY);
  }

  Path file(Tile tile) {
    return directory.resolve(tile.path());
  }

  /** Where the tile lies, as it is named to people. */
  static String name(Tile tile) {
    return DIRECTORY + "/" + tile.path();
  }

  /**
   * A tile's hashes. A partial one is also found as the beginning of the full one, which replaces
   * it.
   */
  byte[] read(Tile tile) throws IOException, Fault {
    try {
      return exactly(tile, Files.readAllBytes(file(tile)));
    } catch (NoSuchFileException e) {
      if (tile.isFull() || !Files.exists(file(tile.full()))) {
        throw new Fault(name(tile) + " is missing");
      }
      byte[] full = exactly(tile.full(), Files.readAllBytes(file(tile.full())));
      return Arrays.copyOf(full, tile.bytes());
    }
  }

  private static byte[] exactly(Tile tile, byte[] bytes) throws Fault {
    if (bytes.length != tile.bytes()) {
      throw new Fault(
          "%s is %d bytes long, not %d".formatted(name(tile), bytes.length, tile.bytes()));
    }
    return bytes;
  }

  /** Whether a tile is there and as long as it should be; its content is not looked at. */
  boolean has(Tile tile) throws IOException {
    Path file = file(tile);
    return Files.isRegularFile(file) && Files.size(file) == tile.bytes();
  }

  /** Writes tiles; what is there already is left alone. Names are forced by the caller. */
  int write(List<Filled> tiles, SealFiles files) throws IOException {
    int written = 0;
    for (Filled filled : tiles) {
      Path file = file(filled.tile());
      if (!has(filled.tile()) || !Arrays.equals(Files.readAllBytes(file), filled.hashes())) {
        files.write(file, filled.hashes());
        written++;
      }
    }
    return written;
  }

  /** Removes the partial tiles that a full one, now on disk, makes needless. */
  void removePartial(Tile full, SealFiles files) throws IOException {
    Path partial = directory.resolve(full.path() + ".p");
    if (Files.isDirectory(partial)) {
      List<Path> old;
      try (Stream<Path> found = Files.walk(partial)) {
        old = found.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : old) {
        files.delete(file);
      }
    }
  }

  /** Every file below the directory by its path from there, in no order. */
  List<String> list() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> directory.relativize(file).toString().replace('\\', '/'))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
