package io.sallyport.server.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key service, asked by a command of the admin's: it gets {@code wrap} or {@code unwrap} as its
 * last argument, content and context as two lines of base64 on standard input, and answers with one
 * line of base64. So the master key never enters this process.
 */
public final class MasterKeyCommand implements MasterKey {
  private static final int MOST_ANSWER = 64 * 1024;
  private static final int MOST_WORDS = 200;

  // immutable
  private final List<String> command;
  private final Duration patience;

  /**
   * The service behind a command.
   *
   * @param command program and arguments; no shell is involved
   * @param patience how long it may take
   */
  public MasterKeyCommand(List<String> command, Duration patience) {
    this.command = List.copyOf(command);
    this.patience = patience;
  }

  /** The service knows its keys itself, and may change them as it likes. */
  @Override
  public String id() {
    return "key-service";
  }

  @Override
  public String source() {
    return "the key service " + command.get(0);
  }

  @Override
  public byte[] wrap(byte[] plain, byte[] context) throws KeyFault {
    return ask("wrap", plain, context);
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] context) throws KeyFault {
    return ask("unwrap", wrapped, context);
  }

  private byte[] ask(String what, byte[] content, byte[] context) throws KeyFault {
    List<String> line = new ArrayList<>(command);
    line.add(what);
    Process process;
    try {
      process = new ProcessBuilder(line).start();
    } catch (IOException e) {
      throw new KeyFault(KeyFault.Kind.MISSING, source() + " does not run: " + e.getMessage(), e);
    }
    Thread watch = new Thread(() -> endLate(process), "key-service-watch");
    watch.setDaemon(true);
    watch.start();
    try (InputStream answer = process.getInputStream();
        InputStream words = process.getErrorStream()) {
      tell(process, content, context);
      byte[] said = answer.readNBytes(MOST_ANSWER);
      String why = new String(words.readNBytes(MOST_WORDS), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new KeyFault(
            KeyFault.Kind.SERVICE, "%s did not %s: %s".formatted(source(), what, printable(why)));
      }
      return Base64.getDecoder().decode(new String(said, StandardCharsets.US_ASCII).strip());
    } catch (IllegalArgumentException e) {
      throw new KeyFault(KeyFault.Kind.SERVICE, source() + " did not answer in base64");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyFault(KeyFault.Kind.SERVICE, source() + ": interrupted", e);
    } catch (KeyFault e) {
      throw e;
    } catch (IOException e) {
      throw new KeyFault(KeyFault.Kind.SERVICE, source() + ": " + e.getMessage(), e);
    } finally {
      process.destroyForcibly();
      watch.interrupt();
    }
  }

  private static void tell(Process process, byte[] content, byte[] context) throws IOException {
    Base64.Encoder base64 = Base64.getEncoder();
    try (OutputStream out = process.getOutputStream()) {
      String lines = base64.encodeToString(content) + "\n" + base64.encodeToString(context) + "\n";
      out.write(lines.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Ends a command that takes too long: reading its answer then ends too. */
  private void endLate(Process process) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException done) {
      // it has answered in time
    }
  }

  private static String printable(String text) {
    return text.strip().replaceAll("\\p{Cntrl}", " ");
  }
}
