package io.sallyport.server.boot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Has a command run by the server that runs on a data directory, and shows its output here. */
final class ControlClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ControlClient() {}

  /** The command's exit code; empty where no server runs there. */
  static OptionalInt run(DataDirectory data, List<String> arguments, Terminal terminal)
      throws IOException {
    Optional<SocketChannel> channel = connect(data);
    if (channel.isEmpty()) {
      return OptionalInt.empty();
    }
    try (SocketChannel open = channel.get()) {
      DataInputStream in = new DataInputStream(Channels.newInputStream(open));
      DataOutputStream out = new DataOutputStream(Channels.newOutputStream(open));
      ObjectNode request = JSON.createObjectNode();
      arguments.forEach(request.putArray("arguments")::add);
      request
          .put("zone", terminal.zone().getId())
          .put("directory", terminal.directory().toString())
          .put("interactive", terminal.interactive());
      new ControlFrame(ControlFrame.Kind.ARGUMENTS, request.toString()).write(out);
      return OptionalInt.of(show(in, out, terminal));
    } catch (EOFException e) {
      terminal.err().println("the server went away before the command had ended");
      return OptionalInt.of(ExitCode.UNAVAILABLE);
    }
  }

  private static int show(DataInputStream in, DataOutputStream out, Terminal terminal)
      throws IOException {
    while (true) {
      ControlFrame frame = ControlFrame.read(in);
      switch (frame.kind()) {
        case OUTPUT -> {
          terminal.out().print(frame.text());
          terminal.out().flush();
        }
        case ERROR_OUTPUT -> {
          terminal.err().print(frame.text());
          terminal.err().flush();
        }
        case ASK -> {
          Optional<String> line = terminal.secretLine(frame.text());
          ControlFrame.Kind kind =
              line.isPresent() ? ControlFrame.Kind.INPUT : ControlFrame.Kind.END_OF_INPUT;
          new ControlFrame(kind, line.orElse("")).write(out);
        }
        case EXIT -> {
          return Integer.parseInt(frame.text());
        }
        default -> throw new IOException("a server does not send " + frame.kind());
      }
    }
  }

  private static Optional<SocketChannel> connect(DataDirectory data) throws IOException {
    Path socket = ControlSocket.locate(data);
    if (!Files.exists(socket)) {
      return Optional.empty();
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return Optional.of(channel);
    } catch (IOException e) {
      // left behind by a server that was killed; the archive's lock decides whether one still runs
      channel.close();
      return Optional.empty();
    }
  }
}
