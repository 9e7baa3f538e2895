package io.sallyport.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The media path of the packaged server beside rtpengine and a minimal relay in C. Needs {@code
 * -Dbench.folder}, a scratch copy of the anchors' folder with its tools built; {@code
 * -Dbench.arguments} go to the script. Prints figures and ratios; judges nothing but that all of it
 * could be measured.
 */
@Tag("bench")
class MediaBenchTest {
  @Test
  void everyWayOfRelayingIsMeasuredBesideItsAnchor() throws Exception {
    String folder = System.getProperty("bench.folder", "");
    assumeThat(folder).as("-Dbench.folder").isNotEmpty();
    Path root = Path.of(System.getProperty("project.root", "..")).toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(root.resolve("server/src/bench/media.py").toString());
    command.add(folder);
    Arrays.stream(System.getProperty("bench.arguments", "").split(" "))
        .filter(argument -> !argument.isEmpty())
        .forEach(command::add);
    Process script = new ProcessBuilder(command).inheritIO().start();
    assertThat(script.waitFor()).as("exit status of the script").isZero();
  }
}
