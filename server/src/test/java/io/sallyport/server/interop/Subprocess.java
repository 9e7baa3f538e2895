package io.sallyport.server.interop;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that a test started, its output in a file. Ended by its own handle, at the latest with
 * the test.
 */
final class Subprocess implements AutoCloseable {
  private final Process process;
  private final Path output;

  private Subprocess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts a command in the directory; standard output and error go to {@code output} there. */
  static Subprocess start(
      Path directory, String output, Map<String, String> environment, List<String> command) {
    try {
      Files.createDirectories(directory);
      Path file = directory.resolve(output);
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));
      builder.environment().remove("DISPLAY");
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().put("TERM", "dumb");
      builder.environment().putAll(environment);
      return new Subprocess(builder.start(), file);
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Path outputFile() {
    return output;
  }

  /** All that it has printed. */
  String output() {
    return text(output);
  }

  /** What it has printed beyond that many bytes. */
  byte[] outputFrom(long bytes) {
    try (FileChannel channel = FileChannel.open(output)) {
      ByteBuffer more = ByteBuffer.allocate((int) Math.max(0, channel.size() - bytes));
      while (more.hasRemaining() && channel.read(more, bytes + more.position()) > 0) {
        continue;
      }
      return Arrays.copyOf(more.array(), more.position());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Types a line. A program that has ended takes none, and nobody minds. */
  void type(String line) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Tells it that nobody will type any more. */
  void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Waits for its end. */
  int exit(Duration atMost) {
    if (!ended(atMost)) {
      throw new AssertionError("pid " + pid() + " still runs after " + atMost + ":\n" + output());
    }
    return process.exitValue();
  }

  boolean ended(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void terminate() {
    process.destroy();
  }

  /** SIGKILL: no handler runs, no buffer is flushed. */
  void kill() {
    process.destroyForcibly();
    ended(Duration.ofSeconds(5));
  }

  @Override
  public void close() {
    terminate();
    if (!ended(Duration.ofSeconds(5))) {
      kill();
    }
  }
}
