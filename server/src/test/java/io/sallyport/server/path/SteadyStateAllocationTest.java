package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.sallyport.server.observe.Counter;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What our own steps leave for the collector. Plain RTP, because the SRTP library allocates by
 * itself ({@code AllocationTest} of the client SDK has its figures); netty's receiving, which makes
 * an address and a buffer for each packet, is left out as well. What is left is 24 bytes: netty
 * copies the target's address for the kernel.
 */
class SteadyStateAllocationTest {
  private static final int PACKETS = 20_000;
  private static final int BATCH = 64;
  private static final int COPY_OF_ADDRESS = 24;

  @Test
  void aPacketOfAKnownSourceLeavesNothingForTheCollector() throws Exception {
    try (PathRig rig = PathRig.open(1);
        PathSession session = rig.session();
        PathPhone alice = new PathPhone(PathRig.ALICE, null);
        PathPhone bob = new PathPhone(PathRig.BOB, null)) {
      Endpoint a = (Endpoint) session.portPair().orElseThrow();
      Endpoint b = (Endpoint) session.portPair().orElseThrow();
      session.bind(List.of(PathRig.audio(a, alice.plan(true), b, bob.plan(true))), false);
      alice.send(1, a.port());
      assertThat(bob.receive()).isEqualTo(alice.rtp(1));

      MediaLoop loop = a.media().home();
      PortChannel channel = a.mediaUdpPort().on(loop);
      InetSocketAddress source = new InetSocketAddress(PathRig.ALICE, alice.media.getLocalPort());
      // untracked: the leak detector of tests keeps a trace of every access
      ByteBuf packet =
          new UnpooledByteBufAllocator(true, true).directBuffer(256).writeBytes(alice.rtp(2));
      CompletableFuture<Long> allocated = new CompletableFuture<>();
      loop.execute(
          () -> {
            run(loop, channel, packet, source, 2);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            run(loop, channel, packet, source, 2 + PACKETS);
            allocated.complete(threads.getCurrentThreadAllocatedBytes() - before);
          });
      long bytes = allocated.get(60, TimeUnit.SECONDS);
      packet.release();

      assertThat(rig.count(Counter.MEDIA_PACKETS_RELAYED)).isGreaterThan(PACKETS);
      assertThat(bytes / (double) PACKETS).as("bytes a packet").isLessThan(COPY_OF_ADDRESS + 8);
    }
  }

  private static void run(
      MediaLoop loop, PortChannel channel, ByteBuf packet, InetSocketAddress source, int first) {
    for (int i = 0; i < PACKETS; i++) {
      packet.setShort(2, first + i);
      packet.setInt(4, (first + i) * 160);
      loop.arrivals().received(channel, packet, source);
      if (i % BATCH == BATCH - 1) {
        loop.flush();
      }
    }
    loop.flush();
  }
}
