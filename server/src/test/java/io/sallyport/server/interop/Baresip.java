package io.sallyport.server.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * baresip 1.0 without a sound card: plays its tone from a file, records what it hears, and takes
 * commands on a control connection (module ctrl_tcp).
 */
final class Baresip implements Softphone {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final int RATE = 48_000;
  private static final List<String> MODULES =
      List.of(
          "opus",
          "g722",
          "g711",
          "sndfile",
          "aufile",
          "aubridge",
          "srtp",
          "dtls_srtp",
          "stun",
          "ice");
  private static final List<String> APPLICATIONS =
      List.of("contact", "debug_cmd", "menu", "ctrl_tcp");

  /** In colours, so that no word boundary stands before it. */
  private static final Pattern REGISTERED = Pattern.compile("OK\\b");

  private static final Pattern RECEIVED = Pattern.compile("rcvd=(\\d+)|rx[^\\n]*packets=(\\d+)");

  /** Those of the source are counted too, in a line of their own. */
  private static final Pattern SHOWN = Pattern.compile("vidisp:[^\\n]*frames=(\\d+)");

  private final Account account;
  private final Path sounds;
  private final Ports.Block media;
  private final Subprocess process;
  private final BaresipControl control;

  private Baresip(
      Account account, Path sounds, Ports.Block media, Subprocess process, BaresipControl control) {
    this.account = account;
    this.sounds = sounds;
    this.media = media;
    this.process = process;
    this.control = control;
  }

  /** How one baresip differs from the next. */
  record Options(
      Account account, String accountLine, Tone tone, List<Account> contacts, MediaChoice media) {

    /** The account line that we write ourselves: TLS, SDES-SRTP or nothing. */
    static Options of(Account account, Target target, Tone tone, List<Account> contacts) {
      return of(account, target, tone, contacts, MediaChoice.USUAL);
    }

    static Options of(
        Account account, Target target, Tone tone, List<Account> contacts, MediaChoice media) {
      String line =
          "\"%s\" <sip:%s@%s;transport=tls>;auth_user=%s;auth_pass=%s;outbound=\"sip:%s:%d;transport=tls\";regint=300%s"
              .formatted(
                  account.user(),
                  account.user(),
                  account.domain(),
                  account.user(),
                  account.password(),
                  target.address(),
                  target.tlsPort(),
                  parameters(media));
      return new Options(account, line, tone, contacts, media);
    }

    private static String parameters(MediaChoice media) {
      String keying =
          switch (media.keying()) {
            case PLAIN -> "";
            case SDES -> ";mediaenc=srtp-mand";
            case SDES_IF_POSSIBLE -> ";mediaenc=srtp";
            case DTLS -> ";mediaenc=dtls_srtp";
          };
      return keying + (media.ice() ? ";medianat=ice" : "");
    }

    /** Another line for the same account, such as the one that the server printed. */
    Options withLine(String line) {
      return new Options(account, line, tone, contacts, media);
    }
  }

