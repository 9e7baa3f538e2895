package io.sallyport.server.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A NAT router between this machine and a network that only the server is in, made of two network
 * namespaces of the kernel: every UDP flow from here gets a random port on the router, and the
 * server knows no way back but that. Needs root; what it makes has a name of its own and is gone
 * after {@link #close}.
 */
final class NatBox implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(15);

  private final Path directory;
  private final String router;
  private final String network;
  private final String link;
  private final int subnet;
  private int commands;

  private NatBox(Path directory, String suffix, int subnet) {
    this.directory = directory;
    this.router = "sallynat" + suffix;
    this.network = "sallysrv" + suffix;
    this.link = "sn" + suffix;
    this.subnet = subnet;
  }

  static NatBox open(Path directory) {
    int number = ThreadLocalRandom.current().nextInt(0x1_0000);
    // 198.18.0.0/15 is for tests between networks (RFC 2544); no real network has it
    NatBox box = new NatBox(directory, "%04x".formatted(number), number & 0xFF);
    box.need();
    boolean built = false;
    try {
      box.build();
      built = true;
    } finally {
      if (!built) {
        box.close();
      }
    }
    return box;
  }

  /** Without these nothing can be shown, and a test that shows nothing must not pass. */
  private void need() {
    for (List<String> tool :
        List.of(List.of("ip", "-V"), List.of("nft", "-v"), List.of("conntrack", "-V"))) {
      run(tool);
    }
    if (!run(List.of("id", "-u")).strip().equals("0")) {
      throw new AssertionError("network namespaces need root: run this test as root");
    }
  }

  private void build() {
    ip("netns", "add", router);
    ip("netns", "add", network);
    ip("link", "add", link + "a", "type", "veth", "peer", "name", "lan", "netns", router);
    ip(
        "-n", network, "link", "add", "name", "srv", "type", "veth", "peer", "name", "wan", "netns",
        router);
    ip("addr", "add", clientAddress() + "/30", "dev", link + "a");
    ip("link", "set", link + "a", "up");
    ip("-n", router, "addr", "add", "198.18." + subnet + ".2/30", "dev", "lan");
    ip("-n", router, "link", "set", "lan", "up");
    ip("-n", router, "addr", "add", routerAddress() + "/30", "dev", "wan");
    ip("-n", router, "link", "set", "wan", "up");
    ip("-n", router, "link", "set", "lo", "up");
    ip("-n", network, "addr", "add", serverAddress() + "/30", "dev", "srv");
    ip("-n", network, "link", "set", "srv", "up");
    ip("-n", network, "link", "set", "lo", "up");
    ip("route", "add", "198.19." + subnet + ".0/30", "via", "198.18." + subnet + ".2");
    inRouter("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    inRouter("nft", "add table ip nat");
    inRouter("nft", "add chain ip nat leaving { type nat hook postrouting priority 100 ; }");
    inRouter("nft", "add rule ip nat leaving oifname wan masquerade fully-random");
  }

  /** Where the server is, and how to start it there. */
  ServerProcess.Place place() {
    return new ServerProcess.Place(
        List.of("ip", "netns", "exec", network), serverAddress(), serverAddress(), clientAddress());
  }

  String serverAddress() {
    return "198.19." + subnet + ".2";
  }

  /** What the server sees of every client. */
  String routerAddress() {
    return "198.19." + subnet + ".1";
  }

  String clientAddress() {
    return "198.18." + subnet + ".1";
  }

  /** Forgets every mapping of UDP: the next packet of each flow leaves from another port. */
  void rebind() {
    String deleted = inRouter("conntrack", "-D", "-p", "udp");
    if (!deleted.contains("dport")) {
      throw new AssertionError("no UDP flow went through the router: " + deleted);
    }
  }

  private String ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private String inRouter(String... words) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", router));
    command.addAll(List.of(words));
    return run(command);
  }

  private String run(List<String> command) {
    String name = "nat-" + ++commands + ".log";
    try (Subprocess run = Subprocess.start(directory, name, Map.of(), command)) {
      if (run.exit(SOON) != 0) {
        throw new AssertionError(String.join(" ", command) + ":\n" + run.output());
      }
      return run.output();
    }
  }

  /** Removes all of it, also what is left of a half-built one. */
  @Override
  public void close() {
    for (List<String> command :
        List.of(
            List.of("ip", "link", "del", link + "a"),
            List.of("ip", "netns", "del", router),
            List.of("ip", "netns", "del", network))) {
      try (Subprocess run = Subprocess.start(directory, "nat-close.log", Map.of(), command)) {
        run.ended(SOON);
      }
    }
  }
}
