package io.sallyport.server.path;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;

/**
 * A datagram on its way out, with a buffer of its own, used again and again: netty's packets are
 * made new for each send, and the packet path must not allocate.
 *
 * <p>Netty releases it once the kernel has taken it; it then goes back to its loop.
 */
final class OutPacket extends DatagramPacket {
  private static final UnpooledByteBufAllocator BUFFERS =
      new UnpooledByteBufAllocator(true, true, true);

  // immutable
  private final OutPackets home;
  private final ByteBuf buffer;

  // owned by: the media loop
  private InetSocketAddress target;

  OutPacket(OutPackets home, int capacity, InetSocketAddress anyone) {
    this(home, BUFFERS.directBuffer(capacity, capacity), anyone);
  }

  private OutPacket(OutPackets home, ByteBuf buffer, InetSocketAddress anyone) {
    super(buffer, anyone);
    this.home = home;
    this.buffer = buffer;
    this.target = anyone;
  }

  OutPacket fill(byte[] bytes, int offset, int length, InetSocketAddress to) {
    buffer.clear().writeBytes(bytes, offset, length);
    target = to;
    return this;
  }

  @Override
  public InetSocketAddress recipient() {
    return target;
  }

  @Override
  public boolean release() {
    home.give(this);
    return true;
  }

  @Override
  public boolean release(int decrement) {
    return release();
  }

  /** Frees the memory, at the end of the loop. */
  void free() {
    buffer.release();
  }
}
