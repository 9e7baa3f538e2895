package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.VerifyReport;
import io.sallyport.server.db.Database;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.vault.KeySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code restore}: makes a data directory from a backup, and checks it before it gets its name. */
@Command(
    name = "restore",
    description =
        "Make a data directory, which --data names and which must not exist, from a backup; every"
            + " file and the whole journal are checked first.")
final class RestoreCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(paramLabel = "DIRECTORY", description = "What the command backup has made.")
  private Path from;

  RestoreCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws StartRefused {
    Path data = invocation.data();
    try {
      if (Files.exists(data)) {
        throw new IOException(data + " exists already; name a new directory with --data");
      }
      JsonNode list = Backup.check(from, Backup.Progress.NONE);
      Path part = data.resolveSibling(data.getFileName() + ".part");
      if (Files.exists(part)) {
        throw new IOException(part + " was left by an earlier try; remove it");
      }
      Backup.copy(from, part);
      Files.delete(part.resolve(Backup.LIST));
      if (Files.exists(part.resolve(Backup.DATABASE))) {
        Database.restore(part.resolve(Backup.DATABASE), part.resolve("db"));
        Files.delete(part.resolve(Backup.DATABASE));
      }
      VerifyReport report = verify(new DataDirectory(part));
      if (!report.ok() || report.lastSequence() != list.path("lastSequence").asLong()) {
        throw new IOException(
            "the journal does not hold: "
                + report.problem().map(Object::toString).orElse("it is shorter than it was"));
      }
      Files.move(part, data);
      invocation
          .terminal()
          .out()
          .println(
              "restored up to record %d, made %s"
                  .formatted(report.lastSequence(), list.path("made").asText()));
      return ExitCode.OK;
    } catch (IOException e) {
      invocation.terminal().err().println("not restored: " + LogText.safe(e.getMessage()));
      return ExitCode.FAILED;
    }
  }

  private VerifyReport verify(DataDirectory data) throws IOException, StartRefused {
    KeySettings settings = SettingsFile.load(invocation.config()).keys();
    return Archive.verify(data.journal(), Keys.existing(settings, data).ring());
  }
}
