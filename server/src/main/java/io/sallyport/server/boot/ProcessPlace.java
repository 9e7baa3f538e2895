package io.sallyport.server.boot;

import io.sallyport.server.observe.Counters;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;

/**
 * The place of a command in a process of its own: the running server if there is one, otherwise the
 * data directory.
 */
final class ProcessPlace implements Place {

  @Override
  public int run(Invocation invocation, List<String> arguments, Work work) throws Exception {
    if (!Files.isDirectory(invocation.data())) {
      throw new StartRefused(
          List.of(
              Problem.of(
                  invocation.data().toString(),
                  "there is no data directory",
                  "start the server once, or name another with --data")));
    }
    DataDirectory data = DataDirectory.open(invocation.data());
    OptionalInt byServer = ControlClient.run(data, arguments, invocation.terminal());
    return byServer.isPresent() ? byServer.getAsInt() : offline(invocation, data, work);
  }

  private static int offline(Invocation invocation, DataDirectory data, Work work)
      throws Exception {
    Settings settings = SettingsFile.load(invocation.config());
    Lifecycle lifecycle = new Lifecycle();
    try {
      lifecycle.start(new DataLock(data));
      InstantSource clock = InstantSource.system();
      Storage storage = Storage.open(settings, data, lifecycle, new Counters(), clock);
      lifecycle.start(storage.officers().index());
      return work.on(storage.facades(settings, clock));
    } finally {
      lifecycle.close();
    }
  }
}
