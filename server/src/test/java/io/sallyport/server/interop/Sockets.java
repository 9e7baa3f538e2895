package io.sallyport.server.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What sockets a process has, as {@code ss} tells. */
record Sockets(List<Line> lines) {
  private static final Pattern LINE =
      Pattern.compile(
          "^(tcp|udp)\\s+(\\S+)\\s+\\d+\\s+\\d+\\s+(\\S+):(\\d+|\\*)\\s+(\\S+):(\\d+|\\*)(.*)$",
          Pattern.MULTILINE);
  private static final Pattern PID = Pattern.compile("pid=(\\d+)");

  /** One socket; a port is 0 where there is none. */
  record Line(boolean udp, String state, int localPort, int remotePort) {}

  static Sockets of(Path directory, Set<Long> pids) {
    try (Subprocess ss =
        Subprocess.start(
            directory, "ss-" + System.nanoTime() + ".log", Map.of(), List.of("ss", "-tunapH"))) {
      ss.exit(Duration.ofSeconds(10));
      return parse(ss.output(), pids);
    }
  }

  static Sockets parse(String text, Set<Long> pids) {
    return new Sockets(
        LINE.matcher(text)
            .results()
            .filter(line -> belongs(line.group(7), pids))
            .map(
                line ->
                    new Line(
                        line.group(1).equals("udp"),
                        line.group(2),
                        port(line.group(4)),
                        port(line.group(6))))
            .toList());
  }

  /** Local ports of TCP connections, and of UDP sockets whatever they talk to. */
  Set<Integer> talking() {
    return lines.stream()
        .filter(line -> line.udp() || line.remotePort() != 0)
        .map(Line::localPort)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Without the connections whose other end is one of those: a test's own control connections. */
  Sockets without(Sockets others) {
    Set<Integer> theirs = others.talking();
    return new Sockets(
        lines.stream().filter(line -> line.udp() || !theirs.contains(line.remotePort())).toList());
  }

  private static boolean belongs(String processes, Set<Long> pids) {
    Matcher matcher = PID.matcher(processes);
    while (matcher.find()) {
      if (pids.contains(Long.parseLong(matcher.group(1)))) {
        return true;
      }
    }
    return false;
  }

  private static int port(String text) {
    return text.equals("*") ? 0 : Integer.parseInt(text);
  }
}
