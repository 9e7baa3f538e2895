package io.sallyport.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every received buffer is released exactly once, whatever becomes of its packet. */
class MediaPortTest {
  private static final InetSocketAddress A = new InetSocketAddress("192.0.2.1", 4000);
  private static final InetSocketAddress B = new InetSocketAddress("192.0.2.2", 4000);
  private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.3", 4000);

  private final Counters counters = new Counters();
  private final MediaPort portA = new MediaPort(counters, false);
  private final MediaPort portB = new MediaPort(counters, false);
  private final EmbeddedChannel channelA = new EmbeddedChannel(portA);
  private final EmbeddedChannel channelB = new EmbeddedChannel(portB);
  private final PathEnd endA;
  private final PathEnd endB;

  MediaPortTest() {
    MediaLoop loop = new MediaLoop(channelA.eventLoop(), null, counters);
    endA = new PathEnd(loop, new Figures());
    endB = new PathEnd(loop, new Figures());
    portA.opened(channelA, 20_000);
    portB.opened(channelB, 20_002);
  }

  @Test
  void aPacketForNobodyIsReleased() {
    assertDropped(packet(A, rtp()), Counter.MEDIA_DROPPED_NO_PATH);
  }

  @Test
  void packetsThatAreDroppedAreReleased() {
    join(Optional.empty());

    assertDropped(packet(STRANGER, rtp()), Counter.MEDIA_DROPPED_SOURCE);
    assertDropped(packet(A, new byte[] {0, 1, 2, 3}), Counter.MEDIA_DROPPED_NOT_MEDIA);
    assertDropped(packet(A, new byte[2_001]), Counter.MEDIA_DROPPED_MALFORMED);
    endB.unbind();
    assertDropped(packet(A, rtp()), Counter.MEDIA_DROPPED_NO_PATH);
  }

  @Test
  void aRelayedPacketGoesOutInItsOwnBufferAndIsReleasedBySending() {
    join(Optional.empty());
    DatagramPacket packet = packet(A, rtp());

    channelA.writeInbound(packet);

    DatagramPacket out = channelB.readOutbound();
    assertThat(out.recipient()).isEqualTo(B);
    assertThat(out.content()).isSameAs(packet.content());
    assertThat(out.release()).isTrue();
    assertThat(packet.refCnt()).isZero();
  }

  @Test
  void aPacketThatGrowsBeyondItsBufferGoesOutInAnotherAndBothAreReleased() {
    SecureRandom random = new SecureRandom();
    join(Optional.of(SdesCrypto.generate(1, CryptoSuite.AES_CM_128_HMAC_SHA1_80, random)));
    DatagramPacket packet = packet(A, rtp());

    channelA.writeInbound(packet);

    DatagramPacket out = channelB.readOutbound();
    assertThat(out.content().readableBytes()).isEqualTo(182);
    assertThat(packet.refCnt()).isZero();
    assertThat(out.release()).isTrue();
  }

  private void join(Optional<SdesCrypto> keyTowardB) {
    endA.join(endB, new PortPair(portA, new MediaPort(counters, true)));
    endB.join(endA, new PortPair(portB, new MediaPort(counters, true)));
    endA.apply(new EndPlan(Optional.empty(), Optional.empty(), place(A), place(A), false));
    endB.apply(new EndPlan(Optional.empty(), keyTowardB, place(B), place(B), false));
  }

  private void assertDropped(DatagramPacket packet, Counter counter) {
    long before = counters.get(counter);
    channelA.writeInbound(packet);
    assertThat(counters.get(counter)).isEqualTo(before + 1);
    assertThat(packet.refCnt()).isZero();
    assertThat(channelB.<Object>readOutbound()).isNull();
  }

  private static Whereabouts place(InetSocketAddress address) {
    return new Whereabouts(address.getAddress(), Optional.of(address), address.toString());
  }

  private static byte[] rtp() {
    byte[] bytes = new byte[172];
    RtpHeader.write(bytes, 0, false, 8, 1, 160, 7);
    return bytes;
  }

  /** As the kernel's batches come: a slice without room behind it. */
  private static DatagramPacket packet(InetSocketAddress from, byte[] bytes) {
    ByteBuf content = Unpooled.directBuffer(bytes.length, bytes.length).writeBytes(bytes);
    return new DatagramPacket(content, new InetSocketAddress("192.0.2.100", 20_000), from);
  }
}
