package io.sallyport.server.prompt;

import io.sallyport.server.base.Component;
import io.sallyport.server.base.Loop;
import io.sallyport.server.path.PayloadFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The facade of the prompt package: all that the server can say, encoded when first needed on a
 * thread of its own, then kept. Any thread.
 */
public final class Prompts implements Component {
  private static final Pattern FILE =
      Pattern.compile("([a-z0-9-]{1,40})\\.([A-Za-z-]{2,12})\\.wav");
  private static final List<String> DEFAULTS =
      List.of("notice.en.wav", "notice.de.wav", "consent.en.wav", "consent.de.wav");
  private static final long MAX_FILE_BYTES = 10 << 20;
  private static final int MAX_PROMPTS = 500;
  private static final int MAX_PHRASES = 100;
  private static final int MAX_WAITING = 1_000;

  // immutable
  private final PromptSettings settings;
  private final ThreadPoolExecutor work;
  private final ScheduledThreadPoolExecutor mixing;

  // written by: start; any thread may read
  private volatile Map<String, Prompt> prompts = Map.of();

  // guarded by: itself
  private final Map<String, Phrase> phrases =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Phrase> eldest) {
          return size() > MAX_PHRASES;
        }
      };

  public Prompts(PromptSettings settings) {
    this.settings = settings;
    this.work =
        new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> thread(task, "prompt"));
    work.allowCoreThreadTimeOut(true);
    this.mixing = new ScheduledThreadPoolExecutor(1, task -> thread(task, "mix"));
    mixing.setKeepAliveTime(30, TimeUnit.SECONDS);
    mixing.allowCoreThreadTimeOut(true);
    mixing.setRemoveOnCancelPolicy(true);
  }

  @Override
  public String name() {
    return "prompt";
  }

  /** Reads every prompt, so that one that cannot be played keeps the server from starting. */
  @Override
  public void start() throws IOException {
    Map<String, Prompt> read = new LinkedHashMap<>();
    for (String file : DEFAULTS) {
      try (InputStream in = Prompts.class.getResourceAsStream(file)) {
        put(read, file, in.readAllBytes());
      }
    }
    if (!settings.folder().isEmpty()) {
      readFolder(Path.of(settings.folder()), read);
    }
    Prompt beep = Tone.beep();
    read.put(beep.toString(), beep);
    prompts = Map.copyOf(read);
  }

  @Override
  public void close() {
    work.shutdownNow();
    mixing.shutdownNow();
  }

  public PromptSettings settings() {
    return settings;
  }

  /**
   * What the server can say under a name, in that language or in the one that comes closest: the
   * same without its region, the settings' language, English.
   *
   * @param language empty for the settings'
   */
  public Optional<Prompt> find(String name, String language) {
    Map<String, Prompt> all = prompts;
    String wanted = language.isEmpty() ? settings.language() : language;
    for (String each : List.of(wanted, base(wanted), settings.language(), "en")) {
      Prompt found = all.get(name + "." + each);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.ofNullable(all.get(name));
  }

  /** A prompt made of a file that an admin names, for one call. */
  public static Prompt read(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException("it is longer than " + (MAX_FILE_BYTES >> 20) + " MB");
    }
    return prompt(String.valueOf(file.getFileName()), "", Files.readAllBytes(file));
  }

  private static Prompt prompt(String name, String language, byte[] bytes) throws IOException {
    WavReader.Wav wav = WavReader.read(bytes);
    return new Prompt(name, language, sha256(bytes), wav.sampleRate(), wav.samples());
  }

  /** Whether there is any of these formats in which the server can speak. */
  public static boolean speaks(List<PayloadFormat> formats) {
    return formats.stream().anyMatch(Encoder::knows);
  }

  /**
   * A prompt in the first of some formats in which the server can speak, as soon as it is encoded.
   *
   * @param done told on the loop; empty where there is no such format, or too much to do
   */
  public void encode(
      Prompt prompt, List<PayloadFormat> formats, Loop loop, Consumer<Optional<Phrase>> done) {
    Optional<PayloadFormat> format = known(formats);
    Optional<Phrase> kept = format.map(known -> kept(key(prompt, known)));
    if (format.isEmpty() || kept.isPresent()) {
      loop.post(() -> done.accept(kept));
      return;
    }
    try {
      work.execute(
          () -> {
            Phrase made = Phrase.of(prompt, format.get());
            synchronized (phrases) {
              phrases.put(key(prompt, format.get()), made);
            }
            loop.post(() -> done.accept(Optional.of(made)));
          });
    } catch (RejectedExecutionException e) {
      loop.post(() -> done.accept(Optional.empty()));
    }
  }

  /** The first of some formats in which the server can speak. */
  private static Optional<PayloadFormat> known(List<PayloadFormat> formats) {
    return formats.stream().filter(Encoder::knows).findFirst();
  }

  private Phrase kept(String key) {
    synchronized (phrases) {
      return phrases.get(key);
    }
  }

  private static String key(Prompt prompt, PayloadFormat format) {
    return prompt.sha256()
        + " "
        + Encoder.name(format)
        + " "
        + format.clockRate()
        + " "
        + format.payloadType();
  }

  /**
   * All sources in one sound, from now until it is closed, in the first of some formats in which
   * the server can speak; empty where it speaks none.
   */
  public Optional<LiveMix> mix(
      List<LiveMix.Source> sources, List<PayloadFormat> formats, Phrase.Ending ending) {
    Optional<LiveMix> mix = known(formats).map(format -> new LiveMix(sources, format, ending));
    mix.ifPresent(
        made -> made.ticks(mixing.scheduleAtFixedRate(made::tick, 20, 20, TimeUnit.MILLISECONDS)));
    return mix;
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static String base(String language) {
    int region = language.indexOf('-');
    return region < 0 ? language : language.substring(0, region);
  }

  private static void readFolder(Path folder, Map<String, Prompt> into) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("prompt.folder: there is no folder " + folder);
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.wav")) {
      for (Path file : files) {
        if (into.size() > MAX_PROMPTS || Files.size(file) > MAX_FILE_BYTES) {
          throw new IOException("prompt.folder: too many or too long files, at " + file);
        }
        try {
          put(into, String.valueOf(file.getFileName()), Files.readAllBytes(file));
        } catch (IOException e) {
          throw new IOException("prompt.folder: " + file + ": " + e.getMessage(), e);
        }
      }
    }
  }

  private static void put(Map<String, Prompt> into, String file, byte[] bytes) throws IOException {
    Matcher named = FILE.matcher(file);
    if (!named.matches()) {
      throw new IOException("name it as notice.en.wav: name, language, wav");
    }
    Prompt prompt = prompt(named.group(1), named.group(2), bytes);
    into.put(prompt.toString(), prompt);
  }

  /** The digest of samples that came from no file. */
  static String sha256(short[] samples) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length);
    bytes.asShortBuffer().put(samples);
    return sha256(bytes.array());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
