package io.sallyport.protocol.sip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The torture messages of an RFC, read from where they are kept: the directory that the system
 * property {@code corpora} names, or {@code shared/corpora} beside or above the project. They are
 * not part of the project, so a test without them skips, aloud.
 */
public final class Corpus {
  /**
   * One message with the outcome that the corpus expects of a whole server.
   *
   * @param allowed statuses that pass, such as {@code 401}, {@code 2xx} or {@code none}
   * @param forbidden statuses that do not, whatever else is allowed; {@code any} for every answer
   */
  public record Message(
      String file,
      byte[] bytes,
      String outcome,
      List<Integer> statuses,
      List<String> allowed,
      List<String> forbidden) {

    /** Whether a server that gave this status, or {@code none}, passes. */
    public boolean isPassedBy(String status) {
      return matches(allowed, status) && !matches(forbidden, status);
    }

    private static boolean matches(List<String> patterns, String status) {
      return patterns.contains(status)
          || patterns.contains(status.charAt(0) + "xx")
          || (patterns.contains("any") && !status.equals("none"));
    }

    @Override
    public String toString() {
      return file;
    }
  }

  private Corpus() {}

  public static List<Message> rfc4475() {
    return read("rfc4475", "raw");
  }

  public static List<Message> rfc5118() {
    return read("rfc5118", "wire");
  }

  private static List<Message> read(String name, String folder) {
    Path directory = find();
    if (directory == null || !Files.isDirectory(directory.resolve(name))) {
      System.out.println(
          "SKIPPED: no corpus " + name + "; name its directory with -Dcorpora=<dir>");
      Assumptions.abort("no corpus " + name);
    }
    try {
      List<Message> messages = new ArrayList<>();
      JsonNode expected =
          new ObjectMapper().readTree(directory.resolve(name).resolve("expected.json").toFile());
      for (JsonNode node : expected.get("messages")) {
        String file = node.get("file").asText();
        List<Integer> statuses = new ArrayList<>();
        node.get("rfc_status").forEach(status -> statuses.add(status.asInt()));
        byte[] bytes = Files.readAllBytes(directory.resolve(name).resolve(folder).resolve(file));
        messages.add(
            new Message(
                file,
                bytes,
                node.get("outcome").asText(),
                statuses,
                texts(node.get("allowed_status")),
                texts(node.get("forbidden_status"))));
      }
      return messages;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Path find() {
    String named = System.getProperty("corpora");
    if (named != null) {
      return Path.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/corpora");
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