  static Baresip start(Path directory, Target target, Options options) {
    Ports.Block media = Ports.block(40);
    int controlPort = Ports.one();
    Path sounds = shortDirectory();
    try {
      Files.createDirectories(directory);
      Path wav = sounds.resolve("tone.wav");
      options.tone().sound(RATE, 60).write(wav);
      Files.writeString(
          directory.resolve("config"),
          config(sounds, target, wav, media, controlPort) + mux(options) + video(options));
      Files.writeString(
          directory.resolve("accounts"), options.accountLine() + ";answermode=manual\n");
      String contacts =
          options.contacts().stream()
              .map(other -> "\"" + other.user() + "\" <" + other.uri() + ">\n")
              .collect(Collectors.joining());
      Files.writeString(directory.resolve("contacts"), contacts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Subprocess process =
        Subprocess.start(
            directory,
            "log",
            Map.of(),
            List.of("baresip", "-4", "-f", directory.toString(), "-v", "-s"));
    return new Baresip(
        options.account(), sounds, media, process, BaresipControl.connect(controlPort, process));
  }

  /** baresip cuts the names of what it plays and records off after 127 characters. */
  private static Path shortDirectory() {
    try {
      return Files.createTempDirectory("snd");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String config(
      Path sounds, Target target, Path wav, Ports.Block media, int controlPort) {
    String modules =
        Stream.of(
                MODULES.stream().map(name -> "module " + name + ".so"),
                Stream.of("module_tmp uuid.so", "module_tmp account.so"),
                APPLICATIONS.stream().map(name -> "module_app " + name + ".so"))
            .flatMap(lines -> lines)
            .collect(Collectors.joining("\n"));
    return """
    poll_method epoll
    sip_listen %s:0
    sip_cafile %s
    call_local_timeout 120
    call_max_calls 8
    audio_player aubridge,null
    audio_source aufile,%s
    audio_alert aubridge,alert
    ausrc_srate %d
    auplay_srate %d
    ausrc_channels 1
    auplay_channels 1
    audio_level no
    jitter_buffer_delay 5-10
    rtp_stats yes
    rtp_ports %s
    net_interface %s
    audio_path /nonexistent
    module_path /usr/lib/baresip/modules
    ctrl_tcp_listen 127.0.0.1:%d
    snd_path %s
    menu_bell no
    ringback_disabled yes
    statmode_default off
    %s
    """
        .formatted(
            target.client(),
            target.authority(),
            wav,
            RATE,
            RATE,
            media,
            target.client(),
            controlPort,
            sounds,
            modules);
  }

  /** One ICE check cannot say which of two ports it is for, and the server has but one. */
  private static String mux(Options options) {
    return options.media().ice() ? "rtcp_mux yes\n" : "";
  }

  /** A made picture as its camera, and a display that only counts. */
  private static String video(Options options) {
    return options.media().video()
        ? """
        module vp8.so
        module fakevideo.so
        video_source fakevideo,nil
        video_display fakevideo,nil
        video_size 320x240
        video_fps 10
        video_bitrate 300000
        """
        : "";
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
            control
                .command("reginfo", "")
                .map(answer -> REGISTERED.matcher(answer).find())
                .orElse(false),
        this::log);
  }

  @Override
  public void call(Account other) {
    control.command("dial", other.uri());
  }

  @Override
  public void awaitIncoming() {
    event("CALL_INCOMING");
  }

  @Override
  public void awaitRinging() {
    event("CALL_RINGING", "CALL_PROGRESS");
  }

  @Override
  public void answer() {
    control.command("accept", "");
  }

  @Override
  public void decline() {
    control.command("hangup", "");
  }

  @Override
  public void awaitTalking() {
    event("CALL_ESTABLISHED");
  }

  @Override
  public void hangUp() {
    control.command("hangup", "");
  }

  @Override
  public void awaitEnded() {
    event("CALL_CLOSED");
  }

  /** Why the last call ended, in baresip's words; empty where it said nothing. */
  String lastEnd() {
    return control.lastParameter("CALL_CLOSED").orElse("");
  }

  /** Sends digits in telephone events, one after the other. */
  void press(String digits) {
    control.command("sndcode", digits);
  }

  @Override
  public void hold() {
    change("hold");
  }

  @Override
  public void resume() {
    change("resume");
  }

  /** Asks the other side for video in the call that is up. */
  void upgradeToVideo() {
    control.command("video_dir", "sendrecv");
  }

  /** The command returns at once; the change is made when its INVITE is acknowledged. */
  private void change(String command) {
    int before = process.output().length();
    control.command(command, "");
    Await.until(
        account.user() + " being done with " + command,
        SOON,
        () -> process.output().indexOf("\nACK sip:", before) > 0,
        this::log);
  }

  /** Goes to the current contact, the first of the list, whoever is named. */
  @Override
  public void send(Account other, String line) {
    control.command("message", line);
  }

  /** baresip tells of a received line in its log alone. */
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
    return lastRecording().map(WavFile::soFar).orElse(WavFile.EMPTY);
  }

  /** What it has received in the latest call; a hold ends the recording for good. */
  Optional<Path> lastRecording() {
    try (Stream<Path> files = Files.list(sounds)) {
      return files
          .filter(file -> file.toString().endsWith("-dec.wav"))
          .max(Comparator.comparing(Path::toString));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Packets of audio received in the call that is up. */
  long packetsReceived() {
    Matcher matcher = RECEIVED.matcher(control.command("audio_debug", "").orElse(""));
    return matcher.find()
        ? Long.parseLong(matcher.group(1) != null ? matcher.group(1) : matcher.group(2))
        : -1;
  }

  /** Frames of video decoded and displayed in the call that is up. */
  long framesShown() {
    Matcher matcher = SHOWN.matcher(videoFigures());
    return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
  }

  /** All that it tells of video in the call that is up. */
  String videoFigures() {
    return control.command("video_debug", "").orElse("");
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
    return process
        .output()
        .lines()
        .filter(line -> !line.contains("ctrl_tcp: handle_command"))
        .collect(Collectors.joining("\n"));
  }

  private void event(String... types) {
    Await.until(
        account.user() + " seeing " + String.join(" or ", types),
        SOON,
        () -> control.take(Set.of(types)).isPresent(),
        this::log);
  }

  @Override
  public void close() {
    control.close();
    process.close();
    try (Stream<Path> files = Files.list(sounds)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(sounds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
