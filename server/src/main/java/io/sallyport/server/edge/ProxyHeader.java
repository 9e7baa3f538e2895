package io.sallyport.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;

/**
 * The PROXY protocol's binary header, version 2: tells the web application whose connection it
 * serves.
 */
final class ProxyHeader {
  private static final byte[] SIGNATURE = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };
  private static final int VERSION_2_PROXY = 0x21;
  private static final int TCP_OVER_IPV4 = 0x11;
  private static final int TCP_OVER_IPV6 = 0x21;
  private static final int UNSPECIFIED = 0x00;

  private ProxyHeader() {}

  static ByteBuf of(InetSocketAddress client, InetSocketAddress server) {
    byte[] source = client.getAddress().getAddress();
    byte[] target = server.getAddress().getAddress();
    ByteBuf header = Unpooled.buffer(52).writeBytes(SIGNATURE).writeByte(VERSION_2_PROXY);
    if (source.length != target.length) {
      return header.writeByte(UNSPECIFIED).writeShort(0);
    }
    return header
        .writeByte(source.length == 4 ? TCP_OVER_IPV4 : TCP_OVER_IPV6)
        .writeShort(2 * source.length + 4)
        .writeBytes(source)
        .writeBytes(target)
        .writeShort(client.getPort())
        .writeShort(server.getPort());
  }
}
