package io.sallyport.server.boot;

import io.sallyport.server.search.RecordIndex;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code reindex}: builds the search index again from the journal. */
@Command(name = "reindex", description = "Build the search index again from the journal.")
final class ReindexCommand extends DataCommand {
  private static final Duration TURN = Duration.ofSeconds(1);

  ReindexCommand(Invocation invocation, Place place) {
    super(invocation, place);
  }

  @Override
  int on(Facades facades) {
    RecordIndex index = facades.officers().index();
    long begin = System.nanoTime();
    index.reindex();
    while (!index.catchUp(TURN)) {
      RecordIndex.Status now = index.status();
      if (now.failing().isPresent()) {
        terminal().err().println(now.failing().get());
        return ExitCode.FAILED;
      }
      if (terminal().interactive()) {
        terminal().err().print("\r%d of %d records ".formatted(now.reached(), now.durable()));
        terminal().err().flush();
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    long records = index.status().reached();
    out().println("%d records indexed in %.1f s".formatted(records, seconds));
    return ExitCode.OK;
  }
}
