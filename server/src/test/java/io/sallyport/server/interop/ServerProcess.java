package io.sallyport.server.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged jar in a process of its own, on ports of its own, with a data directory that
 * outlives its kills.
 */
final class ServerProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("(?m)^ready in ([0-9.]+) s");
  private static final Pattern ACCOUNT =
      Pattern.compile("(?m)^ +(\\w+) +sip:(\\w+)@(\\S+) +password (\\S+)");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path directory;
  private final Path settings;
  private final int port = Ports.one();
  private final int sipsPort = Ports.one();
  private final Ports.Block media;
  private final Place place;
  private final List<String> java;
  private final Map<String, Account> accounts = new LinkedHashMap<>();

  private Subprocess process;
  private int starts;
  private Duration lastStart = Duration.ZERO;

  /**
   * Where the server runs.
   *
   * @param prefix words before its command, such as those that enter a network namespace
   * @param address what clients connect to
   * @param name what clients call it that look names up
   * @param client the clients' own address on the way there
   */
  record Place(List<String> prefix, String address, String name, String client) {
    static final Place HERE = new Place(List.of(), "127.0.0.1", "localhost", "127.0.0.1");
  }

  private ServerProcess(Path directory, Ports.Block media, Place place, List<String> java) {
    this.place = place;
    this.java = java;
    this.directory = directory.toAbsolutePath();
    this.settings = this.directory.resolve("sallyport.yaml");
    this.media = media;
  }

  /**
   * Makes a fresh installation and waits until it is ready.
   *
   * @param more settings beside the ports, such as {@code call.ring-timeout}
   */
  static ServerProcess fresh(Path directory, Map<String, String> more, Place place) {
    return started(
        new ServerProcess(directory, Ports.block(200), place, QuickStart.options()), more);
  }

  /** The same with those options of Java. */
  static ServerProcess with(List<String> java, Path directory) {
    return started(new ServerProcess(directory, Ports.block(200), Place.HERE, java), Map.of());
  }

  private static ServerProcess started(ServerProcess server, Map<String, String> more) {
    server.write(more);
    server.start();
    Matcher matcher = ACCOUNT.matcher(server.output());
    while (matcher.find()) {
      server.accounts.put(
          matcher.group(1), new Account(matcher.group(2), matcher.group(4), matcher.group(3)));
    }
    return server;
  }

  private void write(Map<String, String> more) {
    Map<String, String> values = new TreeMap<>(more);
    values.put("edge.port", Integer.toString(port));
    values.put("edge.sips-port", Integer.toString(sipsPort));
    values.putIfAbsent("web.management-port", "0");
    values.put("media.port", Integer.toString(port));
    values.put("media.first-port", Integer.toString(media.first()));
    values.put("media.last-port", Integer.toString(media.last()));
    StringBuilder yaml = new StringBuilder();
    String section = "";
    for (Map.Entry<String, String> value : values.entrySet()) {
      String[] key = value.getKey().split("\\.");
      if (!key[0].equals(section)) {
        section = key[0];
        yaml.append(section).append(":\n");
      }
      yaml.append("  ").append(key[1]).append(": ").append(value.getValue()).append('\n');
    }
    try {
      Files.createDirectories(directory);
      Files.writeString(settings, yaml.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the jar on the same directory again and waits for its "ready" line. */
  void start() {
    starts++;
    long before = System.nanoTime();
    process =
        Subprocess.start(
            directory, "server-" + starts + ".log", Map.of(), command(List.of("serve")));
    Await.until(
        "the ready line",
        PATIENCE,
        () -> !process.isAlive() || READY.matcher(process.output()).find(),
        this::output);
    lastStart = Duration.ofNanos(System.nanoTime() - before);
    if (!process.isAlive()) {
      throw new AssertionError("the server ended by itself:\n" + output());
    }
  }

  private List<String> command(List<String> arguments) {
    Path jar = Stage.TARGET.resolve("sallyport.jar");
    List<String> command = new ArrayList<>(place.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.addAll(java);
    command.addAll(
        List.of(
            "-jar", jar.toString(), "--config", settings.toString(), "--data", data().toString()));
    command.addAll(arguments);
    return command;
  }

  /** What a command of the jar printed and how it ended. */
  record Ended(int code, String output) {}

  /** Runs one of the jar's other commands on the same data directory. */
  Ended run(String... arguments) {
    String name = "command-" + arguments[0] + "-" + System.nanoTime() + ".log";
    try (Subprocess run =
        Subprocess.start(directory, name, Map.of(), command(List.of(arguments)))) {
      int code = run.exit(PATIENCE);
      return new Ended(code, run.output());
    }
  }

  /** The same in the name of a person, who types a password. */
  Ended runAs(Account person, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--as", person.user()));
    return typing(person.password(), all.toArray(new String[0]));
  }

  /** The same for a command that asks for something: a line that is typed. */
  Ended typing(String line, String... arguments) {
    String name = "command-" + arguments[0] + "-" + System.nanoTime() + ".log";
    try (Subprocess run =
        Subprocess.start(directory, name, Map.of(), command(List.of(arguments)))) {
      run.type(line);
      run.endInput();
      int code = run.exit(PATIENCE);
      return new Ended(code, run.output());
    }
  }

  /** From exec to the "ready" line, as seen from outside. */
  Duration lastStart() {
    return lastStart;
  }

  Account account(String user) {
    Account account = accounts.get(user);
    if (account == null) {
      throw new AssertionError("the first start printed no account " + user + ":\n" + output());
    }
    return account;
  }

  /** Makes that many users more, all with one run of the jar's command. */
  Deque<Account> addUsers(int count) {
    Deque<Account> made = new ArrayDeque<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      Account account = new Account("user" + i, "secret-of-" + i, account("alice").domain());
      lines.append(account.user()).append(',').append(account.password()).append('\n');
      made.add(account);
    }
    try (Subprocess run =
        Subprocess.start(directory, "import.log", Map.of(), command(List.of("user", "import")))) {
      run.type(lines.toString().strip());
      run.endInput();
      int code = run.exit(PATIENCE);
      if (code != 0) {
        throw new AssertionError("user import ended " + code + ":\n" + run.output());
      }
    }
    return made;
  }

  /** Makes another user with the command of the jar. */
  Account addUser(String user) {
    Ended added = run("user", "add", user, "--generate");
    Matcher matcher = Pattern.compile("(?i)password:? +(\\S+)").matcher(added.output());
    if (added.code() != 0 || !matcher.find()) {
      throw new AssertionError(
          "user add " + user + " ended " + added.code() + ":\n" + added.output());
    }
    Account made = new Account(user, matcher.group(1), account("alice").domain());
    accounts.put(user, made);
    return made;
  }

  Target target() {
    return new Target(
        place.address(),
        place.name(),
        place.client(),
        sipsPort,
        port,
        data().resolve("tls").resolve("ca.crt"));
  }

  /** The port where HTTPS, SIP over TLS and WebSocket are told apart. */
  int port() {
    return port;
  }

  int sipsPort() {
    return sipsPort;
  }

  /** The UDP port of all encrypted media. */
  int onePort() {
    return port;
  }

  /** The UDP ports of plain RTP. */
  Ports.Block mediaPorts() {
    return media;
  }

  Path directory() {
    return directory;
  }

  Path data() {
    return directory.resolve("data");
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Standard output and error of the latest start. */
  String output() {
    return process.output();
  }

  /** The lines of the banner that hold the text. */
  List<String> printed(String text) {
    return output().lines().filter(line -> line.contains(text)).toList();
  }

  /** SIGKILL. */
  void kill() {
    process.kill();
  }

  /** SIGTERM, and waits for the orderly end. */
  int stop() {
    process.terminate();
    return process.exit(PATIENCE);
  }

  @Override
  public void close() {
    process.close();
  }
}
