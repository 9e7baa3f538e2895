package io.sallyport.server.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A browser phone: headless Chromium with a page on JsSIP, its tone as the microphone, a test
 * picture as the camera. It trusts the server's authority as a person's browser would, by its
 * certificate store, and checks what the server shows.
 */
final class Chromium implements Softphone {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Account account;
  private final Target target;
  private final boolean video;
  private final ChromiumDriver driver;

  // owned by: the test's thread
  private Ear ear = new Ear();

  private Chromium(Account account, Target target, boolean video, ChromiumDriver driver) {
    this.account = account;
    this.target = target;
    this.video = video;
    this.driver = driver;
  }

  static Chromium start(Path directory, Target target, Account account, Tone tone, boolean video) {
    Path home = directory.toAbsolutePath().resolve("home");
    Path wav = directory.toAbsolutePath().resolve("tone.wav");
    try {
      tone.sound(48_000, 60).write(wav);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    trust(directory, home, target.authority());
    ObjectNode options =
        ChromiumDriver.JSON
            .createObjectNode()
            .put("origin", target.origin())
            .put("profile", home.resolve("profile").toString())
            .put("home", home.toString())
            .put("tone", wav.toString())
            .put("executable", "/usr/bin/chromium");
    Chromium phone = new Chromium(account, target, video, ChromiumDriver.start(directory, options));
    phone.register();
    return phone;
  }

  /** Puts the authority into the certificate store of that home, as one that may prove servers. */
  private static void trust(Path directory, Path home, Path authority) {
    Path store = home.resolve(".pki").resolve("nssdb");
    try {
      Files.createDirectories(store);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String database = "sql:" + store;
    certutil(directory, List.of("certutil", "-d", database, "-N", "--empty-password"));
    certutil(
        directory,
        List.of(
            "certutil",
            "-d",
            database,
            "-A",
            "-t",
            "C,,",
            "-n",
            "server",
            "-i",
            authority.toString()));
  }

  private static void certutil(Path directory, List<String> command) {
    try (Subprocess run = Subprocess.start(directory, "certutil.log", Map.of(), command)) {
      if (run.exit(Duration.ofSeconds(20)) != 0) {
        throw new AssertionError(String.join(" ", command) + ":\n" + run.output());
      }
    }
  }

  private void register() {
    driver.command(
        "register",
        ChromiumDriver.JSON
            .createObjectNode()
            .put("uri", account.uri())
            .put("password", account.password())
            .put("server", target.origin().replaceFirst("https", "wss")));
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public void awaitRegistered() {
    event("registered");
  }

  @Override
  public void call(Account other) {
    ear = new Ear();
    driver.command("call", media().put("uri", other.uri()));
  }

  @Override
  public void awaitIncoming() {
    event("incoming");
  }

  @Override
  public void awaitRinging() {
    event("ringing");
  }

  @Override
  public void answer() {
    ear = new Ear();
    driver.command("answer", media());
  }

  private ObjectNode media() {
    return ChromiumDriver.JSON.createObjectNode().put("video", video);
  }

  @Override
  public void decline() {
    driver.command("decline", ChromiumDriver.JSON.createObjectNode().put("status", 603));
  }

  @Override
  public void awaitTalking() {
    event("talking");
  }

  @Override
  public void hangUp() {
    driver.command("hangUp");
  }

  @Override
  public void awaitEnded() {
    event("ended");
  }

  @Override
  public void hold() {
    driver.command("hold");
  }

  @Override
  public void resume() {
    driver.command("resume");
  }

  @Override
  public void send(Account other, String line) {
    driver.command(
        "send", ChromiumDriver.JSON.createObjectNode().put("uri", other.uri()).put("text", line));
  }

  @Override
  public void awaitLine(String line) {
    Await.until(
        "the line '" + line + "' at " + account.user(),
        SOON,
        () ->
            driver.all("line").stream().anyMatch(event -> event.path("text").asText().equals(line)),
        driver::log);
  }

  @Override
  public WavFile heard() {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(driver.command("heard").asText()))
            .order(ByteOrder.LITTLE_ENDIAN);
    short[] samples = new short[bytes.remaining() / 2];
    bytes.asShortBuffer().get(samples);
    ear.write(samples);
    return ear.heard();
  }

  Figures figures() {
    return Figures.of(driver.command("figures"));
  }

  /** What was said in SDP: {@code local} and {@code remote}. */
  JsonNode descriptions() {
    return driver.command("descriptions");
  }

  /** A picture of the page as it is now. */
  Path screenshot(Path file) {
    driver.command(
        "screenshot",
        ChromiumDriver.JSON.createObjectNode().put("file", file.toAbsolutePath().toString()));
    return file;
  }

  @Override
  public Ports.Block mediaPorts() {
    throw new UnsupportedOperationException("the browser binds what is free");
  }

  @Override
  public Set<Long> pids() {
    return driver.pids();
  }

  @Override
  public String log() {
    return driver.log();
  }

  private void event(String... types) {
    Await.until(
        account.user() + " seeing " + String.join(" or ", types),
        SOON,
        () -> driver.take(Set.of(types)).isPresent(),
        driver::log);
  }

  @Override
  public void close() {
    driver.close();
  }
}
