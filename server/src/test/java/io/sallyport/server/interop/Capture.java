package io.sallyport.server.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every UDP and TCP packet on every interface of this machine while it is open: tcpdump writes, we
 * read.
 */
final class Capture implements AutoCloseable {
  private static final int RECORD_HEADER = 16;
  private static final int FILE_HEADER = 24;
  private static final int LINKTYPE_LINUX_SLL2 = 276;
  private static final int SLL2_HEADER = 20;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_IPV6 = 0x86DD;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final Subprocess tcpdump;
  private final Path file;

  private Capture(Subprocess tcpdump, Path file) {
    this.tcpdump = tcpdump;
    this.file = file;
  }

  /** One packet's ports; both ends are on this machine. */
  record Packet(boolean udp, int from, int to) {
    /** Whether one end is in the block and, then, the port at the other end. */
    int peerOf(Ports.Block block) {
      return block.contains(from) ? to : block.contains(to) ? from : -1;
    }
  }

  static Capture start(Path directory) {
    Path file = directory.resolve("packets.pcap");
    List<String> command =
        List.of(
            "tcpdump",
            "-i",
            "any",
            "-y",
            "LINUX_SLL2",
            "-n",
            "-U",
            "-s",
            "128",
            "-B",
            "16384",
            "-Z",
            "root",
            "-w",
            file.toString(),
            "udp or tcp");
    Subprocess tcpdump = Subprocess.start(directory, "tcpdump.log", Map.of(), command);
    Await.until(
        "tcpdump listening",
        Duration.ofSeconds(10),
        () -> tcpdump.output().contains("listening on") || !tcpdump.isAlive(),
        tcpdump::output);
    if (!tcpdump.isAlive()) {
      throw new AssertionError("tcpdump: " + tcpdump.output());
    }
    return new Capture(tcpdump, file);
  }

  /** Ends the capture and reads it. */
  List<Packet> finish() {
    close();
    try {
      return packets(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Packet> packets(byte[] pcap) {
    ByteBuffer bytes = ByteBuffer.wrap(pcap).order(ByteOrder.nativeOrder());
    if (bytes.remaining() < FILE_HEADER || bytes.getInt(20) != LINKTYPE_LINUX_SLL2) {
      throw new IllegalArgumentException("not a capture of all interfaces");
    }
    List<Packet> packets = new ArrayList<>();
    int at = FILE_HEADER;
    while (at + RECORD_HEADER <= bytes.limit()) {
      int length = bytes.getInt(at + 8);
      int start = at + RECORD_HEADER;
      if (start + length > bytes.limit()) {
        break;
      }
      Packet packet = packet(ByteBuffer.wrap(pcap, start, length).slice());
      if (packet != null) {
        packets.add(packet);
      }
      at = start + length;
    }
    return packets;
  }

  private static Packet packet(ByteBuffer frame) {
    int type = frame.getShort(0) & 0xFFFF;
    int ip = SLL2_HEADER;
    if (type == ETHERTYPE_IPV4) {
      return ports(frame, frame.get(ip + 9) & 0xFF, ip + (frame.get(ip) & 0x0F) * 4);
    }
    return type == ETHERTYPE_IPV6 ? ports(frame, frame.get(ip + 6) & 0xFF, ip + 40) : null;
  }

  private static Packet ports(ByteBuffer frame, int protocol, int at) {
    boolean known = (protocol == TCP || protocol == UDP) && at + 4 <= frame.limit();
    return known
        ? new Packet(protocol == UDP, frame.getShort(at) & 0xFFFF, frame.getShort(at + 2) & 0xFFFF)
        : null;
  }

  @Override
  public void close() {
    tcpdump.close();
  }
}
