package io.sallyport.server.boot;

import io.sallyport.server.archive.ArchiveRecord.PolicyChanged;
import io.sallyport.server.content.ContentRules;
import io.sallyport.server.content.Material;
import io.sallyport.server.content.Sides;
import io.sallyport.server.content.Verdict;
import io.sallyport.server.content.Verdict.Found;
import io.sallyport.server.observe.LogText;
import io.sallyport.server.rulebook.Rulebook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code content try}: what content rules would make of a text. */
@Command(name = "content", description = "Try content rules on a text.")
final class ContentCommand implements Runnable {
  private static final int MOST_TEXT = 100_000;
  private static final long LARGEST_FILE = 4 << 20;

  @Spec private CommandSpec spec;

  static CommandLine line(Invocation invocation, Place place) {
    return new CommandLine(new ContentCommand()).addSubcommand(new Try(invocation, place));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: content try");
  }

  /** What is tried. */
  static final class Subject {
    @Option(names = "--text", paramLabel = "TEXT", description = "A chat line.")
    private String text;

    @Option(names = "--file", paramLabel = "FILE", description = "A file with its name.")
    private Path file;
  }

  /** Tries. Changes nothing, and nothing goes on record. */
  @Command(
      name = "try",
      description = "Say what content rules find in a text, and what would be delivered.")
  static final class Try extends DataCommand {
    @Option(
        names = "--rules",
        paramLabel = "FILE",
        description = "Rules to try; without it those in force.")
    private Path rules;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Subject subject;

    @Option(
        names = "--type",
        paramLabel = "TYPE",
        defaultValue = "text/plain",
        description = "Content type; default: ${DEFAULT-VALUE}.")
    private String type;

    @Option(names = "--from-group", paramLabel = "GROUP", description = "The sender is in it.")
    private List<String> fromGroups = List.of();

    @Option(names = "--to-group", paramLabel = "GROUP", description = "The recipient is in it.")
    private List<String> toGroups = List.of();

    Try(Invocation invocation, Place place) {
      super(invocation, place);
    }

    @Override
    int on(Facades facades) throws IOException {
      Optional<String> text = rules == null ? current(facades) : RulesFile.read(terminal(), rules);
      Optional<Material> material = text.isEmpty() ? Optional.empty() : material();
      if (material.isEmpty()) {
        return ExitCode.FAILED;
      }
      ContentRules.Reading reading = ContentRules.read(text.get());
      if (reading instanceof ContentRules.Refused refused) {
        refused.problems().forEach(p -> terminal().err().println(LogText.safe(p.text(), 1_000)));
        return ExitCode.FAILED;
      }
      tell(
          ((ContentRules.Ok) reading)
              .rules()
              .scan(material.get(), new Named(fromGroups, toGroups)));
      return ExitCode.OK;
    }

    private static Optional<String> current(Facades facades) throws IOException {
      Rulebook rulebook = facades.rules().rulebook();
      long version = rulebook.newest();
      return version == 0 ? Optional.of("") : rulebook.version(version).map(PolicyChanged::text);
    }

    private Optional<Material> material() throws IOException {
      if (subject.text != null) {
        return Optional.of(Material.line(type, subject.text.getBytes(StandardCharsets.UTF_8)));
      }
      Path file = terminal().directory().resolve(subject.file).normalize();
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
        terminal().err().println(LogText.safe(file + ": there is no such file, or it is large"));
        return Optional.empty();
      }
      return Optional.of(
          Material.file(String.valueOf(file.getFileName()), type, Files.readAllBytes(file)));
    }

    private void tell(Verdict verdict) {
      out().println(verdict.action().word());
      for (Found found : verdict.found()) {
        List<String> spans =
            found.spans().stream().map(span -> span.from() + "-" + span.to()).toList();
        out()
            .println(
                "%s: %s, %d of %s %s"
                    .formatted(
                        LogText.safe(found.rule()),
                        found.action().word(),
                        found.count(),
                        LogText.safe(String.join(", ", found.what())),
                        spans)
                    .strip());
      }
      verdict
          .masked()
          .map(body -> new String(body, StandardCharsets.UTF_8))
          .ifPresent(body -> out().println("delivered: " + LogText.safe(body, MOST_TEXT)));
      if (!verdict.words().isEmpty()) {
        out().println("the sender is told: " + LogText.safe(verdict.words()));
      }
    }

    /** Groups as the person names them. */
    private record Named(List<String> from, List<String> to) implements Sides {
      @Override
      public boolean fromIn(String group) {
        return from.stream().anyMatch(group::equalsIgnoreCase);
      }

      @Override
      public boolean toIn(String group) {
        return to.stream().anyMatch(group::equalsIgnoreCase);
      }
    }
  }
}
