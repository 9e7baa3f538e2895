package io.sallyport.server.boot;

import io.sallyport.server.archive.JournalLeaves;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.seal.Proofs;
import io.sallyport.server.seal.Proofs.Outcome;
import io.sallyport.server.seal.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code proof}: makes and checks proofs from files, whether a server runs or not. */
@Command(name = "proof", description = "Make or check proofs about the journal.")
final class ProofCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The command with its subcommands. */
  static CommandLine line(Invocation invocation) {
    return new CommandLine(new ProofCommand())
        .addSubcommand(new Key(invocation))
        .addSubcommand(new Inclusion(invocation))
        .addSubcommand(new Consistency(invocation))
        .addSubcommand(new Check(invocation));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say which: proof key, proof inclusion, proof consistency or proof check");
  }

  /** Prints the public keys. */
  @Command(
      name = "key",
      description =
          "Print the public keys that checkpoints are signed with: of the log, and of its first"
              + " epoch. Keep them outside this machine.")
  static final class Key implements Callable<Integer> {
    private final Invocation invocation;

    Key(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() throws StartRefused {
      DataDirectory data = new DataDirectory(invocation.data());
      for (VerifierKey key : new SealKeyOptions().read(data)) {
        invocation.terminal().out().println(key);
      }
      return ExitCode.OK;
    }
  }

  /** Writes a proof that a record is under the newest checkpoint. */
  @Command(
      name = "inclusion",
      description = "Write a proof that a record is under the newest checkpoint.")
  static final class Inclusion implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "SEQ", description = "Sequence of the record.")
    private long sequence;

    @Mixin private final Output output = new Output();

    Inclusion(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      Path journal = new DataDirectory(invocation.data()).journal();
      return output.write(
          invocation,
          () -> {
            Optional<byte[]> leaf =
                sequence < 1 ? Optional.empty() : new JournalLeaves(journal).leaf(sequence);
            return Proofs.of(journal)
                .inclusion(
                    sequence,
                    leaf.orElseThrow(() -> new IOException("there is no record " + sequence)));
          });
    }
  }

  /** Writes a proof that one checkpoint goes on from another. */
  @Command(
      name = "consistency",
      description = "Write a proof that one checkpoint goes on from another.")
  static final class Consistency implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "OLD", description = "Number of the older checkpoint.")
    private long older;

    @Parameters(index = "1", paramLabel = "NEW", description = "Number of the newer checkpoint.")
    private long newer;

    @Mixin private final Output output = new Output();

    Consistency(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      Path journal = new DataDirectory(invocation.data()).journal();
      return output.write(invocation, () -> Proofs.of(journal).consistency(older, newer));
    }
  }

  /** Checks a proof; needs no journal. */
  @Command(
      name = "check",
      description =
          "Check a proof; needs the file and the public key alone. Exit code 1 if it fails.")
  static final class Check implements Callable<Integer> {
    private static final long MOST = 1 << 20;

    private final Invocation invocation;

    @Parameters(paramLabel = "FILE", description = "The proof.")
    private Path file;

    @Mixin private final SealKeyOptions keys = new SealKeyOptions();

    Check(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException, StartRefused {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST) {
        invocation.terminal().err().println(file + ": there is no proof");
        return ExitCode.FAILED;
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      Outcome outcome = Proofs.check(text, keys.read(new DataDirectory(invocation.data())));
      if (outcome instanceof Outcome.Fails fails) {
        invocation.terminal().out().println("BAD: " + LogText.safe(fails.why()));
        return ExitCode.FAILED;
      }
      Outcome.Holds holds = (Outcome.Holds) outcome;
      String what =
          holds.leaf().isPresent()
              ? "record %d (%s) is in "
                  .formatted(holds.sequence(), JournalLeaves.describe(holds.leaf().get()))
              : "records 1 to %d are unchanged in ".formatted(holds.sequence());
      invocation.terminal().out().println("OK: " + LogText.safe(what + holds.checkpoint()));
      return ExitCode.OK;
    }
  }

  /** Where a proof goes. */
  static final class Output {
    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "File to write; default: standard output.")
    private Path out;

    /** Makes a proof or says why there is none. */
    interface Making {
      String make() throws IOException;
    }

    int write(Invocation invocation, Making making) {
      try {
        String proof = making.make();
        if (out == null) {
          invocation.terminal().out().print(proof);
          invocation.terminal().out().flush();
        } else {
          Files.writeString(out, proof);
        }
        return ExitCode.OK;
      } catch (IOException e) {
        invocation.terminal().err().println(LogText.safe(String.valueOf(e.getMessage())));
        return ExitCode.FAILED;
      }
    }
  }
}
