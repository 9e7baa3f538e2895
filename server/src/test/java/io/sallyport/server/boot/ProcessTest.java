package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar's main in a process of its own: exit codes, standard streams, signals. */
@Timeout(90)
class ProcessTest {
  @TempDir Path directory;

  private Process java(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private String errors() throws IOException {
    return Files.readString(directory.resolve("err"), StandardCharsets.UTF_8);
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("out"), StandardCharsets.UTF_8);
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceWithExitCode78AndNothingIsLeftBehind() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        ServerSocket busyToo = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Files.writeString(
          directory.resolve("sallyport.yaml"),
          """
          domian: example.org
          edge:
            bind: [127.0.0.1]
            port: %d
            sips-port: %d
            limits:
              idle-time: soon
          tls:
            certificate: /nowhere/server.crt
            key: /nowhere/server.key
          web:
            management-port: 0
          """
              .formatted(busy.getLocalPort(), busyToo.getLocalPort()));
      Process process = java("serve");
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(78);
      assertThat(errors().lines())
          .satisfiesExactlyInAnyOrder(
              line ->
                  assertThat(line)
                      .isEqualTo("sallyport.yaml:1: domian: unknown key; did you mean 'domain'?"),
              line ->
                  assertThat(line)
                      .startsWith(
                          "sallyport.yaml:7: edge.limits.idle-time: is not a duration, found"
                              + " 'soon'"),
              line ->
                  assertThat(line)
                      .startsWith(
                          "sallyport.yaml:9: tls.certificate: /nowhere/server.crt is not there"),
              line ->
                  assertThat(line)
                      .startsWith("sallyport.yaml:10: tls.key: /nowhere/server.key is not there"),
              line ->
                  assertThat(line)
                      .startsWith(
                          "sallyport.yaml:4: edge.port: cannot listen on TCP 127.0.0.1:"
                              + busy.getLocalPort()),
              line ->
                  assertThat(line)
                      .startsWith(
                          "sallyport.yaml:5: edge.sips-port: cannot listen on TCP 127.0.0.1:"
                              + busyToo.getLocalPort()));
      assertThat(directory.resolve("data")).doesNotExist();
    }
  }

  @Test
  void aServerSaysWhenItIsReadyKeepsPasswordsOutOfItsLogAndEndsOnATermSignal() throws Exception {
    Files.writeString(
        directory.resolve("sallyport.yaml"), EphemeralServer.yaml() + "log:\n  file: server.log\n");
    Process process = java();
    try {
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> output().contains("\nready in ") || !process.isAlive());
      assertThat(errors()).isEmpty();
      assertThat(output())
          .containsPattern("ready in \\d+\\.\\d s: ")
          .contains("alice  sip:alice@sallyport.localhost  password ");
      String password = output().replaceAll("(?s).*alice  sip:\\S+  password (\\S+).*", "$1");
      assertThat(password).hasSize(29);
      String log = Files.readString(directory.resolve("data/server.log"));
      assertThat(log).contains("\"formattedMessage\":\"started: ").doesNotContain(password);
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(directory.resolve("data/control.sock")).doesNotExist();
  }
}
