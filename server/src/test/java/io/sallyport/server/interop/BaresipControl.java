package io.sallyport.server.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The control connection of one baresip: netstrings of JSON, commands and their answers by token,
 * events between them.
 */
final class BaresipControl implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Socket socket;

  // guarded by: this
  private final List<JsonNode> events = new ArrayList<>();
  private final Map<String, JsonNode> answers = new HashMap<>();
  private int seen;
  private int tokens;

  private BaresipControl(Socket socket) {
    this.socket = socket;
  }

  static BaresipControl connect(int port, Subprocess baresip) {
    Socket[] connected = new Socket[1];
    Await.until(
        "a control connection",
        PATIENCE,
        () -> {
          connected[0] = attempt(port);
          return connected[0] != null;
        },
        baresip::output);
    BaresipControl control = new BaresipControl(connected[0]);
    Thread reader = new Thread(control::read, "baresip-control-" + port);
    reader.setDaemon(true);
    reader.start();
    return control;
  }

  private static Socket attempt(int port) {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return socket;
    } catch (IOException e) {
      closeQuietly(socket);
      return null;
    }
  }

  /** Gives a command and waits for its answer; empty when none came. */
  synchronized Optional<String> command(String command, String parameters) {
    String token = "t" + tokens++;
    ObjectNode message = JSON.createObjectNode().put("command", command).put("token", token);
    if (!parameters.isEmpty()) {
      message.put("params", parameters);
    }
    try {
      byte[] body = JSON.writeValueAsBytes(message);
      socket.getOutputStream().write((body.length + ":").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      socket.getOutputStream().write(',');
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers.containsKey(token)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      waitFor(left);
    }
    return Optional.of(answers.remove(token).path("data").asText(""));
  }

  /** The next event of one of these types since the last one that was taken. */
  synchronized Optional<JsonNode> take(Set<String> types) {
    for (int i = seen; i < events.size(); i++) {
      if (types.contains(events.get(i).path("type").asText())) {
        seen = i + 1;
        return Optional.of(events.get(i));
      }
    }
    return Optional.empty();
  }

  /** What the latest event of that type said. */
  synchronized Optional<String> lastParameter(String type) {
    return events.stream()
        .filter(event -> event.path("type").asText().equals(type))
        .reduce((first, second) -> second)
        .map(event -> event.path("param").asText(""));
  }

  private synchronized void waitFor(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
      while (true) {
        JsonNode message = JSON.readTree(netstring(in));
        synchronized (this) {
          if (message.path("response").asBoolean()) {
            answers.put(message.path("token").asText(), message);
          } else {
            events.add(message);
          }
          notifyAll();
        }
      }
    } catch (IOException e) {
      // baresip has ended or the test has; whoever still waits runs into its own deadline
      closeQuietly(socket);
    }
  }

  private static byte[] netstring(InputStream in) throws IOException {
    int length = 0;
    for (int c = in.read(); c != ':'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      length = c >= '0' && c <= '9' ? length * 10 + (c - '0') : 0;
    }
    byte[] body = in.readNBytes(length);
    in.skipNBytes(1);
    return body;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closeQuietly(socket);
  }
}
