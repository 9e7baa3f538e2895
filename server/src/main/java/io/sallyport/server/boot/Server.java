package io.sallyport.server.boot;

import io.javalin.http.Context;
import io.sallyport.server.api.Api;
import io.sallyport.server.api.Events;
import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.base.Component.Health;
import io.sallyport.server.base.Secret;
import io.sallyport.server.directory.Assignments;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.edge.EdgeStartException;
import io.sallyport.server.edge.Listening;
import io.sallyport.server.guard.Guard;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.path.Paths;
import io.sallyport.server.registrar.Locations;
import io.sallyport.server.softphone.Softphone;
import io.sallyport.server.vault.KeyFault;
import io.sallyport.server.web.WebServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server: constructs every component, connects them, starts them in order and closes them
 * in reverse. No static state, so that several fit in one JVM.
 */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  // immutable
  private final Settings settings;
  private final DataDirectory data;
  private final InstantSource clock;
  private final Counters counters = new Counters();
  private final Lifecycle lifecycle = new Lifecycle();
  private final Certificates certificates;
  private final WebServer web;
  private final Surroundings surroundings;

  // owned by: the thread that starts; read by others once started
  private Storage storage;
  private volatile Signalling signalling;
  private Facades facades;
  private volatile Console console;
  private ControlSocket control;
  private Map<String, Secret> firstPasswords = Map.of();

  private Server(
      Settings settings, SettingsSource source, DataDirectory data, InstantSource clock) {
    this.settings = settings;
    this.surroundings = Surroundings.of(source, clock.instant());
    this.data = data;
    this.clock = clock;
    this.certificates = new Certificates(settings, data, clock);
    this.web =
        new WebServer(
            settings.web(),
            new WebContent(settings, certificates, () -> signalling, lifecycle, counters),
            this::answer,
            counters);
  }

  /** Starts a server on a data directory, which is made where it is not there. */
  public static Server start(Settings settings, Path data) throws StartRefused {
    return start(settings, SettingsSource.NONE, data, InstantSource.system());
  }

  static Server start(Settings settings, Path data, InstantSource clock) throws StartRefused {
    return start(settings, SettingsSource.NONE, data, clock);
  }

  static Server start(Settings settings, SettingsSource source, Path data, InstantSource clock)
      throws StartRefused {
    Server server = new Server(settings, source, DataDirectory.open(data), clock);
    try {
      server.open();
      return server;
    } catch (Exception e) {
      server.close();
      throw refusal(e);
    }
  }

  private void open() throws Exception {
    lifecycle.start(new LogTail(surroundings.log()));
    lifecycle.start(new DataLock(data));
    Paths paths = new Paths(settings.media(), counters, System::nanoTime, clock);
    ParallelStart parts = new ParallelStart();
    parts.begin("web", () -> lifecycle.start(web));
    parts.begin("tls", () -> lifecycle.start(certificates));
    parts.begin("media", () -> startMedia(paths));
    parts.run(() -> storage = Storage.open(settings, data, lifecycle, counters, clock));
    lifecycle.start(storage.rules().rulebook());
    int unfinished = UnfinishedCalls.end(storage.archive(), clock);
    if (unfinished > 0) {
      LOG.warn("{} calls ran when the last server stopped; their end is on record now", unfinished);
    }
    Signalling connected =
        new Signalling(settings, storage, certificates, paths, lifecycle, counters, clock);
    connected.start(() -> web.backend().orElse(null));
    signalling = connected;
    // after what calls need: loading it takes a core for a while
    lifecycle.start(storage.officers().index());
    facades =
        storage
            .facades(settings, clock)
            .with(
                connected.captures(),
                connected.control(),
                new SelfChecks(settings, data, storage, connected, certificates, lifecycle, clock));
    console =
        Console.open(
            settings,
            surroundings,
            data,
            storage,
            facades,
            connected,
            certificates,
            lifecycle,
            counters,
            clock);
    control = new ControlSocket(data, this::command);
    control.start();
    firstPasswords = Collections.unmodifiableMap(FirstAccounts.ensure(storage.directory()));
    firstPasswords.keySet().forEach(user -> administered("user added", user));
    administered("server started", settings.node());
    LOG.info("started: domain {}, node {}", settings.domain(), settings.node());
  }

  /** Drains and closes everything, the last started first. Harmless when repeated. */
  @Override
  public synchronized void close() {
    if (control != null) {
      administered("server stopped", settings.node());
      control.close();
      control = null;
    }
    lifecycle.close();
  }

  /** The sockets for clients that listen. */
  public List<Listening> listening() {
    return signalling.listening();
  }

  /** Where clients of a kind connect; empty where the settings leave that listener out. */
  public Optional<InetSocketAddress> address(Listening.Kind kind) {
    return signalling.edge().address(kind);
  }

  /** The loopback listener with metrics and health. */
  public Optional<InetSocketAddress> management() {
    return web.management();
  }

  /** The certificate that clients must trust; empty where the admin brought a certificate. */
  public Optional<Path> authorityFile() {
    return certificates.authorityFile();
  }

  /** Passwords of the accounts that this start made, by user name; empty where there were users. */
  public Map<String, Secret> firstPasswords() {
    return firstPasswords;
  }

  public Directory directory() {
    return storage.directory();
  }

  public Archive archive() {
    return storage.archive();
  }

  /** Users, as an address of record names them, that have a device on line now. */
  public Locations locations() {
    return signalling.registrar();
  }

  /** Who is shut out, and what calls come to. */
  public Guard guard() {
    return storage.guard();
  }

  /** Whom officers may look at. */
  public Assignments assignments() {
    return storage.officers().assignments();
  }

  /** What readers of the console are told while it happens. */
  public Events events() {
    return console.events();
  }

  public Counters counters() {
    return counters;
  }

  public Map<String, Health> health() {
    return lifecycle.health();
  }

  /** What the first start tells the person who gave the command; empty where there were users. */
  Optional<String> firstStartNotice() {
    if (firstPasswords.isEmpty()) {
      return Optional.empty();
    }
    String authority = authorityFile().map(Path::toString).orElse("");
    int sips =
        address(Listening.Kind.SIPS)
            .or(() -> address(Listening.Kind.SECURE))
            .map(InetSocketAddress::getPort)
            .orElse(0);
    int web =
        settings.web().enabled()
            ? address(Listening.Kind.SECURE).map(InetSocketAddress::getPort).orElse(0)
            : 0;
    return Optional.of(
        Banner.firstStart(
            data.root(),
            new Softphone(settings.domain(), settings.tls().publicName(), sips, authority),
            firstPasswords,
            certificates.authorityCertificate().map(Pem::fingerprint).orElse(""),
            web));
  }

  private void answer(Context request) throws Exception {
    Console open = console;
    if (open == null) {
      Api.starting(request);
    } else {
      open.api().handle(request);
    }
  }

  private void administered(String action, String subject) {
    storage
        .archive()
        .append(new ArchiveRecord.Administered(clock.instant(), "server", action, subject));
  }

  /** A command line that came over the control socket. */
  private int command(List<String> arguments, Terminal terminal) {
    Invocation invocation = new Invocation(terminal);
    Place here = (anyInvocation, anyArguments, work) -> work.on(facades);
    return invocation.run(Commands.onData(invocation, here), arguments);
  }

  private Paths startMedia(Paths paths) throws Exception {
    try {
      return lifecycle.start(paths);
    } catch (IllegalStateException noPort) {
      throw new StartRefused(List.of(Problem.of("media", noPort.getMessage(), "")));
    }
  }

  private static StartRefused refusal(Exception e) {
    if (e instanceof StartRefused refused) {
      return refused;
    }
    if (e instanceof KeyFault fault) {
      return new StartRefused(List.of(Problem.of("keys", fault.getMessage(), "")));
    }
    if (e instanceof EdgeStartException busy) {
      return new StartRefused(
          busy.problems().stream().map(problem -> Problem.of("edge", problem, "")).toList());
    }
    if (e instanceof RuntimeException bug && !(e instanceof WebServer.ManagementPortBusy)) {
      throw bug;
    }
    return new StartRefused(List.of(Problem.of("start", String.valueOf(e.getMessage()), "")));
  }
}
