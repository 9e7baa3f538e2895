package io.sallyport.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command-line phone: commands in, events out, one a line each. The main class of {@code
 * sallyport-phone.jar}.
 */
@Command(
    name = "sallyport-phone",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "A scriptable SIP phone. Commands come from --script or standard input, one a line:",
    footer = {
      "",
      Script.HELP,
      "",
      "load --help tells about calls in quantity.",
      "Exit status: 0, 1 where an expectation failed, 2 where a command makes no sense."
    })
public final class PhoneCommand implements Callable<Integer> {
  @Option(names = "--user", required = true, description = "User part of this phone's address.")
  String user;

  @Mixin PhoneOptions options;

  @Option(
      names = "--instance",
      paramLabel = "UUID",
      description = "This device; default a new one each time.")
  UUID instance;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "Commands; default standard input.")
  Path script;

  @Option(names = "--auto-answer", description = "Answer calls as they come.")
  boolean autoAnswer;

  @Option(names = "--json", description = "Events as JSON lines.")
  boolean json;

  PhoneCommand() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** The exit status. */
  static int run(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals("load")) {
      return new CommandLine(new LoadCommand())
          .execute(List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
    }
    return new CommandLine(new PhoneCommand()).execute(arguments);
  }

  @Override
  public Integer call() throws InterruptedException {
    ScriptEvents events =
        new ScriptEvents(new PrintStream(System.out, true, StandardCharsets.UTF_8), json);
    try (BufferedReader commands = commands();
        Phone phone = phone()) {
      new Script(phone, events, autoAnswer).run(commands);
      return 0;
    } catch (Script.Failed e) {
      events.happened("script-failed", "reason", e.getMessage());
      return 1;
    } catch (NoSuchFileException e) {
      events.happened("error", "reason", "there is no file " + e.getFile());
      return 2;
    } catch (IOException | IllegalArgumentException e) {
      events.happened("error", "reason", e.getMessage());
      return 2;
    }
  }

  private Phone phone() throws IOException {
    PhoneBuilder builder = options.builder(user);
    return (instance == null ? builder : builder.instance(instance)).build();
  }

  private BufferedReader commands() throws IOException {
    return script == null
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(script);
  }
}
