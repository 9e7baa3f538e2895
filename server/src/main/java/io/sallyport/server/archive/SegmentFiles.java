package io.sallyport.server.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The names of a journal's files: a segment is named by its first sequence. */
final class SegmentFiles {
  static final String SUFFIX = ".sj";
  private static final String NAME = "[0-9]{16}\\.sj";

  private SegmentFiles() {}

  static Path file(Path directory, long firstSequence) {
    return directory.resolve("%016d%s".formatted(firstSequence, SUFFIX));
  }

  /** The first sequence that a segment's name says. */
  static long firstSequence(Path segment) {
    return Long.parseLong(segment.getFileName().toString().substring(0, 16));
  }

  /** The segments in order. */
  static List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().matches(NAME)).sorted().toList();
    }
  }
}
