package io.sallyport.server.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** sipp 3.6 over plain UDP or TCP (Debian builds it without TLS), with scenarios of our own. */
final class Sipp implements AutoCloseable {
  private final Subprocess process;
  private final Path directory;

  private Sipp(Subprocess process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** UDP from one socket, or TCP with one connection. */
  enum Over {
    UDP("u1"),
    TCP("t1");

    private final String option;

    Over(String option) {
      this.option = option;
    }
  }

  /** Registers the account and answers calls on the same socket. */
  static Sipp callee(Path directory, int serverPort, Over over, Account account) {
    return start(
        directory,
        serverPort,
        over,
        account,
        account,
        List.of(
            "-sf",
            scenario(directory, "register"),
            "-oocsf",
            scenario(directory, "callee"),
            "-m",
            "1"));
  }

  /** Calls so many times at that rate. */
  static Sipp caller(
      Path directory,
      int serverPort,
      Over over,
      Account account,
      Account peer,
      int calls,
      int rate) {
    List<String> options =
        List.of(
            "-sf",
            scenario(directory, "caller"),
            "-m",
            Integer.toString(calls),
            "-r",
            Integer.toString(rate),
            "-l",
            Integer.toString(calls));
    return start(directory, serverPort, over, account, peer, options);
  }

  private static Sipp start(
      Path directory,
      int serverPort,
      Over over,
      Account account,
      Account peer,
      List<String> options) {
    List<String> command =
        new ArrayList<>(List.of("sipp", "127.0.0.1:" + serverPort, "-t", over.option));
    command.addAll(
        List.of(
            "-i",
            "127.0.0.1",
            "-mi",
            "127.0.0.1",
            "-p",
            Integer.toString(Ports.one()),
            "-nostdin"));
    command.addAll(
        List.of(
            "-mp",
            Integer.toString(Ports.block(4).first()),
            "-inf",
            fields(directory, account, peer)));
    command.addAll(
        List.of(
            "-trace_err",
            "-trace_msg",
            "-timeout",
            "60s",
            "-timeout_error",
            "-recv_timeout",
            "20000"));
    command.addAll(options);
    return new Sipp(Subprocess.start(directory, "sipp.log", Map.of(), command), directory);
  }

  private static String fields(Path directory, Account account, Account peer) {
    String line =
        "%s;[authentication username=%s password=%s];%s;%s"
            .formatted(
                account.user(), account.user(), account.password(), account.domain(), peer.user());
    try {
      Files.createDirectories(directory);
      return Files.writeString(directory.resolve("fields.csv"), "SEQUENTIAL\n" + line + "\n")
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String scenario(Path directory, String name) {
    try (InputStream in = Sipp.class.getResourceAsStream(name + ".xml")) {
      Files.createDirectories(directory);
      Path file = directory.resolve(name + ".xml");
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has seen that text in a message. */
  void awaitMessage(String text) {
    Await.until(
        "sipp seeing " + text,
        Duration.ofSeconds(15),
        () -> messages().contains(text),
        () -> messages() + process.output());
  }

  /** Waits for its end: 0 where every call went as written. */
  int exit() {
    return process.exit(Duration.ofSeconds(70));
  }

  /** What it complained about, and its closing figures. */
  String complaints() {
    return traces("_errors.log") + process.output();
  }

  private String messages() {
    return traces("_messages.log");
  }

  private String traces(String suffix) {
    try (var files = Files.list(directory)) {
      StringBuilder text = new StringBuilder();
      files
          .filter(file -> file.toString().endsWith(suffix))
          .forEach(file -> text.append(Subprocess.text(file)));
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
