package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ControlSocketTest {
  @TempDir Path directory;

  private static int echo(List<String> arguments, Terminal terminal) {
    terminal.out().println("arguments " + arguments + " zone " + terminal.zone());
    terminal.err().println("grüße");
    terminal.out().println("typed " + terminal.secretLine("password: ").orElse("nothing"));
    terminal.out().println("typed " + terminal.secretLine("again: ").orElse("nothing"));
    return 7;
  }

  private ControlSocket start(DataDirectory data) throws Exception {
    ControlSocket socket = new ControlSocket(data, ControlSocketTest::echo);
    socket.start();
    return socket;
  }

  @Test
  void aCommandRunsInTheServerAndSpeaksHere() throws Exception {
    DataDirectory data = DataDirectory.open(directory.resolve("data"));
    try (ControlSocket ignored = start(data)) {
      MemoryTerminal terminal = new MemoryTerminal("secret");
      assertThat(ControlClient.run(data, List.of("user", "add", "ö"), terminal))
          .isEqualTo(OptionalInt.of(7));
      assertThat(terminal.output())
          .isEqualTo("arguments [user, add, ö] zone Z\ntyped secret\ntyped nothing\n");
      assertThat(terminal.errors()).isEqualTo("grüße\n");
    }
  }

  @Test
  void theSocketIsForTheServersAccountAloneAndGoesWithIt() throws Exception {
    DataDirectory data = DataDirectory.open(directory.resolve("data"));
    try (ControlSocket ignored = start(data)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.controlSocket())))
          .isEqualTo("rw-------");
    }
    assertThat(data.controlSocket()).doesNotExist();
    assertThat(ControlClient.run(data, List.of("x"), new MemoryTerminal())).isEmpty();
  }

  @Test
  void aSocketLeftBehindByAKilledServerIsNoServerAndNoHindrance() throws Exception {
    DataDirectory data = DataDirectory.open(directory.resolve("data"));
    Files.createFile(data.controlSocket());
    assertThat(ControlClient.run(data, List.of("x"), new MemoryTerminal())).isEmpty();
    try (ControlSocket ignored = start(data)) {
      assertThat(ControlClient.run(data, List.of("x"), new MemoryTerminal())).hasValue(7);
    }
  }

  @Test
  void aDataDirectoryWithALongPathWorksThroughAShortOne() throws Exception {
    Path deep = directory.resolve("d".repeat(60)).resolve("e".repeat(60));
    DataDirectory data = DataDirectory.open(deep);
    try (ControlSocket ignored = start(data)) {
      assertThat(ControlClient.run(data, List.of("x"), new MemoryTerminal())).hasValue(7);
      Path socket = Path.of(Files.readString(data.controlPath()));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
          .isEqualTo("rwx------");
    }
    assertThat(data.controlPath()).doesNotExist();
  }

  @Test
  void junkOnTheSocketHurtsNobody() throws Exception {
    DataDirectory data = DataDirectory.open(directory.resolve("data"));
    try (ControlSocket ignored = start(data)) {
      for (byte[] junk :
          List.of(
              new byte[] {99, 127, 127, 127, 127},
              new byte[] {0, 0, 0, 0, 2, 'x', 'y'},
              new byte[] {0})) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
          channel.connect(UnixDomainSocketAddress.of(data.controlSocket()));
          channel.write(ByteBuffer.wrap(junk));
        }
      }
      assertThat(ControlClient.run(data, List.of("x"), new MemoryTerminal())).hasValue(7);
    }
  }
}
