package io.sallyport.server.playback;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A capture file (draft-ietf-opsawg-pcapng) of one call's clear packets, each in IP and UDP headers
 * of the given addresses, so that the usual tools open it. Written as it goes; bounded in size. Not
 * thread-safe.
 */
public final class Pcapng implements Closeable {
  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int LINKTYPE_RAW = 101;
  private static final int OPTION_COMMENT = 1;
  private static final int MAX_TEXT = 10_000;

  private final OutputStream out;
  private final long maxBytes;
  private final ByteBuffer block = ByteBuffer.allocate(66_000);
  private long written;

  private Pcapng(OutputStream out, long maxBytes) {
    this.out = out;
    this.maxBytes = maxBytes;
  }

  /**
   * Begins a file.
   *
   * @param maxBytes size that it never exceeds
   * @param comment for whoever opens it; what does not fit is cut off
   */
  public static Pcapng begin(OutputStream out, long maxBytes, String comment) throws IOException {
    Pcapng file = new Pcapng(out, maxBytes);
    ByteBuffer block = file.block;
    file.open(SECTION_HEADER);
    // byte order, version 1.0, length unknown
    block.putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1);
    file.comment(comment);
    block.putInt(0);
    file.finish();
    file.open(INTERFACE);
    block.putShort((short) LINKTYPE_RAW).putShort((short) 0).putInt(0);
    // if_tsresol: nanoseconds; then the end of options
    block.putShort((short) 9).putShort((short) 1).put((byte) 9).put(new byte[3]).putInt(0);
    file.finish();
    return file;
  }

  private void comment(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(MAX_TEXT, bytes.length);
    block.putShort((short) OPTION_COMMENT).putShort((short) length).put(bytes, 0, length);
    while ((block.position() & 3) != 0) {
      block.put((byte) 0);
    }
  }

  /**
   * Adds a datagram; false where the file is full, and then forever.
   *
   * @param epochNanos since 1970
   * @param from of the same address family as {@code to}
   */
  public boolean write(
      long epochNanos,
      InetSocketAddress from,
      InetSocketAddress to,
      byte[] bytes,
      int offset,
      int length)
      throws IOException {
    boolean six = from.getAddress() instanceof Inet6Address;
    if (length > Packet.MAX_LENGTH || six != to.getAddress() instanceof Inet6Address) {
      throw new IllegalArgumentException("no datagram from " + from + " to " + to);
    }
    int captured = (six ? 40 : 20) + 8 + length;
    if (written + 32 + padded(captured) > maxBytes) {
      written = maxBytes;
      return false;
    }
    open(ENHANCED_PACKET);
    block.putInt(0).putInt((int) (epochNanos >>> 32)).putInt((int) epochNanos);
    block.putInt(captured).putInt(captured);
    int ip = block.position();
    if (six) {
      ipv6(from, to, 8 + length);
    } else {
      ipv4(from, to, 8 + length);
    }
    int udp = block.position();
    block.putShort((short) from.getPort()).putShort((short) to.getPort());
    block.putShort((short) (8 + length)).putShort((short) 0).put(bytes, offset, length);
    if (six) {
      // without a checksum IPv6 takes no UDP (RFC 8200 section 8.1)
      int sum = sum(ip + 8, 32) + 17 + 8 + length + sum(udp, 8 + length);
      short checksum = fold(sum);
      block.putShort(udp + 6, checksum == 0 ? (short) -1 : checksum);
    }
    finish();
    return true;
  }

  private void ipv4(InetSocketAddress from, InetSocketAddress to, int payload) {
    int at = block.position();
    block.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload));
    // no identification, do not fragment, 64 hops, UDP
    block.putInt(0x4000).put((byte) 64).put((byte) 17).putShort((short) 0);
    block.put(from.getAddress().getAddress()).put(to.getAddress().getAddress());
    block.putShort(at + 10, fold(sum(at, 20)));
  }

  private void ipv6(InetSocketAddress from, InetSocketAddress to, int payload) {
    block.putInt(0x6000_0000).putShort((short) payload).put((byte) 17).put((byte) 64);
    block.put(from.getAddress().getAddress()).put(to.getAddress().getAddress());
  }

  /** RFC 1071, before folding. */
  private int sum(int at, int length) {
    int sum = 0;
    for (int i = 0; i + 1 < length; i += 2) {
      sum += block.getShort(at + i) & 0xffff;
    }
    return (length & 1) == 0 ? sum : sum + ((block.get(at + length - 1) & 0xff) << 8);
  }

  private static short fold(int sum) {
    int folded = (sum & 0xffff) + (sum >>> 16);
    return (short) ~((folded & 0xffff) + (folded >>> 16));
  }

  private void open(int type) {
    block.clear();
    block.putInt(type).putInt(0);
  }

  /** Pads the block to 32 bits and writes it with its length at both ends. */
  private void finish() throws IOException {
    while ((block.position() & 3) != 0) {
      block.put((byte) 0);
    }
    int length = block.position() + 4;
    block.putInt(length).putInt(4, length);
    out.write(block.array(), 0, length);
    written += length;
  }

  private static int padded(int length) {
    return length + 3 & ~3;
  }

  /** Bytes written so far. */
  public long size() {
    return written;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
