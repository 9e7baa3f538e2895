package io.sallyport.server.boot;

import io.sallyport.server.archive.JournalCheck;
import io.sallyport.server.archive.VerifyReport;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.seal.SealVerifier;
import io.sallyport.server.vault.DirectoryStore;
import io.sallyport.server.vault.KeyRing;
import io.sallyport.server.vault.KeySettings;
import io.sallyport.server.vault.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verify}: checks the journal from its files alone, whether a server writes it or not. */
@Command(
    name = "verify",
    description =
        "Check journal and recordings from their files and public keys: every record whole, in"
            + " order, none missing, and as checkpoints have it that were signed before; every"
            + " recording there and as its record says; exit code 1 if not.")
final class VerifyCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(names = "--without-key", description = "Do not open the bodies; needs no key.")
  private boolean withoutKey;

  @Option(
      names = "--without-seal",
      description = "Do not look at tiles and checkpoints; needs no public key.")
  private boolean withoutSeal;

  @Option(
      names = "--without-recordings",
      description = "Do not read the recordings; their records are checked all the same.")
  private boolean withoutRecordings;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Checkpoints that were kept outside: notes, or a syslog server's file. Shows what was"
              + " cut off, set back or written anew.")
  private Path checkpoints;

  @Mixin private final SealKeyOptions keys = new SealKeyOptions();

  VerifyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException, StartRefused {
    DataDirectory data = new DataDirectory(invocation.data());
    Path journal = data.journal();
    if (!Files.isDirectory(journal)) {
      invocation.terminal().err().println(journal + ": there is no journal");
      return ExitCode.FAILED;
    }
    if (invocation.terminal().interactive()) {
      invocation
          .terminal()
          .err()
          .println("checking " + (megabytes(journal) + megabytes(data.objects())) + " MB ...");
    }
    // before anything of the journal is read: a running server is then only ever ahead of it
    Optional<SealVerifier> seal = seal(data, journal);
    Optional<KeyRing> key =
        withoutKey ? Optional.empty() : Optional.of(Keys.existing(settings(), data).ring());
    Optional<ObjectStore> objects =
        withoutRecordings ? Optional.empty() : Optional.of(DirectoryStore.reading(data.objects()));
    VerifyReport report = JournalCheck.verify(journal, key, seal, objects);
    for (String note : report.notes()) {
      invocation.terminal().out().println("note: " + LogText.safe(note));
    }
    if (report.ok()) {
      invocation
          .terminal()
          .out()
          .println(
              "OK: %d records in %d segments, the last is %d, chain %s"
                  .formatted(
                      report.records(),
                      report.segments(),
                      report.lastSequence(),
                      report.lastHash()));
      if (!withoutRecordings) {
        invocation.terminal().out().println("OK: " + report.recordings() + " recordings");
      }
      seal.ifPresent(found -> invocation.terminal().out().println("OK: " + found.summary()));
      return ExitCode.OK;
    }
    invocation
        .terminal()
        .out()
        .println("BAD: " + LogText.safe(report.problem().orElseThrow().toString()));
    invocation.terminal().out().println("good before it: " + report.records() + " records");
    return ExitCode.FAILED;
  }

  private KeySettings settings() throws StartRefused {
    return SettingsFile.load(invocation.config()).keys();
  }

  private Optional<SealVerifier> seal(DataDirectory data, Path journal)
      throws IOException, StartRefused {
    if (withoutSeal) {
      return Optional.empty();
    }
    String outside = checkpoints == null ? "" : Files.readString(checkpoints);
    if (checkpoints != null && outside.isBlank()) {
      throw new StartRefused(
          List.of(Problem.of(checkpoints.toString(), "holds no checkpoint", "")));
    }
    try {
      return Optional.of(SealVerifier.open(journal, keys.read(data), outside));
    } catch (IllegalArgumentException e) {
      throw new StartRefused(List.of(Problem.of("--key", e.getMessage(), "")));
    }
  }

  private static long megabytes(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum() / 1_000_000;
    }
  }
}
