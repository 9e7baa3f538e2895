package io.sallyport.server.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * linphonec 5.1 without a sound card or a display: commands on its standard input, its tone from a
 * file, what it hears into another, and every state of a call in its log.
 */
final class Linphone implements Softphone {
  private static final Duration SOON = Duration.ofSeconds(15);

  private final Account account;
  private final Path directory;
  private final Ports.Block media;
  private final Subprocess process;

  /** How far its log has been read for states. */
  private int seen;

  private Linphone(Account account, Path directory, Ports.Block media, Subprocess process) {
    this.account = account;
    this.directory = directory;
    this.media = media;
    this.process = process;
  }

  static Linphone start(
      Path directory, Target target, Account account, Tone tone, MediaChoice choice) {
    Ports.Block media = Ports.block(40);
    Path wav = directory.resolve("tone.wav");
    try {
      Files.createDirectories(directory.resolve(".local/share/linphone"));
      tone.sound(16_000, 60).write(wav);
      Files.writeString(
          directory.resolve("rc"), settings(directory, target, account, media, choice));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> environment =
        Map.of(
            "HOME", directory.toString(),
            "XDG_DATA_HOME", directory.resolve(".local/share").toString(),
            "XDG_CONFIG_HOME", directory.resolve(".config").toString());
    List<String> command =
        List.of(
            "linphonec",
            "-c",
            directory.resolve("rc").toString(),
            "-d",
            "6",
            "-l",
            directory.resolve("log").toString());
    Linphone phone =
        new Linphone(
            account, directory, media, Subprocess.start(directory, "out", environment, command));
    phone.process.type("soundcard use files");
    phone.process.type("play " + wav);
    phone.process.type("record " + phone.recording());
    return phone;
  }

  private static String settings(
      Path directory, Target target, Account account, Ports.Block media, MediaChoice choice) {
    String uuid =
        UUID.nameUUIDFromBytes((account.uri() + directory).getBytes(StandardCharsets.UTF_8))
            .toString();
    String server = "sip:%s:%d;transport=tls".formatted(target.name(), target.tlsPort());
    return template()
        .formatted(
            target.authority(),
            account.user(),
            account.uri(),
            media,
            directory,
            uuid,
            account.password(),
            account.domain(),
            server,
            encryption(choice.keying()),
            choice.keying() == MediaChoice.Keying.SDES_IF_POSSIBLE ? 0 : 1,
            choice.ice() ? "ice" : "none");
  }

  private static String encryption(MediaChoice.Keying keying) {
    return switch (keying) {
      case PLAIN -> "none";
      case SDES, SDES_IF_POSSIBLE -> "srtp";
      case DTLS -> "dtls";
    };
  }

  private static String template() {
    try (InputStream in = Linphone.class.getResourceAsStream("linphone.rc")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public void awaitRegistered() {
    Await.until(
        account.user() + " registering",
        SOON,
        () ->
            Pattern.compile("LinphoneRegistrationOk|Registration on .* successful")
                .matcher(log())
                .find(),
        this::log);
  }

  @Override
  public void call(Account other) {
    process.type("call " + other.uri());
  }

  @Override
  public void awaitIncoming() {
    state("IncomingReceived");
  }

  @Override
  public void awaitRinging() {
    state("OutgoingRinging");
  }

  @Override
  public void answer() {
    process.type("answer");
  }

  @Override
  public void decline() {
    process.type("terminate");
  }

  @Override
  public void awaitTalking() {
    state("StreamsRunning");
  }

  @Override
  public void hangUp() {
    process.type("terminate");
  }

  @Override
  public void awaitEnded() {
    state("End|Error|Released");
  }

  @Override
  public void hold() {
    process.type("pause");
    state("Paused");
  }

  @Override
  public void resume() {
    process.type("resume");
    state("StreamsRunning");
  }

  @Override
  public void send(Account other, String line) {
    process.type("chat " + other.uri() + " " + line);
  }

  @Override
  public void awaitLine(String line) {
    Await.until(
        "the line '" + line + "' at " + account.user(),
        SOON,
        () -> process.output().contains(line),
        this::log);
  }

  @Override
  public WavFile heard() {
    return WavFile.soFar(recording());
  }

  private Path recording() {
    return directory.resolve("heard.wav");
  }

  @Override
  public Ports.Block mediaPorts() {
    return media;
  }

  @Override
  public Set<Long> pids() {
    return Set.of(process.pid());
  }

  @Override
  public String log() {
    return Subprocess.text(directory.resolve("log"));
  }

  /** Awaits that a call comes to a state that it had not come to when this was last asked. */
  private void state(String name) {
    Pattern pattern = Pattern.compile("moving from state .* to \\[?\\S*?(?:" + name + ")\\b");
    Await.until(
        account.user() + " coming to " + name,
        SOON,
        () -> {
          Matcher matcher = pattern.matcher(log());
          if (!matcher.find(seen)) {
            return false;
          }
          seen = matcher.end();
          return true;
        },
        this::log);
  }

  @Override
  public void close() {
    process.type("quit");
    if (!process.ended(Duration.ofSeconds(5))) {
      process.kill();
    }
  }
}
