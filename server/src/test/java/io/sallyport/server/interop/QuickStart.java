package io.sallyport.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Options of Java with which servers and commands of tests start in half of the time: their classes
 * come from an archive (docs/operations.md), and the optimising compiler is off.
 */
final class QuickStart {
  private static final Path TARGET = Stage.TARGET.toAbsolutePath();

  private QuickStart() {}

  /** None without {@code -Dtests.quick=true}: the server starts as users start it. */
  static List<String> options() {
    return Boolean.getBoolean("tests.quick")
        ? List.of("-XX:TieredStopAtLevel=1", "-XX:SharedArchiveFile=" + archive())
        : List.of();
  }

  /** Of the jar as it is now; the first who asks makes it, with a server that starts and ends. */
  private static synchronized Path archive() {
    Path archive = TARGET.resolve("sallyport-" + System.getProperty("java.version") + ".jsa");
    try {
      if (!Files.exists(archive)
          || Files.getLastModifiedTime(archive)
                  .compareTo(Files.getLastModifiedTime(TARGET.resolve("sallyport.jar")))
              < 0) {
        Files.deleteIfExists(archive);
        Path directory = TARGET.resolve("interop").resolve("QuickStart-" + System.nanoTime());
        try (ServerProcess server =
            ServerProcess.with(List.of("-XX:ArchiveClassesAtExit=" + archive), directory)) {
          server.stop();
          assertThat(archive).as(server.output()).exists();
        }
      }
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
