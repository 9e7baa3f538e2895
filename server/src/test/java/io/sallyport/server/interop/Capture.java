package io.sallyport.server.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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
  private static final int UDP_HEADER = 8;
  private static final int HEADERS = 128;
  private static final int WHOLE = 65_535;

  private final Subprocess tcpdump;
  private final Path file;

  private Capture(Subprocess tcpdump, Path file) {
    this.tcpdump = tcpdump;
    this.file = file;
  }

  /** One packet; its payload as far as the capture keeps it, empty for TCP. */
  record Packet(
      boolean udp, InetSocketAddress source, InetSocketAddress destination, ByteBuffer payload) {
    int from() {
      return source.getPort();
    }

    int to() {
      return destination.getPort();
    }

    /** Whether one end is in the block and, then, the port at the other end. */
    int peerOf(Ports.Block block) {
      return block.contains(from()) ? to() : block.contains(to()) ? from() : -1;
    }

    boolean touches(InetAddress address) {
      return source.getAddress().equals(address) || destination.getAddress().equals(address);
    }
  }

  /** Everything, as far as its headers. */
  static Capture start(Path directory) {
    return start(directory, "packets", HEADERS, "udp or tcp");
  }

  /** What the filter of tcpdump lets through, whole. */
  static Capture start(Path directory, String name, String filter) {
    return start(directory, name, WHOLE, filter);
  }

  private static Capture start(Path directory, String name, int length, String filter) {
    Path file = directory.resolve(name + ".pcap");
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
            Integer.toString(length),
            "-B",
            "16384",
            "-Z",
            "root",
            "-w",
            file.toString(),
            filter);
    Subprocess tcpdump = Subprocess.start(directory, name + ".tcpdump.log", Map.of(), command);
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
      int ports = ip + (frame.get(ip) & 0x0F) * 4;
      return packet(frame, frame.get(ip + 9) & 0xFF, ip + 12, 4, ports);
    }
    return type == ETHERTYPE_IPV6
        ? packet(frame, frame.get(ip + 6) & 0xFF, ip + 8, 16, ip + 40)
        : null;
  }

  private static Packet packet(
      ByteBuffer frame, int protocol, int addresses, int addressLength, int ports) {
    boolean known = (protocol == TCP || protocol == UDP) && ports + 4 <= frame.limit();
    if (!known) {
      return null;
    }
    int payload = protocol == UDP ? Math.min(ports + UDP_HEADER, frame.limit()) : frame.limit();
    return new Packet(
        protocol == UDP,
        end(frame, addresses, addressLength, ports),
        end(frame, addresses + addressLength, addressLength, ports + 2),
        frame.slice(payload, frame.limit() - payload));
  }

  private static InetSocketAddress end(ByteBuffer frame, int at, int length, int port) {
    byte[] address = new byte[length];
    frame.get(at, address);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(address), frame.getShort(port) & 0xFFFF);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    tcpdump.close();
  }
}
