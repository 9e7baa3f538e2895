package io.sallyport.server.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program that runs one Chromium ({@code src/test/web/driver.mjs}): JSON lines, commands and
 * their answers by number, events between them. Used from the test's thread.
 */
final class ChromiumDriver implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Subprocess process;

  // owned by: the test's thread
  private final List<JsonNode> events = new ArrayList<>();
  private final Map<Integer, JsonNode> answers = new HashMap<>();
  private int readBytes;
  private int taken;
  private int commands;

  private ChromiumDriver(Subprocess process) {
    this.process = process;
  }

  /** Starts it and waits until the page is open. */
  static ChromiumDriver start(Path directory, ObjectNode options) {
    Path script =
        Path.of(System.getProperty("project.root"), "server", "src", "test", "web", "driver.mjs");
    ChromiumDriver driver =
        new ChromiumDriver(
            Subprocess.start(
                directory,
                "log",
                Map.of(),
                List.of("node", script.toString(), options.toString())));
    Await.until(
        "the page in Chromium",
        PATIENCE,
        () -> driver.take(Set.of("ready")).isPresent() || !driver.process.isAlive(),
        driver.process::output);
    if (!driver.process.isAlive()) {
      throw new AssertionError("Chromium's driver ended:\n" + driver.process.output());
    }
    return driver;
  }

  /** Gives a command and waits for its answer. */
  JsonNode command(String name, ObjectNode argument) {
    int id = ++commands;
    ObjectNode line = JSON.createObjectNode().put("id", id).put("do", name);
    line.set("with", argument);
    process.type(line.toString());
    Await.until(
        "an answer to " + name,
        PATIENCE,
        () -> {
          read();
          return answers.containsKey(id);
        },
        process::output);
    JsonNode answer = answers.remove(id);
    if (answer.has("error")) {
      throw new AssertionError(name + ": " + answer.path("error").asText());
    }
    return answer.path("value");
  }

  JsonNode command(String name) {
    return command(name, JSON.createObjectNode());
  }

  /** The next event of one of these types since the last one that was taken. */
  Optional<JsonNode> take(Set<String> types) {
    read();
    for (int i = taken; i < events.size(); i++) {
      if (types.contains(events.get(i).path("event").asText())) {
        taken = i + 1;
        return Optional.of(events.get(i));
      }
    }
    return Optional.empty();
  }

  /** Every event of that type, taken or not. */
  List<JsonNode> all(String type) {
    read();
    return events.stream().filter(event -> event.path("event").asText().equals(type)).toList();
  }

  /** All lines, without the sound in them. */
  String log() {
    read();
    StringBuilder log = new StringBuilder();
    events.forEach(event -> log.append(event).append('\n'));
    return log.toString();
  }

  Set<Long> pids() {
    return ProcessHandle.of(process.pid())
        .map(
            handle ->
                Stream.concat(Stream.of(handle), handle.descendants())
                    .map(ProcessHandle::pid)
                    .collect(Collectors.toSet()))
        .orElse(Set.of());
  }

  /** Reads the whole lines that have come since. */
  private void read() {
    byte[] more = process.outputFrom(readBytes);
    int start = 0;
    for (int i = 0; i < more.length; i++) {
      if (more[i] == '\n') {
        line(new String(more, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    readBytes += start;
  }

  private void line(String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // what Node or Chromium say themselves, in no form
      node = JSON.createObjectNode().put("event", "output").put("text", text);
    }
    if (node.has("id")) {
      answers.put(node.path("id").asInt(), node);
    } else {
      events.add(node);
    }
  }

  /** Ends it by the end of its input; it takes the browser with it. */
  @Override
  public void close() {
    process.endInput();
    if (!process.ended(Duration.ofSeconds(10))) {
      process.close();
    }
  }
}
