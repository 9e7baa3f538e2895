package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix domain socket on which a running server takes the commands of its own account: the file
 * is 0600 in a 0700 directory, so that who may connect is the file system's decision. A thread for
 * each client, few at a time.
 */
final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
  private static final int MAX_CLIENTS = 8;
  // sockaddr_un holds 108 bytes on Linux and 104 on macOS
  private static final int MAX_PATH_BYTES = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Runs a command line against the live server. Called on the client's thread. */
  interface Runner {
    int run(List<String> arguments, Terminal terminal);
  }

  // immutable
  private final DataDirectory data;
  private final Runner runner;
  private final Semaphore places = new Semaphore(MAX_CLIENTS);
  // any thread
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
  // owned by: main thread
  private ServerSocketChannel listener;
  private Path socket;
  private Path directory;

  ControlSocket(DataDirectory data, Runner runner) {
    this.data = data;
    this.runner = runner;
  }

  /**
   * Where a running server's socket is, if any: beside its data, or where {@code control.path}
   * says.
   */
  static Path locate(DataDirectory data) throws IOException {
    if (fits(data.controlSocket())) {
      return data.controlSocket();
    }
    return Files.exists(data.controlPath())
        ? Path.of(Files.readString(data.controlPath()).strip())
        : data.controlSocket();
  }

  void start() throws IOException {
    socket = data.controlSocket().toAbsolutePath();
    if (!fits(data.controlSocket())) {
      directory =
          Files.createTempDirectory(
              "sallyport",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      socket = directory.resolve("control.sock");
      PrivateFiles.write(
          data.controlPath(), socket.toString().getBytes(StandardCharsets.UTF_8), true);
    }
    // the archive's lock says that no other server runs here: a socket that is there was left
    // behind
    Files.deleteIfExists(socket);
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    Thread acceptor = new Thread(this::accept, "control");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel client = listener.accept();
        if (!places.tryAcquire()) {
          client.close();
          continue;
        }
        clients.add(client);
        Thread thread = new Thread(() -> serve(client), "control-client");
        thread.setDaemon(true);
        thread.start();
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("control socket: {}", e.toString());
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      DataInputStream in = new DataInputStream(Channels.newInputStream(client));
      DataOutputStream out = new DataOutputStream(Channels.newOutputStream(client));
      JsonNode request = JSON.readTree(ControlFrame.read(in).text());
      List<String> arguments = new ArrayList<>();
      request.path("arguments").forEach(argument -> arguments.add(argument.asText()));
      RemoteTerminal terminal =
          new RemoteTerminal(
              in,
              out,
              zone(request),
              Path.of(request.path("directory").asText("")),
              request.path("interactive").asBoolean());
      int exit = runner.run(arguments, terminal);
      terminal.out().flush();
      terminal.err().flush();
      new ControlFrame(ControlFrame.Kind.EXIT, String.valueOf(exit)).write(out);
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("control client went away: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("a command failed", e);
    } finally {
      clients.remove(client);
      places.release();
    }
  }

  private static ZoneId zone(JsonNode request) {
    try {
      return ZoneId.of(request.path("zone").asText("UTC"));
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  private static boolean fits(Path path) {
    return path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8).length
        <= MAX_PATH_BYTES;
  }

  @Override
  public void close() {
    try {
      if (listener != null) {
        listener.close();
        for (SocketChannel client : clients) {
          client.close();
        }
        Files.deleteIfExists(socket);
        if (directory != null) {
          Files.deleteIfExists(directory);
          Files.deleteIfExists(data.controlPath());
        }
      }
    } catch (IOException e) {
      LOG.warn("control socket: {}", e.toString());
    }
  }

  /** The terminal of a client at the other end of the socket. */
  private static final class RemoteTerminal implements Terminal {
    private final DataInputStream in;
    private final DataOutputStream to;
    private final PrintWriter out;
    private final PrintWriter err;
    private final ZoneId zone;
    private final Path directory;
    private final boolean interactive;

    RemoteTerminal(
        DataInputStream in, DataOutputStream to, ZoneId zone, Path directory, boolean interactive) {
      this.in = in;
      this.to = to;
      this.out = new PrintWriter(new FrameWriter(to, ControlFrame.Kind.OUTPUT), false);
      this.err = new PrintWriter(new FrameWriter(to, ControlFrame.Kind.ERROR_OUTPUT), false);
      this.zone = zone;
      this.directory = directory;
      this.interactive = interactive;
    }

    @Override
    public PrintWriter out() {
      return out;
    }

    @Override
    public PrintWriter err() {
      return err;
    }

    @Override
    public Optional<String> secretLine(String prompt) {
      try {
        out.flush();
        new ControlFrame(ControlFrame.Kind.ASK, prompt).write(to);
        ControlFrame answer = ControlFrame.read(in);
        return answer.kind() == ControlFrame.Kind.INPUT
            ? Optional.of(answer.text())
            : Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public ZoneId zone() {
      return zone;
    }

    @Override
    public Path directory() {
      return directory;
    }

    @Override
    public boolean interactive() {
      return interactive;
    }
  }
}
